// A member that was away for long: it pulls a large feed through a relay that counts, is killed
// again and again on the way, and goes on where it was. Withdrawals do not wait for the backlog.
#include <signal.h>
#include <sys/wait.h>

#include <algorithm>

#include "candour/node/v1/learning.pb.h"
#include "tests/bench/limits.h"
#include "tests/bench/measure.h"
#include "tests/bench/steps.h"
#include "tests/nodes/steps.h"

namespace candour::bench {
namespace {

constexpr double kPatience = 3'600;
constexpr size_t kRowBytes = 112 + 1280;  // A leaf, and a blob of five blocks.
constexpr size_t kRowsPerBatch = 512;
constexpr char kInTheBacklog[] = "backlogword";

struct Trip {
  double seconds = 0;  // Running time only.
  uint64_t bytes = 0;
  double peak_mb = 0;
};

tl::unexpected<Error> Unfinished(const std::string& what) {
  return Fail(ErrorCode::kUnavailable, "SYNC_UNFINISHED", what + " did not happen in time");
}

void Kill(ctl::DemoNode& node) {
  ::kill(node.pid, SIGKILL);
  ::waitpid(node.pid, nullptr, 0);
  node.pid = 0;
}

class Catchup {
 public:
  static Result<std::unique_ptr<Catchup>> Make(const Setup& setup, uint64_t entries);

  // Until everything is held; killed at even distances of `whole_bytes` before.
  Result<Trip> Catch(ctl::DemoNode& member, uint64_t kills, uint64_t whole_bytes);
  // Seconds until a member in the middle of its backlog shows as withdrawn what it showed before:
  // published by another member, or in the very feed that it is fetching.
  struct Delays {
    double other_feed = 0;
    double same_feed = 0;
  };
  Result<Delays> WithdrawMeanwhile(ctl::DemoNode& publisher, ctl::DemoNode& member);
  Nodes& nodes() { return *nodes_; }

 private:
  Result<double> WithdrawAt(const ctl::DemoNode& origin, ctl::NodeClient& reader,
                            const std::string& query);

  uint64_t entries_ = 0;
  std::unique_ptr<Relay> relay_;
  std::unique_ptr<Nodes> nodes_;
};

Result<std::unique_ptr<Catchup>> Catchup::Make(const Setup& setup, uint64_t entries) {
  auto made = std::make_unique<Catchup>();
  made->entries_ = entries;
  auto relay = Relay::Listen();
  if (!relay) return Fail(relay.error());
  made->relay_ = std::move(*relay);
  auto nodes = Nodes::Make(
      setup, {.folder = setup.folder + "/nodes", .members = 3, .relay = made->relay_.get()});
  if (!nodes) return Fail(nodes.error());
  made->nodes_ = std::move(*nodes);
  ctl::DemoNode& hub = made->nodes_->hub();
  // First of all in the large feed: something that can be withdrawn.
  Status done = made->nodes_->Start(hub);
  if (!done) return Fail(done.error());
  auto record = ApprovedRecord(hub, kInTheBacklog);
  if (!record) return Fail(record.error());
  auto published = nodes::Publish(hub, *record, kNetworkName);
  if (!published) return Fail(published.error());
  made->nodes_->Stop(hub);
  done = made->nodes_->FillNode(hub, {.directory = {}, .entries = entries});
  if (done) done = made->nodes_->Start(hub);
  if (!done) return Fail(done.error());
  Settle(hub);
  return made;
}

Result<Trip> Catchup::Catch(ctl::DemoNode& member, uint64_t kills, uint64_t whole_bytes) {
  const uint64_t before = relay_->bytes();
  Trip trip;
  for (uint64_t life = 0; life <= kills; ++life) {
    const uint64_t stop = before + whole_bytes * (life + 1) / (kills + 1);
    const Stopwatch watch;
    if (Status started = nodes_->Start(member); !started) return Fail(started.error());
    auto client = Nodes::As(member, "op");
    if (!client) return Fail(client.error());
    const bool last = life == kills;
    const bool there = Await(kPatience, [&] {
      trip.peak_mb = std::max(trip.peak_mb, PeakResidentMb(member.pid));
      return last ? BodiesPulled(**client) > 0 && Agrees(**client) : relay_->bytes() >= stop;
    });
    if (!there) return Unfinished("catching up");
    trip.seconds += watch.Seconds();
    if (!last) Kill(member);
  }
  trip.bytes = relay_->bytes() - before;
  return trip;
}

// What the reader finds of the origin; its name.
std::string Found(const ctl::DemoNode& origin, ctl::NodeClient& reader, const std::string& query) {
  node::v1::SearchLearningRequest search;
  search.set_query(query);
  node::v1::SearchLearningResponse found;
  if (!reader.Call("LearningService/SearchLearning", search, found)) return "";
  for (const auto& hit : found.hits()) {
    if (hit.organisation() == origin.name) return hit.name();
  }
  return "";
}

Result<double> Catchup::WithdrawAt(const ctl::DemoNode& origin, ctl::NodeClient& reader,
                                   const std::string& query) {
  std::string name;
  if (!Await(kPatience, [&] { return !(name = Found(origin, reader, query)).empty(); })) {
    return Unfinished("showing something while catching up");
  }
  const Stopwatch watch;
  if (Status done = nodes::Withdraw(origin, name); !done) return Fail(done.error());
  node::v1::GetLearningRequest get;
  get.set_name(name);
  node::v1::GetLearningResponse shown;
  if (!Await(kPatience, [&] {
        return reader.Call("LearningService/GetLearning", get, shown) && !shown.has_learning();
      })) {
    return Unfinished("a withdrawal");
  }
  return watch.Seconds();
}

Result<Catchup::Delays> Catchup::WithdrawMeanwhile(ctl::DemoNode& publisher,
                                                   ctl::DemoNode& member) {
  const std::string word = "livewithdrawal";
  auto record = ApprovedRecord(publisher, word);
  auto reviewer = Nodes::As(publisher, "ravi");
  if (!record || !reviewer) return Fail(record ? reviewer.error() : record.error());
  if (Status published = Publish(**reviewer, *record); !published) return Fail(published.error());
  if (Status started = nodes_->Start(member); !started) return Fail(started.error());
  auto reader = Nodes::As(member, "op");
  if (!reader) return Fail(reader.error());
  auto other = WithdrawAt(publisher, **reader, word);
  if (!other) return Fail(other.error());
  auto same = WithdrawAt(nodes_->hub(), **reader, kInTheBacklog);
  if (!same) return Fail(same.error());
  return Delays{*other, *same};
}

}  // namespace

Status CatchupBench(const Setup& setup, Report& report) {
  const uint64_t entries = setup.EntriesOf(1'000'000, 2'000);
  const uint64_t kills = setup.Of(10, 2);
  auto catchup = Catchup::Make(setup, entries);
  if (!catchup) return Fail(catchup.error());
  Nodes& nodes = (*catchup)->nodes();
  auto stream = PlainStreamRate(setup, {entries, kRowBytes});
  if (!stream) return Fail(stream.error());
  auto store = PlainStoreRate(setup.folder + "/plain", {entries, kRowBytes}, kRowsPerBatch);
  if (!store) return Fail(store.error());
  const auto whole = (*catchup)->Catch(nodes.member(0), 0, 0);
  if (!whole) return Fail(whole.error());
  Settle(nodes.member(0));
  const auto killed = (*catchup)->Catch(nodes.member(1), kills, whole->bytes);
  if (!killed) return Fail(killed.error());
  nodes.Stop(nodes.member(1));
  const auto delays = (*catchup)->WithdrawMeanwhile(nodes.member(0), nodes.member(2));
  if (!delays) return Fail(delays.error());

  const auto count = static_cast<double>(entries);
  const double extra = static_cast<double>(killed->bytes) - static_cast<double>(whole->bytes);
  const double per_entry = static_cast<double>(whole->bytes) / count;
  const Params params = {{"entries", std::to_string(entries)}, {"kills", std::to_string(kills)}};
  report.Add("catchup.plain_stream", *stream, "entries/s", params);
  report.Add("catchup.plain_store", *store, "entries/s", params);
  report.AddAgainst("catchup", count / whole->seconds, std::min(*stream, *store), "entries/s",
                    params);
  report.Add("catchup.killed", count / killed->seconds, "entries/s", params);
  report.Add("catchup.peak_memory", std::max(whole->peak_mb, killed->peak_mb), "MB", params);
  report.Add("catchup.bytes_an_entry", per_entry, "bytes", params);
  report.Add("catchup.twice_a_kill", extra / per_entry / static_cast<double>(kills), "entries",
             params);
  report.Add("catchup.withdrawal_meanwhile", delays->other_feed, "s", params);
  report.Add("catchup.withdrawal_in_its_own_backlog", delays->same_feed, "s", params);
  return {};
}

}  // namespace candour::bench
