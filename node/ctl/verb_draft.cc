// candour draft: report, check, list and show.
#include <iostream>
#include <optional>

#include "candour/node/v1/review.pb.h"
#include "node/ctl/learning_text.h"
#include "node/ctl/redaction_view.h"
#include "node/ctl/verbs.h"

namespace candour::ctl {
namespace {

using node::v1::DraftInput;

struct DraftArguments {
  std::vector<std::pair<std::string, std::string>> fields;  // Name and value, as given.
  std::vector<std::string> actions;
  std::vector<std::string> seeds;  // kind=value
  std::string id;
  uint32_t page_size = 50;
  std::string page_token;
};

struct Question {
  const char* field;
  const char* text;
};
constexpr Question kQuestions[] = {
    {"kind", "What kind is it (incident, near-miss, good-practice, solution, ...)?"},
    {"title", "A short title"},
    {"what", "What happened?"},
    {"learning", "What can others learn from it?"},
    {"setting", "Where (kind of place, not its name)?"},
    {"period", "When (2025-04, 2025-Q2 or 2025)?"},
    {"specialty", "Specialty (may stay empty)"},
    {"harm", "Degree of harm (none, low, moderate, severe, fatal; may stay empty)"},
};

std::optional<std::string> AskLine(const std::string& question) {
  std::cerr << question << "\n> " << std::flush;
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  return line;
}

// Asks until the field takes the answer. False at the end of input.
bool AskField(Session& session, const Question& question, learning::v1::Learning& learning) {
  for (;;) {
    auto answer = AskLine(question.text);
    if (!answer) return false;
    if (answer->empty()) return true;
    auto set = SetField(learning, question.field, *answer);
    if (set) return true;
    session.Say(set.error().message);
  }
}

bool AskSeeds(DraftInput& input) {
  auto names = AskLine(
      "Names of people in the text, separated by commas, so that they are surely masked (may stay "
      "empty)");
  if (!names) return false;
  for (size_t begin = 0; begin < names->size();) {
    size_t end = std::min(names->find(',', begin), names->size());
    std::string name = names->substr(begin, end - begin);
    name.erase(0, name.find_first_not_of(' '));
    if (!name.empty()) {
      auto& seed = *input.add_seeds();
      seed.set_kind("other");
      seed.set_value(name);
    }
    begin = end + 1;
  }
  return true;
}

bool Confirmed(const std::string& question) {
  auto answer = AskLine(question + " [y/n]");
  return answer && (*answer == "y" || *answer == "yes");
}

Status FillFrom(const DraftArguments& arguments, DraftInput& input) {
  for (const auto& [name, value] : arguments.fields) {
    if (auto set = SetField(*input.mutable_learning(), name, value); !set) return set;
  }
  for (const auto& action : arguments.actions) {
    if (auto set = SetField(*input.mutable_learning(), "action", action); !set) return set;
  }
  for (const auto& pair : arguments.seeds) {
    size_t equals = pair.find('=');
    auto& seed = *input.add_seeds();
    seed.set_kind(equals == std::string::npos ? "other" : pair.substr(0, equals));
    seed.set_value(equals == std::string::npos ? pair : pair.substr(equals + 1));
  }
  return {};
}

void PrintChecked(Session& session, const DraftInput& input,
                  const node::v1::CheckDraftResponse& checked) {
  session.Say(
      ShowBothSides({input.learning(), checked.masked(), checked.redactions()}, session.Width()));
  for (const auto& field : checked.missing_fields()) {
    session.Say("still missing before approval: " + field);
  }
}

// With no field on the command line and a person at the terminal.
bool Interview(Session& session, DraftInput& input) {
  session.Say("Answer what you can; an empty line skips a question. Ctrl-C stores nothing.");
  for (const auto& question : kQuestions) {
    if (!AskField(session, question, *input.mutable_learning())) return false;
  }
  if (!AskSeeds(input)) return false;
  node::v1::CheckDraftRequest request;
  *request.mutable_draft() = input;
  node::v1::CheckDraftResponse checked;
  if (!session.Call("LearningService/CheckDraft", request, checked)) return false;
  PrintChecked(session, input, checked);
  if (Confirmed("Store this draft? The original is sealed on this node until it is approved."))
    return true;
  session.Say("nothing was stored");
  return false;
}

void Create(Session& session, const DraftArguments& arguments) {
  node::v1::CreateDraftRequest request;
  bool asked = arguments.fields.empty() && arguments.actions.empty();
  if (asked) {
    if (!Interview(session, *request.mutable_draft())) {
      if (session.exit_code() == kDone) session.Exit(kFailed);
      return;
    }
  } else if (auto filled = FillFrom(arguments, *request.mutable_draft()); !filled) {
    return session.Report(filled.error());
  }
  node::v1::CreateDraftResponse answer;
  if (!session.Call("LearningService/CreateDraft", request, answer)) return;
  Table table({"draft", "state", "masked", "flagged", "title"});
  table.Add({answer.draft().id(), StateWord(answer.draft().state()),
             std::to_string(answer.draft().masked()), std::to_string(answer.draft().flagged()),
             answer.draft().title()});
  std::string text = "draft " + answer.draft().id() +
                     " stored: " + std::to_string(answer.draft().masked()) + " masked, " +
                     std::to_string(answer.draft().flagged()) + " flagged for the reviewer\n";
  if (!asked) {
    text += ShowBothSides({request.draft().learning(), answer.masked(), answer.redactions()},
                          session.Width());
  }
  session.Print(answer, table,
                text + "next: a reviewer runs candour review show " +
                    answer.draft().id().substr(0, 8) + "\n");
}

void Check(Session& session, const DraftArguments& arguments) {
  node::v1::CheckDraftRequest request;
  if (auto filled = FillFrom(arguments, *request.mutable_draft()); !filled) {
    return session.Report(filled.error());
  }
  node::v1::CheckDraftResponse answer;
  if (!session.Call("LearningService/CheckDraft", request, answer)) return;
  Table table({"no", "type", "field", "placeholder", "rule"});
  for (const auto& redaction : answer.redactions()) {
    table.Add({std::to_string(redaction.id()), redaction.type(), redaction.field(),
               redaction.placeholder(), redaction.rule()});
  }
  session.Print(answer, table,
                ShowBothSides({request.draft().learning(), answer.masked(), answer.redactions()},
                              session.Width()));
}

void List(Session& session, const DraftArguments& arguments) {
  node::v1::ListDraftsRequest request;
  request.set_page_size(arguments.page_size);
  request.set_page_token(arguments.page_token);
  node::v1::ListDraftsResponse answer;
  if (!session.Call("LearningService/ListDrafts", request, answer)) return;
  Table table({"draft", "state", "day", "author", "masked", "flagged", "title"});
  for (const auto& draft : answer.drafts()) {
    table.Add({draft.id(), StateWord(draft.state()), Day(draft.created_at()), draft.author(),
               std::to_string(draft.masked()), std::to_string(draft.flagged()), draft.title()});
  }
  session.Print(answer, table);
  if (!answer.next_page_token().empty()) {
    session.Say(std::to_string(answer.total()) + " in all; more: --page-token " +
                answer.next_page_token());
  }
}

void AddFieldOptions(CLI::App* verb, const std::shared_ptr<DraftArguments>& arguments) {
  for (const auto& question : kQuestions) {
    std::string field = question.field;
    verb->add_option_function<std::string>(
        "--" + field,
        [arguments, field](const std::string& value) {
          arguments->fields.emplace_back(field, value);
        },
        question.text);
  }
  verb->add_option("--action", arguments->actions, "a safety action (may be repeated)");
  verb->add_option(
      "--seed", arguments->seeds,
      "kind=value of something that must be masked: patient=..., staff=..., relative=");
}

}  // namespace

void AddDraftVerbs(CLI::App& app, Session& session) {
  auto* draft = app.add_subcommand("draft", "report something: masked at once, reviewed later");
  draft->require_subcommand(1);
  auto arguments = std::make_shared<DraftArguments>();
  auto* create = draft->add_subcommand("create", "report; asks when no field is given");
  AddFieldOptions(create, arguments);
  create->callback([&session, arguments] { Create(session, *arguments); });
  auto* check = draft->add_subcommand("check", "what would be masked and why; stores nothing");
  AddFieldOptions(check, arguments);
  check->callback([&session, arguments] { Check(session, *arguments); });
  auto* list = draft->add_subcommand("list", "your drafts (reviewers see all)");
  list->add_option("--page-size", arguments->page_size, "1 to 200");
  list->add_option("--page-token", arguments->page_token, "from the page before");
  list->callback([&session, arguments] { List(session, *arguments); });
}

}  // namespace candour::ctl
