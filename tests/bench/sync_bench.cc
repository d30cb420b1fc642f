// A member catches up with a hub: every leaf verified, every body opened against its commitment,
// everything durable; beside the same bytes through gRPC alone and through RocksDB alone.
#include <signal.h>

#include <filesystem>

#include "tests/bench/limits.h"
#include "tests/bench/measure.h"
#include "tests/bench/nodes.h"

namespace candour::bench {
namespace {

constexpr size_t kBodyBytes = 1024;
constexpr size_t kRowBytes = 112 + 1280;  // A leaf, and a blob of five blocks.
constexpr size_t kRowsPerBatch = 512;
constexpr double kPatience = 300;

struct Round {
  double rows_per_second = 0;
  double hub_cpu = 0;
  double member_cpu = 0;
};

// The hub is held still while the member comes up, so that all of the exchange is measured.
Result<Round> Catch(Nodes& nodes, ctl::DemoNode& member, uint64_t entries) {
  ctl::DemoNode& hub = nodes.hub();
  ::kill(hub.pid, SIGSTOP);
  Status started = nodes.Start(member);
  if (!started) {
    ::kill(hub.pid, SIGCONT);
    return Fail(started.error());
  }
  auto client = Nodes::As(member, "op");
  const double hub_before = CpuSeconds(hub.pid);
  const double member_before = CpuSeconds(member.pid);
  ::kill(hub.pid, SIGCONT);
  const Stopwatch watch;
  if (!client) return Fail(client.error());
  const bool whole = Await(kPatience, [&] { return BodiesPulled(**client) >= entries; });
  const double seconds = watch.Seconds();
  Round round{static_cast<double>(entries) / seconds, CpuSeconds(hub.pid) - hub_before,
              CpuSeconds(member.pid) - member_before};
  nodes.Stop(member);
  if (whole) return round;
  return Fail(ErrorCode::kUnavailable, "SYNC_UNFINISHED", "the member did not catch up in time");
}

}  // namespace

Status SyncBench(const Setup& setup, Report& report) {
  const uint64_t entries = setup.Of(50'000, 500);
  const size_t rounds = setup.Of(3, 1);
  auto nodes = Nodes::Make(setup, {.folder = setup.folder + "/sync", .members = rounds});
  if (!nodes) return Fail(nodes.error());
  Status done = (*nodes)->FillNode((*nodes)->hub(), {.directory = {}, .entries = entries});
  if (done) done = (*nodes)->Start((*nodes)->hub());
  if (!done) return done;
  // The hub's own index has to be quiet before anything is measured.
  Settle((*nodes)->hub());
  std::vector<double> synced, streams, stores, same_rows, hub_cpu, member_cpu;
  for (size_t i = 0; i < rounds; ++i) {
    auto stream = PlainStreamRate(setup, {entries, kRowBytes});
    if (!stream) return Fail(stream.error());
    auto store = PlainStoreRate(setup.folder + "/plain", {entries, kRowBytes}, kRowsPerBatch);
    if (!store) return Fail(store.error());
    auto round = Catch(**nodes, (*nodes)->member(i), entries);
    if (!round) return Fail(round.error());
    auto same = SameRowsRate((*nodes)->member(i).directory + "/data/db", setup.folder + "/same",
                             entries, kRowsPerBatch);
    if (!same) return Fail(same.error());
    same_rows.push_back(*same);
    streams.push_back(*stream);
    stores.push_back(*store);
    synced.push_back(round->rows_per_second);
    hub_cpu.push_back(round->hub_cpu);
    member_cpu.push_back(round->member_cpu);
  }
  const Params params = {{"bodies", std::to_string(entries)},
                         {"body_bytes", std::to_string(kBodyBytes)},
                         {"rounds", std::to_string(rounds)}};
  report.Add("sync.plain_stream", Median(streams), "bodies/s", params);
  report.Add("sync.plain_store", Median(stores), "bodies/s", params);
  report.AddAgainst("sync", Median(synced), std::min(Median(streams), Median(same_rows)),
                    "bodies/s", params);
  report.Add("sync.hub_cpu", Median(hub_cpu), "s", params);
  report.Add("sync.member_cpu", Median(member_cpu), "s", params);
  return {};
}

}  // namespace candour::bench
