// candour network propose, sign, proposals, settle, log, roles, remove, rotate, takedown.
#include "candour/node/v1/network.pb.h"
#include "node/ctl/verbs.h"

namespace candour::ctl {
namespace {

struct GovernArguments {
  std::string network;
  std::string member;
  std::string roles;
  std::string parameter;
  std::string hub;
  std::string vkey;
  std::string keys;
  std::string leaving;
  std::string item;
  std::string reason;
  std::string proposal;
  std::string text;
  uint32_t days = 0;
  uint32_t threshold = 0;
  uint64_t cut = 0;
  uint32_t limit = 0;
  int64_t governor = -1;
  bool nothing = false;
  bool keep_withdrawals = false;
  bool dry_run = false;
  bool instead = false;
  bool lift = false;
};

std::string Joined(const google::protobuf::RepeatedPtrField<std::string>& words,
                   const std::string& between) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : between) + Clean(word);
  return out;
}

std::string ChangesText(const google::protobuf::RepeatedPtrField<std::string>& changes) {
  std::string out;
  for (const std::string& line : changes) out += "  " + Clean(line) + "\n";
  return out;
}

std::string Outcome(const node::v1::Proposal& proposal, uint64_t in_force) {
  const std::string version = "version " + std::to_string(proposal.version()) + " of " +
                              Clean(proposal.network());
  if (in_force != 0) return version + " is in force\n" + ChangesText(proposal.changes());
  return version + " is proposed under " + proposal.id() + ", signed by " +
         std::to_string(proposal.signed_by_size()) + " of " + std::to_string(proposal.needed()) +
         " governors\n" + ChangesText(proposal.changes()) +
         "the others see it in candour network proposals and run: candour network sign \"" +
         Clean(proposal.network()) + "\" " + proposal.id() + "\n";
}

Table ProposalTable() {
  return Table({"id", "network", "version", "signed by", "needed", "signed here", "changes"});
}

void AddTo(Table& table, const node::v1::Proposal& row) {
  table.Add({row.id(), row.network(), std::to_string(row.version()),
             Joined(row.signed_by(), " "), std::to_string(row.needed()),
             row.signed_here() ? "yes" : "no", Joined(row.changes(), "; ")});
}

bool Send(Session& session, const GovernArguments& arguments,
          const std::vector<node::v1::ManifestChange>& changes) {
  node::v1::ProposeManifestRequest request;
  request.set_network(arguments.network);
  request.set_validate_only(arguments.dry_run);
  request.set_instead(arguments.instead);
  for (const auto& change : changes) *request.add_changes() = change;
  node::v1::ProposeManifestResponse answer;
  if (!session.Call("NetworkService/ProposeManifest", request, answer)) return false;
  Table table = ProposalTable();
  AddTo(table, answer.proposal());
  session.Print(answer, table,
                arguments.dry_run
                    ? "nothing was signed; this would change\n" +
                          ChangesText(answer.proposal().changes())
                    : Outcome(answer.proposal(), answer.manifest_version()));
  return true;
}

// "name=value"; empty value when there is no '='.
std::pair<std::string, std::string> Split(const std::string& text) {
  const size_t at = text.find('=');
  if (at == std::string::npos) return {text, ""};
  return {text.substr(0, at), text.substr(at + 1)};
}

void Propose(Session& session, const GovernArguments& arguments) {
  std::vector<node::v1::ManifestChange> changes;
  if (arguments.days != 0) changes.emplace_back().set_renew_days(arguments.days);
  if (!arguments.vkey.empty()) {
    auto& governor = *changes.emplace_back().mutable_add_governor();
    governor.set_vkey(arguments.vkey);
    governor.set_member(arguments.member);
  }
  if (arguments.governor >= 0) {
    changes.emplace_back().set_remove_governor(static_cast<uint32_t>(arguments.governor));
  }
  if (arguments.threshold != 0) changes.emplace_back().set_threshold(arguments.threshold);
  if (!arguments.parameter.empty()) {
    const auto [name, value] = Split(arguments.parameter);
    auto& parameter = *changes.emplace_back().mutable_parameter();
    parameter.set_name(name);
    char* end = nullptr;
    parameter.set_value(std::strtoll(value.c_str(), &end, 10));
    if (value.empty() || *end != '\0') {
      return session.Report({ErrorCode::kInvalid, "PARAM_VALUE",
                             "give the parameter as NAME=NUMBER, not " + arguments.parameter});
    }
  }
  if (!arguments.hub.empty()) {
    const auto [member, address] = Split(arguments.hub);
    auto& hub = *changes.emplace_back().mutable_hub();
    hub.set_member(member);
    hub.set_address(address);
  }
  Send(session, arguments, changes);
}

void Sign(Session& session, const GovernArguments& arguments) {
  node::v1::SignManifestRequest request;
  request.set_network(arguments.network);
  request.set_proposal_id(arguments.proposal);
  request.set_instead(arguments.instead);
  node::v1::SignManifestResponse answer;
  if (!session.Call("NetworkService/SignManifest", request, answer)) return;
  Table table = ProposalTable();
  AddTo(table, answer.proposal());
  session.Print(answer, table, Outcome(answer.proposal(), answer.manifest_version()));
}

void Proposals(Session& session, const GovernArguments& arguments) {
  node::v1::ListProposalsRequest request;
  request.set_network(arguments.network);
  node::v1::ListProposalsResponse answer;
  if (!session.Call("NetworkService/ListProposals", request, answer)) return;
  Table table = ProposalTable();
  for (const auto& row : answer.proposals()) AddTo(table, row);
  session.Print(answer, table, table.empty() ? "nothing waits to be signed\n" : "");
}

void Settle(Session& session, const GovernArguments& arguments) {
  node::v1::ManifestChange change;
  change.set_settle(arguments.text);
  Send(session, arguments, {change});
}

void Log(Session& session, const GovernArguments& arguments) {
  node::v1::ListManifestsRequest request;
  request.set_network(arguments.network);
  request.set_limit(arguments.limit);
  node::v1::ListManifestsResponse answer;
  if (!session.Call("NetworkService/ListManifests", request, answer)) return;
  Table table({"version", "text", "issued", "expires", "threshold", "signed by", "changes"});
  std::string text = "governors " + Joined(answer.governors(), ", ") +
                     (answer.own_governor().empty() ? ""
                                                    : "; this node is " + answer.own_governor()) +
                     "\n";
  for (const auto& row : answer.manifests()) {
    table.Add({std::to_string(row.version()), row.text(), Moment(row.issued_at()),
               Day(row.expires_at()), std::to_string(row.threshold()), Joined(row.signed_by(), " "),
               Joined(row.changes(), "; ")});
    const std::string disputed = row.disputed() ? " DISPUTED, text " + Clean(row.text()) : "";
    text += "version " + std::to_string(row.version()) + disputed + "  " + Moment(row.issued_at()) +
            "  signed by " + Joined(row.signed_by(), ", ") + "\n" + ChangesText(row.changes());
  }
  session.Print(answer, table, text);
}

void GovernorKey(Session& session, const GovernArguments& arguments) {
  node::v1::PrepareGovernorRequest request;
  request.set_network(arguments.network);
  node::v1::PrepareGovernorResponse answer;
  if (!session.Call("NetworkService/PrepareGovernor", request, answer)) return;
  Table table({"vkey", "in force"});
  table.Add({answer.vkey(), answer.in_force() ? "yes" : "no"});
  session.Print(answer, table, Clean(answer.vkey()) + "\n");
  if (answer.in_force()) return;
  session.Say("a governor adds it with: candour network propose \"" + arguments.network +
              "\" --add-governor VKEY --of THIS-ORGANISATION");
}

void Roles(Session& session, const GovernArguments& arguments) {
  node::v1::ManifestChange change;
  change.mutable_roles()->set_member(arguments.member);
  change.mutable_roles()->set_roles(arguments.roles);
  Send(session, arguments, {change});
}

void Remove(Session& session, const GovernArguments& arguments) {
  std::vector<node::v1::ManifestChange> changes(1);
  auto& removal = *changes[0].mutable_remove();
  removal.set_member(arguments.member);
  removal.set_leaving(arguments.leaving);
  removal.set_cut(arguments.cut);
  removal.set_nothing(arguments.nothing);
  removal.set_keep_withdrawals(arguments.keep_withdrawals);
  if (arguments.governor >= 0) {
    changes.emplace_back().set_remove_governor(static_cast<uint32_t>(arguments.governor));
  }
  if (!Send(session, arguments, changes)) return;
  session.Say(
      "a removed member keeps what it has; it gets no new texts and no answers, and nothing it "
      "signs beyond its cut is accepted");
}

void Rotate(Session& session, const GovernArguments& arguments) {
  if (!arguments.keys.empty()) {
    std::vector<node::v1::ManifestChange> changes(1);
    auto& rotation = *changes[0].mutable_rotate();
    rotation.set_keys(arguments.keys);
    rotation.set_cut(arguments.cut);
    rotation.set_keep_withdrawals(arguments.keep_withdrawals);
    Send(session, arguments, changes);
    return;
  }
  node::v1::PrepareRotationRequest request;
  request.set_network(arguments.network);
  node::v1::PrepareRotationResponse answer;
  if (!session.Call("NetworkService/PrepareRotation", request, answer)) return;
  Table table({"keys", "fingerprint", "epoch"});
  table.Add({answer.keys(), answer.fingerprint(), std::to_string(answer.epoch())});
  session.Print(answer, table, Clean(answer.keys()) + "\n");
  session.Say("fingerprint: " + Clean(answer.fingerprint()) +
              "\ngive the line to a governor and compare the six words; they run: candour network "
              "rotate \"" +
              arguments.network + "\" --keys LINE");
}

void TakeDown(Session& session, GovernArguments arguments) {
  arguments.network = arguments.item.substr(0, arguments.item.find('/'));
  node::v1::ManifestChange change;
  change.mutable_takedown()->set_name(arguments.item);
  change.mutable_takedown()->set_reason(arguments.reason);
  change.mutable_takedown()->set_lift(arguments.lift);
  Send(session, arguments, {change});
}

void AddCommon(CLI::App* verb, const std::shared_ptr<GovernArguments>& arguments) {
  verb->add_flag("--dry-run", arguments->dry_run, "only show what would change");
  verb->add_flag("--instead", arguments->instead,
                 "although this node has signed another text of that version");
}

void AddSigning(CLI::App* network, Session& session,
                const std::shared_ptr<GovernArguments>& arguments) {
  auto* propose = network->add_subcommand("propose", "the next version, for governors to sign");
  propose->add_option("network", arguments->network, "its name")->required();
  propose->add_option("--days", arguments->days, "valid for so long from now");
  propose->add_option("--threshold", arguments->threshold, "so many governors must sign");
  propose->add_option("--add-governor", arguments->vkey, "from candour network governor-key");
  propose->add_option("--of", arguments->member, "the member whose governor key it is");
  propose->add_option("--remove-governor", arguments->governor, "by its number");
  propose->add_option("--param", arguments->parameter, "NAME=NUMBER");
  propose->add_option("--hub", arguments->hub, "MEMBER=host:port, or MEMBER= for no more");
  AddCommon(propose, arguments);
  propose->callback([&session, arguments] { Propose(session, *arguments); });
  auto* sign = network->add_subcommand("sign", "add this node's governor signature");
  sign->add_option("network", arguments->network, "its name")->required();
  sign->add_option("proposal", arguments->proposal, "from network proposals");
  sign->add_flag("--instead", arguments->instead,
                 "although this node has signed another text of that version");
  sign->callback([&session, arguments] { Sign(session, *arguments); });
  auto* proposals = network->add_subcommand("proposals", "what waits for governors' signatures");
  proposals->add_option("network", arguments->network, "only this one");
  proposals->callback([&session, arguments] { Proposals(session, *arguments); });
  auto* log = network->add_subcommand("log", "all versions: who signed, what changed");
  log->add_option("network", arguments->network, "its name")->required();
  log->add_option("--limit", arguments->limit, "so many; default 20");
  log->callback([&session, arguments] { Log(session, *arguments); });
  auto* settle = network->add_subcommand("settle", "of two signed texts of one version keep one");
  settle->add_option("network", arguments->network, "its name")->required();
  settle->add_option("text", arguments->text, "from network log")->required();
  AddCommon(settle, arguments);
  settle->callback([&session, arguments] { Settle(session, *arguments); });
  auto* key = network->add_subcommand("governor-key", "make this node's governor key");
  key->add_option("network", arguments->network, "its name")->required();
  key->callback([&session, arguments] { GovernorKey(session, *arguments); });
}

}  // namespace

void AddGovernVerbs(CLI::App& network, Session& session) {
  auto arguments = std::make_shared<GovernArguments>();
  AddSigning(&network, session, arguments);
  auto* roles = network.add_subcommand("roles", "what a member may do");
  roles->add_option("network", arguments->network, "its name")->required();
  roles->add_option("member", arguments->member, "its name or id")->required();
  roles->add_option("roles", arguments->roles, "letters of rwhqag")->required();
  AddCommon(roles, arguments);
  roles->callback([&session, arguments] { Roles(session, *arguments); });
  auto* remove = network.add_subcommand("remove", "take a member out, at an exact cut");
  remove->add_option("network", arguments->network, "its name")->required();
  remove->add_option("member", arguments->member, "its name or id");
  remove->add_option("--leaving", arguments->leaving,
                     "the line of a member that leaves, in place of its name");
  remove->add_option("--cut", arguments->cut, "keep so many of its entries; default all held here");
  remove->add_flag("--nothing", arguments->nothing, "keep none of its entries");
  remove->add_option("--remove-governor", arguments->governor, "its governor key's number");
  remove->add_flag("--keep-withdrawals", arguments->keep_withdrawals,
                   "no takedown for its withdrawals beyond the cut");
  AddCommon(remove, arguments);
  remove->callback([&session, arguments] { Remove(session, *arguments); });
  auto* rotate = network.add_subcommand("rotate", "new keys: made here, put in force by governors");
  rotate->add_option("network", arguments->network, "its name")->required();
  rotate->add_option("--keys", arguments->keys, "as governor: the line from the member's node");
  rotate->add_option("--cut", arguments->cut, "as governor: keep so many entries of the old key");
  rotate->add_flag("--keep-withdrawals", arguments->keep_withdrawals,
                   "no takedown for withdrawals beyond the cut");
  AddCommon(rotate, arguments);
  rotate->callback([&session, arguments] { Rotate(session, *arguments); });
  auto* takedown = network.add_subcommand("takedown", "erase an item that its author does not");
  takedown->add_option("item", arguments->item, "NETWORK/MEMBER/ITEM")->required();
  takedown->add_option("--reason", arguments->reason,
                       "privacy, unsafe, duplicate, replaced, subject or mistake");
  takedown->add_flag("--lift", arguments->lift, "take it down no more");
  AddCommon(takedown, arguments);
  takedown->callback([&session, arguments] { TakeDown(session, *arguments); });
}

}  // namespace candour::ctl
