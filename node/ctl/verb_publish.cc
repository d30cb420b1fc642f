// candour publish, withdraw, receipts and explain.
#include <cctype>
#include <fstream>

#include "candour/node/v1/review.pb.h"
#include "node/ctl/learning_text.h"
#include "node/ctl/verbs.h"
#include "node/ctl/wait_for.h"

namespace candour::ctl {
namespace {

struct PublishArguments {
  std::string name;
  std::vector<std::string> networks;
  std::string network;
  std::string reason;
  std::string organisation;
  std::string out;
  bool dry_run = false;
  double wait = 0;
};

std::string SafeFileName(const std::string& name) {
  std::string out;
  for (const char c : name) out += std::isalnum(static_cast<unsigned char>(c)) ? c : '-';
  return out;
}

template <class List>
std::string AudienceText(const List& audience) {
  std::string readers, others;
  for (const auto& row : audience) {
    std::string line = "  " + Clean(row.organisation()) + " (" + Clean(row.network()) +
                       "): " + Clean(row.reason());
    (row.allowed() ? readers : others) += line + " [" + Clean(row.rule()) + "]\n";
  }
  return "will be able to read it:\n" + (readers.empty() ? "  nobody\n" : readers) +
         (others.empty() ? "" : "will not:\n" + others);
}

template <class List>
Table AudienceTable(const List& audience) {
  Table table({"organisation", "network", "reads", "rule", "reason"});
  for (const auto& row : audience) {
    table.Add({row.organisation(), row.network(), row.allowed() ? "yes" : "no", row.rule(),
               row.reason()});
  }
  return table;
}

std::string PlacementLine(const node::v1::Placement& placement) {
  std::string line = "  " + Clean(ShortName(placement.name())) + "  " +
                     Clean(placement.organisation()) + ", " + Clean(placement.network());
  if (placement.has_withdrawn()) {
    return line + ", withdrawn on " + Day(placement.withdrawn().day()) + ", " +
           Clean(placement.withdrawn().reason());
  }
  if (placement.state() != node::v1::REPORT_STATE_PUBLISHED) {
    return line + ", waits for its signature (candour status says why)";
  }
  return line + ", " + Day(placement.day()) + ", entry " + std::to_string(placement.index()) +
         (placement.verified() ? ", verified" : ", NOT VERIFIED") + ", seen by " +
         std::to_string(placement.seen_by());
}

template <class List>
std::string PlacementText(const List& placements) {
  std::string text;
  for (const auto& placement : placements) text += PlacementLine(placement) + "\n";
  return text;
}

void Publish(Session& session, const PublishArguments& arguments) {
  node::v1::PublishRequest request;
  request.set_record_id(arguments.name);
  for (const auto& network : arguments.networks) request.add_networks(network);
  request.set_validate_only(arguments.dry_run);
  node::v1::PublishResponse answer;
  if (!session.Call("ReviewService/Publish", request, answer)) return;
  std::string text = AudienceText(answer.audience()) + ReleaseText(answer.release());
  text += arguments.dry_run ? "nothing was published (--dry-run)\n"
                            : "published:\n" + PlacementText(answer.placements());
  session.Print(answer, AudienceTable(answer.audience()), text);
}

void Withdraw(Session& session, const PublishArguments& arguments) {
  node::v1::WithdrawRequest request;
  request.set_name(arguments.name);
  request.set_reason(arguments.reason);
  request.set_network(arguments.network);
  node::v1::WithdrawResponse answer;
  if (!session.Call("ReviewService/Withdraw", request, answer)) return;
  Table table({"name", "network", "withdrawn"});
  for (const auto& placement : answer.placements()) {
    table.Add({placement.name(), placement.network(), Day(placement.withdrawn().day())});
  }
  session.Print(answer, table,
                "withdrawn:\n" + PlacementText(answer.placements()) +
                    "copies that people saved or printed are out of reach\n"
                    "next: candour receipts " +
                    arguments.name + " shows who has confirmed\n");
}

Status WriteReceipts(const node::v1::GetWithdrawalResponse& answer, const std::string& path) {
  for (const auto& receipt : answer.receipts()) {
    // One file a network; a second one is told apart by its name.
    const std::string file =
        answer.receipts_size() == 1 ? path : path + "." + SafeFileName(receipt.network());
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << receipt.text() << std::flush;
    if (!out) return Fail(ErrorCode::kInvalid, "FILE_UNWRITABLE", file + " cannot be written");
  }
  return {};
}

void Receipts(Session& session, const PublishArguments& arguments) {
  node::v1::GetWithdrawalRequest request;
  request.set_name(arguments.name);
  node::v1::GetWithdrawalResponse answer;
  bool reached = false;
  bool complete = WaitFor(arguments.wait, [&] {
    answer.Clear();
    reached = session.Call("ReviewService/GetWithdrawal", request, answer);
    return !reached || answer.complete();
  });
  if (!reached) return;
  // Only now: while nobody has confirmed there is no receipt.
  request.set_with_receipts(!arguments.out.empty());
  if (request.with_receipts()) {
    answer.Clear();
    if (!session.Call("ReviewService/GetWithdrawal", request, answer)) return;
  }
  Table table({"organisation", "network", "confirmed", "last heard"});
  for (const auto& row : answer.confirmations()) {
    table.Add(
        {row.organisation(), row.network(), Moment(row.confirmed_at()), Moment(row.last_heard())});
  }
  if (!arguments.out.empty()) {
    if (Status written = WriteReceipts(answer, arguments.out); !written) {
      return session.Report(written.error());
    }
    session.Say("receipt written to " + arguments.out +
                "; anybody can check it with: candour verify receipt " + arguments.out);
  }
  session.Print(answer, table, ReceiptText(answer));
  if (!complete && arguments.wait > 0) session.Exit(kPartlyDone);
}

void Explain(Session& session, const PublishArguments& arguments) {
  node::v1::ExplainVisibilityRequest request;
  request.set_name(arguments.name);
  request.set_organisation(arguments.organisation);
  for (const auto& network : arguments.networks) request.add_networks(network);
  node::v1::ExplainVisibilityResponse answer;
  if (!session.Call("ReviewService/ExplainVisibility", request, answer)) return;
  session.Print(answer, AudienceTable(answer.audience()), AudienceText(answer.audience()));
}

}  // namespace

void AddPublishVerbs(CLI::App& app, Session& session) {
  auto arguments = std::make_shared<PublishArguments>();
  auto named = [&](CLI::App* parent, const char* name, const char* about) {
    auto* verb = parent->add_subcommand(name, about);
    verb->add_option("name", arguments->name, "a record's id or NETWORK/MEMBER/ITEM")->required();
    return verb;
  };
  auto* publish = named(&app, "publish", "publish an approved record in networks");
  publish->add_option("--network", arguments->networks, "a network (may be repeated)")->required();
  publish->add_flag("--dry-run", arguments->dry_run, "only show who would be able to read it");
  publish->callback([&session, arguments] { Publish(session, *arguments); });
  auto* withdraw = named(&app, "withdraw", "withdraw what this node published, everywhere");
  withdraw
      ->add_option("--reason", arguments->reason,
                   "privacy, unsafe, duplicate, replaced, subject or mistake")
      ->required();
  withdraw->add_option("--network", arguments->network, "only there; the record is kept");
  withdraw->callback([&session, arguments] { Withdraw(session, *arguments); });
  auto* receipts = named(&app, "receipts", "who has confirmed a withdrawal, silent ones first");
  receipts->add_option("--wait", arguments->wait, "wait so many seconds until all have");
  receipts->add_option("--out", arguments->out,
                       "write a receipt that verifies offline to this file");
  receipts->callback([&session, arguments] { Receipts(session, *arguments); });
  auto* explain = app.add_subcommand("explain", "why somebody can or cannot see something");
  explain->require_subcommand(1);
  auto* visibility = named(explain, "visibility", "who may read it, by the enforcing code itself");
  visibility->add_option("--organisation", arguments->organisation, "only this one");
  visibility->add_option("--network", arguments->networks, "as if published there");
  visibility->callback([&session, arguments] { Explain(session, *arguments); });
}

}  // namespace candour::ctl
