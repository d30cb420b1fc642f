// From Publish at one member to search results at another, through a hub.
#include "tests/bench/measure.h"
#include "tests/bench/steps.h"

namespace candour::bench {
namespace {

std::string WordOf(uint64_t i) { return "benchword" + std::to_string(i); }

}  // namespace

Status PublishBench(const Setup& setup, Report& report) {
  const uint64_t count = setup.Of(100, 3);
  auto nodes = Nodes::Make(setup, {.folder = setup.folder + "/nodes", .members = 2});
  if (!nodes) return Fail(nodes.error());
  for (ctl::DemoNode* node : {&(*nodes)->hub(), &(*nodes)->member(0), &(*nodes)->member(1)}) {
    if (Status up = (*nodes)->Start(*node); !up) return up;
  }
  std::vector<std::string> records;
  for (uint64_t i = 0; i < count; ++i) {
    auto record = ApprovedRecord((*nodes)->member(0), WordOf(i));
    if (!record) return Fail(record.error());
    records.push_back(*record);
  }
  auto reviewer = Nodes::As((*nodes)->member(0), "ravi");
  if (!reviewer) return Fail(reviewer.error());
  auto reader = Nodes::As((*nodes)->member(1), "op");
  if (!reader) return Fail(reader.error());
  std::vector<double> acknowledged, visible;
  for (uint64_t i = 0; i < count; ++i) {
    const Stopwatch watch;
    if (Status done = Publish(**reviewer, records[i]); !done) return done;
    acknowledged.push_back(watch.Seconds() * 1000);
    if (!Await(30, [&] { return Finds(**reader, WordOf(i)); })) {
      return Fail(ErrorCode::kUnavailable, "NOT_VISIBLE", "what was published does not arrive");
    }
    visible.push_back(watch.Seconds() * 1000);
  }
  const Params params = {{"publications", std::to_string(count)}, {"window_ms", "250"}};
  report.Add("publish.acknowledged_p50", Median(acknowledged), "ms", params);
  report.Add("publish.visible_p50", Median(visible), "ms", params);
  report.Add("publish.visible_p99", Percentile(visible, 0.99), "ms", params);
  return {};
}

}  // namespace candour::bench
