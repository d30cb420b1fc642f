// candour query: what can be asked, asking, reading answers, the ledger and the budget.
#include <algorithm>
#include <chrono>

#include "candour/node/v1/query.pb.h"
#include "node/ctl/answer_text.h"
#include "node/ctl/verbs.h"
#include "node/ctl/wait_for.h"

namespace candour::ctl {
namespace {

struct QueryArguments {
  std::string name;
  std::string network;
  std::string cube;
  std::string period;
  std::string purpose = "improvement";
  uint32_t epsilon = 1000;
  uint32_t tier = 0;
  uint32_t within = 0;
  std::vector<std::string> aggregators;
  std::vector<std::string> by;
  bool together = false;
  bool again = false;
  bool plan_only = false;
  bool no_wait = false;
  bool chart = false;
  uint32_t page_size = 50;
  std::string page_token;
};

void Cubes(Session& session) {
  node::v1::ListCubesResponse answer;
  if (!session.Call("QueryService/ListCubes", node::v1::ListCubesRequest(), answer)) return;
  Table table({"cube", "version", "period", "at most", "dimensions", "cells", "counts"});
  for (const auto& cube : answer.cubes()) {
    std::string dimensions;
    for (const auto& dimension : cube.dimensions()) {
      dimensions += (dimensions.empty() ? "" : " x ") + dimension.name();
    }
    table.Add({cube.name(), std::to_string(cube.version()), cube.period(),
               std::to_string(cube.periods_max()), dimensions,
               std::to_string(cube.cells_per_period()), cube.counts()});
  }
  session.Print(answer, table);
}

void Show(Session& session, const QueryArguments& arguments, const std::string& name) {
  node::v1::GetAnswerRequest request;
  request.set_name(name);
  for (const auto& dimension : arguments.by) request.add_keep(dimension);
  request.set_periods_together(arguments.together);
  node::v1::GetAnswerResponse answer;
  if (!session.Call("QueryService/GetAnswer", request, answer)) return;
  session.Print(
      answer, AnswerTable(answer),
      arguments.chart ? AnswerChart(answer, session.Width()) : AnswerText(answer, session.Width()));
  if (answer.question().state() != node::v1::QUESTION_STATE_ANSWERED ||
      answer.question().declined() + answer.question().silent() > 0) {
    session.Exit(kPartlyDone);
  }
}

// Until the answer is here, or a little after the last report may have come.
bool Wait(Session& session, const node::v1::Question& question) {
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  constexpr double kAfterwards = 15;
  const double patience = static_cast<double>(std::max<int64_t>(question.expires_at() - now, 0));
  bool reachable = true;
  const bool answered = WaitFor(patience + kAfterwards, [&] {
    node::v1::GetAnswerRequest request;
    request.set_name(question.name());
    node::v1::GetAnswerResponse answer;
    reachable = session.Call("QueryService/GetAnswer", request, answer);
    return !reachable || answer.question().state() == node::v1::QUESTION_STATE_ANSWERED;
  });
  if (reachable && !answered) {
    session.Say("no answer has come yet; candour query show " + question.name().substr(0, 8) +
                " shows it once it is here");
  }
  return reachable;
}

// "A..B", or one period.
template <class Request>
void SetPeriods(const std::string& period, Request& request) {
  const size_t dots = period.find("..");
  request.set_first(period.substr(0, dots));
  if (dots != std::string::npos) request.set_last(period.substr(dots + 2));
}

void Ask(Session& session, const QueryArguments& arguments) {
  node::v1::AskRequest request;
  request.set_network(arguments.network);
  request.set_cube(arguments.cube);
  SetPeriods(arguments.period, request);
  request.set_purpose(arguments.purpose);
  request.set_epsilon_thousandths(arguments.epsilon);
  request.set_tier(arguments.tier);
  request.set_reply_seconds(arguments.within);
  for (const auto& name : arguments.aggregators) request.add_aggregators(name);
  request.set_again(arguments.again);
  request.set_validate_only(arguments.plan_only);
  node::v1::AskResponse answer;
  if (!session.Call("QueryService/Ask", request, answer)) return;
  const auto& question = answer.question();
  if (arguments.plan_only || arguments.no_wait) {
    Table table(LedgerColumns());
    table.Add(LedgerRow(question));
    return session.Print(answer, table);
  }
  session.Say(answer.replayed()
                  ? "asked before on " + Day(question.received_at()) + ": shown again, free"
                  : "asked as " + question.name().substr(0, 8) + "; members have until " +
                        Moment(question.expires_at()) + " to report");
  if (Wait(session, question)) Show(session, arguments, question.name());
}

void Published(Session& session, const QueryArguments& arguments) {
  node::v1::CountPublishedRequest request;
  request.set_network(arguments.network);
  request.set_cube(arguments.cube);
  SetPeriods(arguments.period, request);
  for (const auto& dimension : arguments.by) request.add_keep(dimension);
  request.set_periods_together(arguments.together);
  node::v1::CountPublishedResponse answer;
  if (!session.Call("QueryService/CountPublished", request, answer)) return;
  session.Print(answer, PublishedTable(answer),
                arguments.chart ? PublishedChart(answer, session.Width())
                                : PublishedText(answer, session.Width()));
}

void Ledger(Session& session, const QueryArguments& arguments) {
  node::v1::ListLedgerRequest request;
  request.set_network(arguments.network);
  request.set_page_size(arguments.page_size);
  request.set_page_token(arguments.page_token);
  node::v1::ListLedgerResponse answer;
  if (!session.Call("QueryService/ListLedger", request, answer)) return;
  Table table(LedgerColumns());
  for (const auto& question : answer.questions()) table.Add(LedgerRow(question));
  session.Print(answer, table);
  if (!answer.next_page_token().empty()) {
    session.Say("more: --page-token " + answer.next_page_token());
  }
}

void Budget(Session& session) {
  node::v1::GetBudgetResponse answer;
  if (!session.Call("QueryService/GetBudget", node::v1::GetBudgetRequest(), answer)) return;
  Table table({"quarter", "spent", "of", "network", "left there"});
  for (const auto& quarter : answer.quarters()) {
    for (const auto& share : quarter.networks()) {
      table.Add({quarter.quarter(), Thousandths(quarter.spent()), Thousandths(answer.per_quarter()),
                 share.network(), Thousandths(share.left())});
    }
  }
  session.Print(answer, table,
                table.empty() ? "nothing of this node was asked about; each quarter has " +
                                    Thousandths(answer.per_quarter()) + "\n"
                              : "");
}

void Decide(Session& session, const std::string& name, node::v1::QuestionDecision decision) {
  node::v1::DecideQuestionRequest request;
  request.set_name(name);
  request.set_decision(decision);
  node::v1::DecideQuestionResponse answer;
  if (!session.Call("QueryService/DecideQuestion", request, answer)) return;
  Table table(LedgerColumns());
  table.Add(LedgerRow(answer.question()));
  session.Print(answer, table);
}

void AddShowOptions(CLI::App* verb, const std::shared_ptr<QueryArguments>& arguments) {
  verb->add_option("--by", arguments->by, "keep these dimensions, sum over the others")
      ->delimiter(',');
  verb->add_flag("--together", arguments->together, "sum over the periods too");
  verb->add_flag("--chart", arguments->chart, "bars in the terminal");
}

void AddAsk(CLI::App* query, Session& session, const std::shared_ptr<QueryArguments>& arguments) {
  auto* ask = query->add_subcommand(
      "ask", "ask a network; the same question again shows the same answer, free");
  ask->add_option("cube", arguments->cube, "candour query cubes lists them")->required();
  ask->add_option("--network", arguments->network, "its name")->required();
  ask->add_option("--period", arguments->period, "2025-04, 2025-Q2, or A..B")->required();
  ask->add_option("--purpose", arguments->purpose,
                  "safety-monitoring, improvement, investigation or planning");
  ask->add_option("--epsilon", arguments->epsilon, "thousandths: more is nearer, and costs more");
  ask->add_option("--tier", arguments->tier, "0: members add the noise; 1: two aggregators do");
  ask->add_option("--aggregator", arguments->aggregators, "tier 1: two members with role a");
  ask->add_option("--within", arguments->within, "seconds until reports are added up (a day)");
  ask->add_flag("--again", arguments->again, "a new question where the same was asked: it costs");
  ask->add_flag("--plan-only", arguments->plan_only, "show the plan, publish nothing");
  ask->add_flag("--no-wait", arguments->no_wait, "do not wait for the answer");
  AddShowOptions(ask, arguments);
  ask->callback([&session, arguments] { Ask(session, *arguments); });
}

}  // namespace

void AddQueryVerbs(CLI::App& app, Session& session) {
  auto arguments = std::make_shared<QueryArguments>();
  auto* query = app.add_subcommand("query", "counts across nodes that give nobody away");
  query->require_subcommand(1);
  query->add_subcommand("cubes", "the questions there are")->callback([&session] {
    Cubes(session);
  });
  AddAsk(query, session, arguments);
  auto* show = query->add_subcommand("show", "a question and its answer");
  show->add_option("question", arguments->name, "its name, 8 characters or more")->required();
  AddShowOptions(show, arguments);
  show->callback([&session, arguments] { Show(session, *arguments, arguments->name); });
  auto* ledger = query->add_subcommand("ledger", "who asked what, why, when, and what it cost");
  ledger->add_option("--network", arguments->network, "only of this one");
  ledger->add_option("--page-size", arguments->page_size, "1 to 200");
  ledger->add_option("--page-token", arguments->page_token, "from the page before");
  ledger->callback([&session, arguments] { Ledger(session, *arguments); });
  auto* published =
      query->add_subcommand("published", "exact, live counts of published learning held here");
  published->add_option("cube", arguments->cube, "default: published");
  published->add_option("--network", arguments->network, "only of this one");
  published->add_option("--period", arguments->period, "2025-04, 2025-Q2, or A..B (the last 12)");
  AddShowOptions(published, arguments);
  published->callback([&session, arguments] { Published(session, *arguments); });
  query->add_subcommand("budget", "what this node has disclosed of each quarter")
      ->callback([&session] { Budget(session); });
  using enum node::v1::QuestionDecision;
  for (const auto& [name, about, decision] :
       {std::tuple{"approve", "answer a question that waits for the owner",
                   QUESTION_DECISION_APPROVED},
        std::tuple{"decline", "decline it", QUESTION_DECISION_DECLINED}}) {
    auto* verb = query->add_subcommand(name, about);
    verb->add_option("question", arguments->name, "its name, 8 characters or more")->required();
    verb->callback(
        [&session, arguments, decision = decision] { Decide(session, arguments->name, decision); });
  }
}

}  // namespace candour::ctl
