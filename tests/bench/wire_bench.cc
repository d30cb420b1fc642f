// One new entry at a hub that holds much or little already: bytes on the wire, and the work of both
// ends. Cost must follow the change, never the corpus.
#include "tests/bench/measure.h"
#include "tests/bench/relay.h"
#include "tests/bench/steps.h"

namespace candour::bench {
namespace {

struct Cost {
  std::vector<double> bytes, hub_ms, member_ms, seconds;
};

// Until nothing has passed for a while.
void Quieten(const Relay& relay) {
  uint64_t before = relay.bytes() + 1;
  Await(30, [&] {
    Await(0.4, [] { return false; });
    return std::exchange(before, relay.bytes()) == relay.bytes();
  });
}

Result<Cost> Measure(const Setup& setup, const std::string& folder, uint64_t corpus) {
  auto relay = Relay::Listen();
  if (!relay) return Fail(relay.error());
  auto nodes = Nodes::Make(setup, {.folder = folder, .members = 1, .relay = relay->get()});
  if (!nodes) return Fail(nodes.error());
  ctl::DemoNode& hub = (*nodes)->hub();
  ctl::DemoNode& member = (*nodes)->member(0);
  Status done = (*nodes)->FillNode(hub, {.directory = {}, .entries = corpus});
  if (done) done = (*nodes)->Start(hub);
  if (done) done = (*nodes)->Start(member);
  if (!done) return Fail(done.error());
  auto reader = Nodes::As(member, "op");
  auto reviewer = Nodes::As(hub, "ravi");
  if (!reader || !reviewer) return Fail(reader ? reviewer.error() : reader.error());
  Await(120, [&] { return BodiesPulled(**reader) >= corpus; });
  Settle(member);
  Settle(hub);
  Cost cost;
  for (uint64_t i = 0; i < setup.Of(9, 2); ++i) {
    const std::string word = "wireword" + std::to_string(i);
    auto record = ApprovedRecord(hub, word);
    if (!record) return Fail(record.error());
    Quieten(**relay);
    const uint64_t bytes = (*relay)->bytes();
    const double hub_cpu = CpuSeconds(hub.pid);
    const double member_cpu = CpuSeconds(member.pid);
    const Stopwatch watch;
    if (Status published = Publish(**reviewer, *record); !published) return Fail(published.error());
    if (!Await(30, [&] { return Finds(**reader, word); })) {
      return Fail(ErrorCode::kUnavailable, "NOT_VISIBLE", "what was published does not arrive");
    }
    cost.seconds.push_back(watch.Seconds());
    Quieten(**relay);
    cost.bytes.push_back(static_cast<double>((*relay)->bytes() - bytes));
    cost.hub_ms.push_back(1000 * (CpuSeconds(hub.pid) - hub_cpu));
    cost.member_ms.push_back(1000 * (CpuSeconds(member.pid) - member_cpu));
  }
  return cost;
}

}  // namespace

Status WireBench(const Setup& setup, Report& report) {
  double small_ms = 0;
  for (const uint64_t corpus : {setup.Of(1'000, 20), setup.Of(100'000, 200)}) {
    auto cost = Measure(setup, setup.folder + "/" + std::to_string(corpus), corpus);
    if (!cost) return Fail(cost.error());
    const Params params = {{"corpus", std::to_string(corpus)}};
    const double cpu = Median(cost->hub_ms) + Median(cost->member_ms);
    report.Add("wire.one_entry", Median(cost->bytes), "bytes", params);
    report.Add("wire.one_entry_visible", 1000 * Median(cost->seconds), "ms", params);
    report.Add("wire.one_entry_hub_cpu", Median(cost->hub_ms), "ms", params);
    report.Add("wire.one_entry_member_cpu", Median(cost->member_ms), "ms", params);
    if (small_ms > 0) report.Add("wire.cpu_large_over_small.ratio", cpu / small_ms, "1", params);
    small_ms = cpu;
  }
  return {};
}

}  // namespace candour::bench
