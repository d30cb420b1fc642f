// Questions: counts of one node with many records, and a network of real processes of which some do
// not answer.
#include "candour/node/v1/query.pb.h"
#include "tests/bench/measure.h"
#include "tests/bench/nodes.h"

namespace candour::bench {
namespace {

constexpr int kGlanceMs = 50;  // Where forty nodes need the machine.

node::v1::AskRequest Request(const std::string& month, uint64_t reply_seconds) {
  node::v1::AskRequest request;
  request.set_network(kNetworkName);
  request.set_cube("events");
  request.set_first(month);
  request.set_purpose("improvement");
  request.set_reply_seconds(static_cast<uint32_t>(reply_seconds));
  return request;
}

Result<node::v1::GetAnswerResponse> AnswerOf(ctl::NodeClient& client, const std::string& name) {
  node::v1::GetAnswerRequest request;
  request.set_name(name);
  request.add_keep("none");
  node::v1::GetAnswerResponse answer;
  const Status done = client.Call("QueryService/GetAnswer", request, answer);
  if (!done) return Fail(done.error());
  return answer;
}

struct Asked {
  std::string name;
  double seconds = 0;
  bool replayed = false;
  node::v1::GetAnswerResponse answer;
};

// Looks often where little is expected, and seldom where many nodes need the machine.
Result<Asked> AskAndWait(ctl::NodeClient& analyst, const node::v1::AskRequest& request,
                         int glance_ms) {
  const Stopwatch watch;
  node::v1::AskResponse response;
  const Status done = analyst.Call("QueryService/Ask", request, response);
  if (!done) return Fail(done.error());
  Asked asked{.name = response.question().name(), .replayed = response.replayed(), .answer = {}};
  const auto here = [&] {
    const auto answer = AnswerOf(analyst, asked.name);
    if (answer) asked.answer = *answer;
    return answer && answer->question().state() == node::v1::QUESTION_STATE_ANSWERED;
  };
  const bool answered = Await(60, here, glance_ms);
  asked.seconds = watch.Seconds();
  if (answered) return asked;
  return Fail(ErrorCode::kUnavailable, "NO_ANSWER", "no answer came within a minute");
}

// How many nodes have the answer in their ledger.
size_t InLedgers(const std::vector<ctl::DemoNode*>& running, const std::string& name) {
  size_t count = 0;
  for (const ctl::DemoNode* node : running) {
    auto op = Nodes::As(*node, "op");
    if (!op) continue;
    count += Await(
        30,
        [&] {
          const auto answer = AnswerOf(**op, name);
          return answer && answer->question().state() == node::v1::QUESTION_STATE_ANSWERED;
        },
        kGlanceMs);
  }
  return count;
}

void SayOutcomes(Report& report, const Asked& asked) {
  for (const auto& member : asked.answer.members()) {
    if (member.outcome() != "ANSWERED") {
      report.Say("query: " + member.name() + ": " + member.outcome() + " (" + member.words() + ")");
    }
  }
}

Status StartAll(Nodes& nodes, const std::vector<ctl::DemoNode*>& running) {
  for (ctl::DemoNode* node : running) {
    if (Status done = nodes.Start(*node); !done) return done;
  }
  for (const ctl::DemoNode* node : running) {
    auto op = Nodes::As(*node, "op");
    if (!op) return Fail(op.error());
    if (node != running.front() && !Await(
                                       120, [&] { return Agrees(**op); }, kGlanceMs)) {
      return Fail(ErrorCode::kUnavailable, "NOT_CONNECTED", node->name + " is not connected");
    }
  }
  SettleAll({running.begin(), running.end()});
  return {};
}

struct Round {
  size_t asker = 0;  // Among those that run.
  std::string month;
  uint64_t reply_seconds = 0;
  uint64_t stopped = 0;
};

double CpuOf(const std::vector<ctl::DemoNode*>& running) {
  double seconds = 0;
  for (const ctl::DemoNode* node : running) seconds += CpuSeconds(node->pid);
  return seconds;
}

// One question, once more for nothing, and in every ledger.
Status AskThem(const std::vector<ctl::DemoNode*>& running, const Round& round, Report& report) {
  auto analyst = Nodes::As(*running[round.asker], "nat");
  if (!analyst) return Fail(analyst.error());
  const Params params = {{"nodes", std::to_string(running.size() + round.stopped)},
                         {"stopped", std::to_string(round.stopped)},
                         {"declining", "1"},
                         {"within_s", std::to_string(round.reply_seconds)}};
  const auto request = Request(round.month, round.reply_seconds);
  report.Say("query: asking " + std::to_string(running.size()) + " running nodes");
  const double hub_before = CpuSeconds(running.front()->pid);
  const double before = CpuOf(running);
  auto first = AskAndWait(**analyst, request, kGlanceMs);
  if (!first) return Fail(first.error());
  report.Add("query.network", first->seconds, "s", params);
  report.Add("query.network.cpu", CpuOf(running) - before, "s", params);
  report.Add("query.network.cpu_hub", CpuSeconds(running.front()->pid) - hub_before, "s", params);
  const node::v1::Question& question = first->answer.question();
  report.Add("query.network.answered", question.answered(), "organisations", params);
  report.Add("query.network.silent", question.silent(), "organisations", params);
  report.Add("query.network.declined", question.declined(), "organisations", params);
  SayOutcomes(report, *first);
  auto again = AskAndWait(**analyst, request, kGlanceMs);
  if (!again) return Fail(again.error());
  const bool same = again->replayed && again->name == first->name &&
                    again->answer.SerializeAsString() == first->answer.SerializeAsString();
  if (!same) {
    return Fail(ErrorCode::kConflict, "NOT_REPEATED", "the same question got another answer");
  }
  report.Add("query.network.repeat", again->seconds * 1000, "ms", params);
  const size_t held = InLedgers(running, first->name);
  report.Add("query.network.ledgers", static_cast<double>(held), "nodes",
             {{"running", std::to_string(running.size())}});
  if (held == running.size()) return {};
  return Fail(ErrorCode::kConflict, "LEDGERS_DIFFER", "a member has no answer in its ledger");
}

}  // namespace

// A member with many records asks a network of two, itself and the hub.
Status QueryOneBench(const Setup& setup, Report& report) {
  const uint64_t records = setup.Of(300'000, 3'000);
  auto nodes = Nodes::Make(setup, {.folder = setup.folder + "/one", .members = 1});
  if (!nodes) return Fail(nodes.error());
  ctl::DemoNode& member = (*nodes)->member(0);
  Status done = (*nodes)->FillNode(member, {.directory = {}, .entries = 0, .records = records});
  if (done) done = (*nodes)->Start((*nodes)->hub());
  if (done) done = (*nodes)->Start(member);
  if (!done) return done;
  Settle(member);
  auto analyst = Nodes::As(member, "nat");
  if (!analyst) return Fail(analyst.error());
  std::vector<double> seconds;
  for (const char* month : {"2025-03", "2025-04", "2025-05"}) {  // All records are of May.
    auto asked = AskAndWait(**analyst, Request(month, 60), 2);
    if (!asked) return Fail(asked.error());
    seconds.push_back(asked->seconds);
  }
  report.Add("query.one_node", Median(seconds) * 1000, "ms",
             {{"records", std::to_string(records)}, {"until", "the answer of both is here"}});
  return {};
}

Status QueryManyBench(const Setup& setup, Report& report) {
  const uint64_t members = setup.Of(39, 3);
  const uint64_t down = setup.Of(2, 1);
  auto made = Nodes::Make(setup, {.folder = setup.folder + "/many",
                                  .members = members,
                                  .declining = {members - 1},
                                  .relay = nullptr});
  if (!made) return Fail(made.error());
  Nodes& nodes = **made;
  std::vector<ctl::DemoNode*> running = {&nodes.hub()};
  for (uint64_t i = 0; i < members; ++i) running.push_back(&nodes.member(i));
  if (Status done = StartAll(nodes, running); !done) return done;
  Status done;
  for (const char* month : {"2025-01", "2025-02", "2025-03"}) {
    const Round round{.asker = 1 + down, .month = month, .reply_seconds = 60, .stopped = 0};
    if (done) done = AskThem(running, round, report);
  }
  for (uint64_t i = 0; i < down; ++i) {
    nodes.Stop(nodes.member(i));
  }
  running.erase(running.begin() + 1, running.begin() + 1 + static_cast<long>(down));
  if (done)
    done = AskThem(
        running, {.asker = 1, .month = "2025-05", .reply_seconds = setup.Of(5, 2), .stopped = down},
        report);
  return done;
}

}  // namespace candour::bench
