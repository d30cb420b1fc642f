// How fast a node is there, and how much memory it takes: fresh, and with many records and peers.
#include "candour/node/v1/node.pb.h"
#include "tests/bench/measure.h"
#include "tests/bench/nodes.h"

namespace candour::bench {
namespace {

Result<double> StartMs(Nodes& nodes, ctl::DemoNode& node) {
  const Stopwatch watch;
  Status up = nodes.Start(node);
  if (!up) return Fail(up.error());
  return watch.Seconds() * 1000;
}

Result<double> StatusMs(const ctl::DemoNode& node) {
  auto op = Nodes::As(node, "op");
  if (!op) return Fail(op.error());
  const Stopwatch watch;
  node::v1::GetStatusResponse status;
  Status done = (*op)->Call("NodeService/GetStatus", node::v1::GetStatusRequest(), status);
  if (!done) return Fail(done.error());
  return watch.Seconds() * 1000;
}

}  // namespace

Status StartBench(const Setup& setup, Report& report) {
  const uint64_t records = setup.Of(100'000, 300);
  const uint64_t peers = setup.Of(10, 2);
  auto nodes = Nodes::Make(setup, {.folder = setup.folder + "/nodes", .members = peers});
  if (!nodes) return Fail(nodes.error());
  ctl::DemoNode& hub = (*nodes)->hub();
  auto fresh_ms = StartMs(**nodes, (*nodes)->member(0));
  if (!fresh_ms) return Fail(fresh_ms.error());
  Settle((*nodes)->member(0));
  report.Add("start.fresh", *fresh_ms, "ms");
  report.Add("memory.fresh", ResidentMb((*nodes)->member(0).pid), "MB");
  (*nodes)->Stop((*nodes)->member(0));

  const Params params = {{"records", std::to_string(records)}, {"peers", std::to_string(peers)}};
  Status done = (*nodes)->FillNode(hub, {.directory = {}, .entries = 1000, .records = records});
  if (done) done = (*nodes)->Start(hub);  // Builds its index.
  if (!done) return done;
  Settle(hub);
  (*nodes)->Stop(hub);
  std::vector<double> starts;
  for (int i = 0; i < 3; ++i) {
    (*nodes)->Stop(hub);
    auto ms = StartMs(**nodes, hub);
    if (!ms) return Fail(ms.error());
    starts.push_back(*ms);
  }
  report.Add("start.records", Median(starts), "ms", params);
  for (uint64_t i = 0; i < peers; ++i) {
    if (Status up = (*nodes)->Start((*nodes)->member(i)); !up) return up;
  }
  Settle(hub);
  auto status_ms = StatusMs(hub);
  if (!status_ms) return Fail(status_ms.error());
  report.Add("start.status_call", *status_ms, "ms", params);
  report.Add("memory.records_and_peers", ResidentMb(hub.pid), "MB", params);
  report.Add("memory.records_and_peers_peak", PeakResidentMb(hub.pid), "MB", params);
  return {};
}

}  // namespace candour::bench
