// candour search and show.
#include <fcntl.h>
#include <unistd.h>

#include "node/ctl/learning_text.h"
#include "node/ctl/proof_file.h"
#include "node/ctl/verbs.h"
#include "node/ctl/wait_for.h"

namespace candour::ctl {
namespace {

struct FindArguments {
  std::vector<std::string> words;
  std::string scope = "all";
  uint32_t page_size = 20;
  std::string page_token;
  std::string name;
  std::string proof;
  bool receipts = false;
  double wait = 0;
};

std::string Join(const google::protobuf::RepeatedPtrField<std::string>& parts) {
  std::string joined;
  for (const auto& part : parts) joined += (joined.empty() ? "" : ", ") + part;
  return joined;
}

std::string HitText(const node::v1::LearningHit& hit) {
  std::string text = Clean(hit.title().empty() ? "(no title)" : hit.title()) + "\n    " +
                     Clean(ShortName(hit.name())) + "  " + KindWord(hit.kind());
  if (hit.local() && hit.networks().empty()) {
    return text + ", " + Clean(hit.organisation()) + ", on this node only\n";
  }
  text +=
      ", " + Clean(hit.organisation()) + ", " + Clean(Join(hit.networks())) + ", " + Day(hit.day());
  if (hit.has_withdrawn()) {
    return text + ", withdrawn on " + Day(hit.withdrawn().day()) + ", " +
           Clean(hit.withdrawn().reason()) + "\n";
  }
  return text + (hit.verified() ? ", verified\n" : ", NOT VERIFIED\n");
}

void Search(Session& session, const FindArguments& arguments) {
  node::v1::SearchLearningRequest request;
  for (const auto& word : arguments.words) {
    request.set_query(request.query() + (request.query().empty() ? "" : " ") + word);
  }
  request.set_page_size(arguments.page_size);
  request.set_page_token(arguments.page_token);
  if (arguments.scope == "shared") request.set_scope(node::v1::SEARCH_SCOPE_SHARED);
  if (arguments.scope == "local") request.set_scope(node::v1::SEARCH_SCOPE_LOCAL);
  node::v1::SearchLearningResponse answer;
  bool reached = false;
  WaitFor(arguments.wait, [&] {
    answer.Clear();
    reached = session.Call("LearningService/SearchLearning", request, answer);
    return !reached || answer.hits_size() > 0;
  });
  if (!reached) return;
  Table table(
      {"name", "title", "kind", "organisation", "networks", "day", "verified", "withdrawn"});
  std::string text;
  for (const auto& hit : answer.hits()) {
    table.Add({ShortName(hit.name()), hit.title(), KindWord(hit.kind()), hit.organisation(),
               Join(hit.networks()), Day(hit.day()), hit.verified() ? "verified" : "no",
               hit.has_withdrawn() ? Day(hit.withdrawn().day()) : ""});
    text += HitText(hit);
  }
  session.Print(answer, table, text.empty() ? "nothing found\n" : text);
  if (answer.hits_size() == 0) session.Exit(kNotFound);
  if (!answer.next_page_token().empty()) {
    session.Say("more: --page-token " + answer.next_page_token());
  }
}

Status WriteNew(const std::string& path, const std::string& text) {
  int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  bool whole =
      fd >= 0 && ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (fd >= 0) whole = ::close(fd) == 0 && whole;
  if (whole) return {};
  return Fail(ErrorCode::kInvalid, "FILE_UNWRITABLE", path + " cannot be written");
}

std::string LearningText(const node::v1::GetLearningResponse& answer, size_t width) {
  std::string text = Clean(ShortName(answer.name())) + "  " + Clean(answer.organisation()) + ", " +
                     StateWord(answer.state()) + "\n";
  for (const auto& [name, value] : FieldLines(answer.learning())) {
    std::string label = name + ": ";
    for (const auto& line : Wrap(CleanLines(value), width - 24)) {
      text += Fit(label, 22) + "  " + line + "\n";
      label.clear();
    }
  }
  for (const auto& placement : answer.placements()) {
    text += "in " + Clean(placement.network()) + " as " + Clean(ShortName(placement.name()));
    if (placement.has_withdrawn()) {
      text += ": withdrawn on " + Day(placement.withdrawn().day()) + ", " +
              Clean(placement.withdrawn().reason()) + "\n";
    } else {
      text += ": " + Clean(placement.organisation()) + ", " + Day(placement.day()) +
              (placement.verified() ? ", verified" : ", NOT VERIFIED") + ", entry " +
              std::to_string(placement.index()) + " of " + std::to_string(placement.size()) +
              ", seen by " + std::to_string(placement.seen_by()) + "\n";
    }
  }
  return text;
}

void Proof(Session& session, const FindArguments& arguments) {
  node::v1::GetProofRequest request;
  request.set_name(arguments.name);
  node::v1::GetProofResponse proof;
  if (!session.Call("LearningService/GetProof", request, proof)) return;
  // Never hand out a proof that does not check.
  auto checked = CheckProof(proof);
  if (!checked) return session.Report(checked.error());
  if (auto ok = WriteNew(arguments.proof, FormatProofFile(proof)); !ok) {
    return session.Report(ok.error());
  }
  session.Say("proof written to " + arguments.proof +
              "; anybody can check it with: candour verify proof " + arguments.proof);
}

void ShowReceipts(Session& session, const FindArguments& arguments) {
  node::v1::GetWithdrawalRequest request;
  request.set_name(arguments.name);
  node::v1::GetWithdrawalResponse answer;
  if (!session.Call("ReviewService/GetWithdrawal", request, answer)) return;
  session.PrintText(ReceiptText(answer));
}

void Show(Session& session, const FindArguments& arguments) {
  node::v1::GetLearningRequest request;
  request.set_name(arguments.name);
  node::v1::GetLearningResponse answer;
  if (!session.Call("LearningService/GetLearning", request, answer)) return;
  Table table({"name", "title", "organisation", "network", "day", "verified", "withdrawn"});
  for (const auto& placement : answer.placements()) {
    table.Add({placement.name(), answer.learning().title(), placement.organisation(),
               placement.network(), Day(placement.day()), placement.verified() ? "verified" : "no",
               placement.has_withdrawn() ? Day(placement.withdrawn().day()) : ""});
  }
  session.Print(answer, table, LearningText(answer, session.Width()));
  if (!arguments.proof.empty()) Proof(session, arguments);
  if (arguments.receipts) ShowReceipts(session, arguments);
}

}  // namespace

void AddFindVerbs(CLI::App& app, Session& session) {
  auto arguments = std::make_shared<FindArguments>();
  auto* search = app.add_subcommand(
      "search", "find learning: words, \"phrases\", prefix*, a OR b, kind:, setting:, network:");
  search->add_option("words", arguments->words, "what to look for")->required();
  search->add_option("--scope", arguments->scope, "all, shared or local")
      ->check(CLI::IsMember({"all", "shared", "local"}));
  search->add_option("--page-size", arguments->page_size, "1 to 100");
  search->add_option("--page-token", arguments->page_token, "from the page before");
  search->add_option("--wait", arguments->wait, "wait so many seconds for a first hit");
  search->callback([&session, arguments] { Search(session, *arguments); });
  auto* show = app.add_subcommand("show", "read one piece of learning");
  show->add_option("name", arguments->name, "NETWORK/MEMBER/ITEM or a record's id")->required();
  show->add_option("--proof", arguments->proof, "write a proof that verifies offline to this file");
  show->add_flag("--receipts", arguments->receipts,
                 "who has confirmed its withdrawal, and who is silent since when");
  show->callback([&session, arguments] { Show(session, *arguments); });
}

}  // namespace candour::ctl
