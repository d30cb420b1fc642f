// candour review: the queue, both sides, every decision, approval.
#include <sstream>

#include "candour/node/v1/review.pb.h"
#include "node/ctl/learning_text.h"
#include "node/ctl/redaction_view.h"
#include "node/ctl/verbs.h"

namespace candour::ctl {
namespace {

struct ReviewArguments {
  std::string id;
  std::vector<uint32_t> numbers;
  std::string words;
  std::string type = "PERSON";
  std::string reason;
  std::string field;
  std::string text;
  std::string etag;
  std::vector<std::string> set;
  std::string questions;
  std::string summary;
  std::vector<std::string> ids;
  bool all = false;
  bool everywhere = false;
  bool remember = false;
  std::string query;
  uint32_t page_size = 50;
  std::string page_token;
};

const char* NeededWord(node::v1::ReviewNeeded needed) {
  switch (needed) {
    case node::v1::REVIEW_NEEDED_ONE_REVIEWER:
      return "one reviewer";
    case node::v1::REVIEW_NEEDED_TWO_REVIEWERS:
      return "two reviewers";
    case node::v1::REVIEW_NEEDED_GUARDIAN:
      return "guardian";
    default:
      return "-";
  }
}

std::string Percent(double share) { return std::to_string(static_cast<int>(share * 100 + 0.5)); }

// "risk 24 of 100: two reviewers", its parts, and what is asked of whoever approves.
std::string RiskText(const node::v1::GetReviewResponse& review) {
  const auto& risk = review.risk();
  std::string text =
      "risk " + Percent(risk.total() / 100) + " of 100: " + NeededWord(risk.needed()) + "  (text " +
      Percent(risk.text()) + ", like records " + Percent(risk.quasi_identifiers()) + ", story " +
      Percent(risk.story()) + ", organisation " + Percent(risk.organisation()) + ")\n";
  for (const auto& sign : risk.story_signs()) text += "  the story shows: " + sign + "\n";
  for (const auto& approval : review.approvals()) {
    text += "  approved by " + Clean(approval.user()) + ", " + Day(approval.at()) + "\n";
  }
  text += ReleaseText(risk.release());
  text += "asked of whoever approves (--questions none, or the names of those answered yes):\n";
  for (const auto& question : review.questions()) {
    text += "  " + question.id() + ": " + question.question() + "\n";
  }
  return text;
}

void PrintReview(Session& session, const google::protobuf::Message& answer,
                 const node::v1::GetReviewResponse& review) {
  Table table({"no", "state", "type", "field", "becomes", "rule"});
  for (const auto& redaction : review.redactions()) {
    table.Add({std::to_string(redaction.id()), std::to_string(redaction.state()), redaction.type(),
               redaction.field(), redaction.placeholder(), redaction.rule()});
  }
  const auto& draft = review.draft();
  std::string text =
      "draft " + draft.id() + " by " + draft.author() + ", " + StateWord(draft.state()) + ", " +
      std::to_string(draft.masked()) + " masked, " + std::to_string(draft.flagged()) +
      " open flag(s)" +
      (draft.quarantined() ? ", QUARANTINED: an identifier is still readable" : "") +
      (review.original_destroyed() ? ", the original was destroyed: it waited too long" : "") +
      "\n\n" +
      ShowBothSides({review.original(), review.masked(), review.redactions()}, session.Width());
  for (const auto& field : review.missing_fields()) {
    text += "missing before approval: " + field + "\n";
  }
  text += RiskText(review);
  session.Print(answer, table, text);
}

void Queue(Session& session, const ReviewArguments& arguments) {
  node::v1::ListQueueRequest request;
  request.set_page_size(arguments.page_size);
  request.set_page_token(arguments.page_token);
  node::v1::ListQueueResponse answer;
  if (!session.Call("ReviewService/ListQueue", request, answer)) return;
  Table table({"draft", "day", "waits", "author", "kind", "masked", "flagged", "risk", "needs",
               "title"});
  for (const auto& draft : answer.drafts()) {
    table.Add({draft.id(), Day(draft.created_at()), std::to_string(draft.age_days()) + " d",
               draft.author(), KindWord(draft.kind()),
               std::to_string(draft.masked()), std::to_string(draft.flagged()),
               Percent(draft.risk() / 100),
               NeededWord(draft.needed()) + std::string(draft.approvals() > 0 ? ", one given" : ""),
               draft.title()});
  }
  session.Print(answer, table);
  if (!answer.next_page_token().empty()) {
    session.Say(std::to_string(answer.total()) + " in all; more: --page-token " +
                answer.next_page_token());
  }
}

void Show(Session& session, const ReviewArguments& arguments) {
  node::v1::GetReviewRequest request;
  request.set_id(arguments.id);
  node::v1::GetReviewResponse answer;
  if (session.Call("ReviewService/GetReview", request, answer)) {
    PrintReview(session, answer, answer);
  }
}

void Decide(Session& session, const node::v1::DecideRedactionRequest& request) {
  node::v1::DecideRedactionResponse answer;
  if (session.Call("ReviewService/DecideRedaction", request, answer)) {
    PrintReview(session, answer, answer.review());
  }
}

node::v1::DecideRedactionRequest Decision(const ReviewArguments& arguments,
                                          node::v1::RedactionState state) {
  node::v1::DecideRedactionRequest request;
  request.set_id(arguments.id);
  request.set_etag(arguments.etag);
  for (uint32_t number : arguments.numbers) {
    auto& decision = *request.add_decisions();
    decision.set_redaction_id(number);
    decision.set_state(state);
    decision.set_reason(arguments.reason);
    decision.set_everywhere(arguments.everywhere);
    decision.set_remember(arguments.remember);
  }
  return request;
}

void Mask(Session& session, const ReviewArguments& arguments) {
  auto request = Decision(arguments, node::v1::REDACTION_STATE_MASKED);
  if (!arguments.words.empty()) {
    auto& mask = *request.add_masks();
    mask.set_field(arguments.field);
    mask.set_words(arguments.words);
    mask.set_type(arguments.type);
  }
  Decide(session, request);
}

void Edit(Session& session, const ReviewArguments& arguments) {
  node::v1::DecideRedactionRequest request;
  request.set_id(arguments.id);
  request.set_etag(arguments.etag);
  auto& edit = *request.add_edits();
  edit.set_field(arguments.field);
  edit.set_text(arguments.text);
  Decide(session, request);
}

void Approve(Session& session, const ReviewArguments& arguments) {
  node::v1::ApproveRequest request;
  request.set_id(arguments.id);
  request.set_etag(arguments.etag);
  if (auto set = SetFields(*request.mutable_complete(), arguments.set); !set) {
    return session.Report(set.error());
  }
  request.set_summary(arguments.summary);
  request.set_questions_answered(!arguments.questions.empty());
  std::istringstream answered(arguments.questions == "none" ? "" : arguments.questions);
  for (std::string id; std::getline(answered, id, ',');) request.add_answered_yes(id);
  node::v1::ApproveResponse answer;
  if (!session.Call("ReviewService/Approve", request, answer)) return;
  Table table({"record", "rules", "risk", "missing"});
  table.Add({answer.record_id(), answer.rules_version(), Percent(answer.risk().total() / 100),
             std::to_string(answer.approvals_missing())});
  if (answer.approvals_missing() > 0) {
    session.Print(answer, table,
                  "risk " + Percent(answer.risk().total() / 100) +
                      " of 100: your approval is kept, and another reviewer has to give theirs\n");
    return;
  }
  session.Print(answer, table,
                "record " + answer.record_id() + " approved by " + session.Node()->user() +
                    "; the original is destroyed\nnext: candour publish " +
                    answer.record_id().substr(0, 8) + " --network NAME\n");
}

void Return(Session& session, const ReviewArguments& arguments) {
  node::v1::ReturnRequest request;
  request.set_id(arguments.id);
  request.set_etag(arguments.etag);
  request.set_message(arguments.text);
  node::v1::ReturnResponse answer;
  if (!session.Call("ReviewService/Return", request, answer)) return;
  Table table({"draft", "state"});
  table.Add({answer.draft().id(), StateWord(answer.draft().state())});
  session.Print(answer, table,
                "draft " + answer.draft().id() + " returned to " + answer.draft().author() + "\n");
}

void Keep(Session& session, const ReviewArguments& arguments) {
  node::v1::KeepRequest request;
  for (const auto& id : arguments.ids) request.add_ids(id);
  request.set_all(arguments.all);
  request.set_query(arguments.query);
  node::v1::KeepResponse answer;
  if (!session.Call("ReviewService/Keep", request, answer)) return;
  Table table({"kept", "left"});
  table.Add({std::to_string(answer.kept()), std::to_string(answer.left())});
  std::string text = std::to_string(answer.kept()) +
                     " kept on this node (searchable here, never leaving; originals destroyed), " +
                     std::to_string(answer.left()) + " left\n";
  for (const auto& reason : answer.left_by_reason()) {
    text += "  left " + std::to_string(reason.count()) + "  " + reason.reason() + "\n";
  }
  session.Print(answer, table, text);
  if (answer.left() > 0) session.Exit(answer.kept() > 0 ? kPartlyDone : kFailed);
}

void AddDecisions(CLI::App* review, Session& session,
                  const std::shared_ptr<ReviewArguments>& arguments) {
  auto named = [&](const char* name, const char* about) {
    auto* verb = review->add_subcommand(name, about);
    verb->add_option("draft", arguments->id, "its id, 8 characters or more")->required();
    verb->add_option("--etag", arguments->etag, "refuse when somebody changed it meanwhile");
    return verb;
  };
  auto* mask = named("mask", "mask what is flagged (by number), or more words");
  mask->add_option("numbers", arguments->numbers, "redaction numbers");
  mask->add_option("--words", arguments->words, "mask these words wherever they stand");
  mask->add_option("--type", arguments->type, "PERSON, LOCATION, ORG ...");
  mask->add_option("--field", arguments->field, "only in this field");
  mask->add_flag("--everywhere", arguments->everywhere,
                 "the same words wherever they stand in this draft");
  mask->add_flag("--remember", arguments->remember,
                 "also put them on this node's word list: masked in every later draft");
  mask->callback([&session, arguments] { Mask(session, *arguments); });
  auto* keep = named("keep", "keep what is no identifier");
  keep->add_option("numbers", arguments->numbers, "redaction numbers")->required();
  keep->add_option("--reason", arguments->reason, "why it identifies nobody")->required();
  keep->add_flag("--remember", arguments->remember,
                 "also put them on this node's word list: no identifier in any later draft");
  keep->callback([&session, arguments] {
    Decide(session, Decision(*arguments, node::v1::REDACTION_STATE_KEPT));
  });
  auto* edit = named("edit", "replace one field's text; it is scanned again");
  edit->add_option("--field", arguments->field, "what_happened, title, learning ...")->required();
  edit->add_option("--text", arguments->text, "the new text")->required();
  edit->callback([&session, arguments] { Edit(session, *arguments); });
  auto* approve = named("approve", "approve; the original is destroyed");
  approve->add_option("--set", arguments->set, "field=value for fields that are still empty");
  approve->add_option("--questions", arguments->questions,
                      "the six questions: none, or the names of those answered yes, as in "
                      "family-detail,colleagues");
  approve->add_option("--summary", arguments->summary,
                      "what others should learn, written from scratch: published in place of the "
                      "narrative");
  approve->callback([&session, arguments] { Approve(session, *arguments); });
  auto* back = named("return", "send it back to its author");
  back->add_option("--message", arguments->text, "what is to be done")->required();
  back->callback([&session, arguments] { Return(session, *arguments); });
}

}  // namespace

void AddReviewVerbs(CLI::App& app, Session& session) {
  auto arguments = std::make_shared<ReviewArguments>();
  auto* review = app.add_subcommand("review", "judge what was masked; never your own drafts");
  review->require_subcommand(1);
  auto* list = review->add_subcommand("list", "drafts that wait for a second person");
  list->add_option("--page-size", arguments->page_size, "1 to 200");
  list->add_option("--page-token", arguments->page_token, "from the page before");
  list->callback([&session, arguments] { Queue(session, *arguments); });
  auto* show = review->add_subcommand("show", "both sides and every redaction");
  show->add_option("draft", arguments->id, "its id, 8 characters or more")->required();
  show->callback([&session, arguments] { Show(session, *arguments); });
  AddDecisions(review, session, arguments);
  AddReviewMoreVerbs(*review, session);
  auto* keep_all = review->add_subcommand(
      "keep-all", "keep drafts on this node only, masked by the machine alone");
  keep_all->add_option("drafts", arguments->ids, "their ids");
  keep_all->add_flag("--all", arguments->all, "every draft without an open flag");
  keep_all->add_option("--query", arguments->query,
                       "every such draft with these words; kind: setting: specialty: as in find");
  keep_all->callback([&session, arguments] { Keep(session, *arguments); });
}

}  // namespace candour::ctl
