// candour network and join.
#include <filesystem>
#include <fstream>

#include "candour/node/v1/network.pb.h"
#include "node/ctl/verbs.h"
#include "node/ctl/wait_for.h"

namespace candour::ctl {
namespace {

struct NetworkArguments {
  std::string name;
  std::string kind;
  std::string address;
  std::string roles;
  std::string id;
  std::string ticket;
  std::string out;
  uint32_t days = 0;
  uint32_t hours = 0;
  uint32_t min_nodes = 0;
  uint64_t version = 0;
  double wait = 0;
  bool anonymous = false;
};

std::string MembershipWord(node::v1::MembershipState state) {
  switch (state) {
    case node::v1::MEMBERSHIP_STATE_PENDING:
      return "pending";
    case node::v1::MEMBERSHIP_STATE_MEMBER:
      return "member";
    case node::v1::MEMBERSHIP_STATE_REMOVED:
      return "removed";
    default:
      return "-";
  }
}

void Create(Session& session, const NetworkArguments& arguments) {
  node::v1::CreateNetworkRequest request;
  request.set_name(arguments.name);
  request.set_hub_address(arguments.address);
  request.set_valid_days(arguments.days);
  if (arguments.kind == "geographic") request.set_kind(node::v1::NETWORK_KIND_GEOGRAPHIC);
  if (arguments.kind == "professional") request.set_kind(node::v1::NETWORK_KIND_PROFESSIONAL);
  if (arguments.kind == "national") request.set_kind(node::v1::NETWORK_KIND_NATIONAL);
  if (arguments.min_nodes > 0) {
    (*request.mutable_parameters())["min-nodes"] = arguments.min_nodes;
  }
  node::v1::CreateNetworkResponse answer;
  if (!session.Call("NetworkService/CreateNetwork", request, answer)) return;
  Table table({"network", "id", "roles", "expires"});
  table.Add({answer.network().name(), answer.network().id(), answer.network().own_roles(),
             Day(answer.network().expires_at())});
  session.Print(answer, table,
                "network " + Clean(answer.network().name()) + " created; id " +
                    answer.network().id() + ", manifest valid until " +
                    Day(answer.network().expires_at()) +
                    "\nthis node is its first member, its hub and its governor\n"
                    "next: candour network invite \"" +
                    Clean(answer.network().name()) + "\"\n");
}

void Invite(Session& session, const NetworkArguments& arguments) {
  node::v1::InviteRequest request;
  request.set_network(arguments.name);
  request.set_roles(arguments.roles);
  request.set_valid_hours(arguments.hours);
  node::v1::InviteResponse answer;
  if (!session.Call("NetworkService/Invite", request, answer)) return;
  Table table({"ticket", "expires"});
  table.Add({answer.ticket(), Moment(answer.expires_at())});
  session.Print(answer, table, answer.ticket() + "\n");
  session.Say("single use, until " + Moment(answer.expires_at()) +
              " UTC; the other organisation runs: candour join TICKET\n"
              "then compare the six words on both screens: candour network pending");
}

void Pending(Session& session, const NetworkArguments& arguments) {
  node::v1::ListPendingRequest request;
  request.set_network(arguments.name);
  node::v1::ListPendingResponse answer;
  if (!session.Call("NetworkService/ListPending", request, answer)) return;
  Table table({"id", "organisation", "network", "roles", "asked", "fingerprint"});
  for (const auto& row : answer.pending()) {
    table.Add({row.id(), row.name(), row.network(), row.roles(), Moment(row.received_at()),
               row.fingerprint()});
  }
  session.Print(answer, table, table.empty() ? "nobody waits\n" : "");
}

void Approve(Session& session, const NetworkArguments& arguments) {
  node::v1::ApproveMemberRequest request;
  request.set_network(arguments.name);
  request.set_pending_id(arguments.id);
  request.set_roles(arguments.roles);
  node::v1::ApproveMemberResponse answer;
  if (!session.Call("NetworkService/ApproveMember", request, answer)) return;
  Table table({"organisation", "roles", "manifest"});
  table.Add(
      {answer.member().name(), answer.member().roles(), std::to_string(answer.manifest_version())});
  if (answer.manifest_version() == 0) {
    session.Print(answer, table,
                  Clean(answer.member().name()) +
                      " is a member once the other governors have signed: candour network "
                      "proposals\n");
    return;
  }
  session.Print(answer, table,
                Clean(answer.member().name()) + " is a member with roles " +
                    answer.member().roles() + "; manifest version " +
                    std::to_string(answer.manifest_version()) + "\n");
}

void Renew(Session& session, const NetworkArguments& arguments) {
  node::v1::RenewRequest request;
  request.set_network(arguments.name);
  request.set_valid_days(arguments.days);
  node::v1::RenewResponse answer;
  if (!session.Call("NetworkService/Renew", request, answer)) return;
  Table table({"manifest", "expires"});
  table.Add({std::to_string(answer.manifest_version()), Day(answer.expires_at())});
  session.Print(answer, table,
                "manifest version " + std::to_string(answer.manifest_version()) + ", valid until " +
                    Day(answer.expires_at()) + "\n");
}

void List(Session& session) {
  node::v1::ListNetworksResponse answer;
  if (!session.Call("NetworkService/ListNetworks", node::v1::ListNetworksRequest(), answer)) return;
  Table table({"network", "state", "roles", "members", "manifest", "expires", "id", "fingerprint"});
  for (const auto& row : answer.networks()) {
    table.Add({row.name(), row.leaving() ? "leaving" : MembershipWord(row.state()), row.own_roles(),
               std::to_string(row.members()), std::to_string(row.manifest_version()),
               Day(row.expires_at()) + (row.expired() ? " EXPIRED" : ""), row.id(),
               row.fingerprint()});
  }
  session.Print(answer, table, table.empty() ? "this node is in no network yet\n" : "");
}

void Members(Session& session, const NetworkArguments& arguments) {
  node::v1::ListMembersRequest request;
  request.set_network(arguments.name);
  node::v1::ListMembersResponse answer;
  if (!session.Call("NetworkService/ListMembers", request, answer)) return;
  Table table(
      {"organisation", "roles", "epoch", "entries", "root", "last heard", "standing", "id"});
  for (const auto& row : answer.members()) {
    table.Add({row.name() + (row.self() ? " (this node)" : ""), row.roles(),
               std::to_string(row.epoch()), std::to_string(row.entries()),
               row.root().substr(0, 16), Moment(row.last_heard()), row.standing(), row.id()});
  }
  session.Print(answer, table);
}

void GetManifest(Session& session, const NetworkArguments& arguments) {
  node::v1::GetManifestRequest request;
  request.set_network(arguments.name);
  request.set_version(arguments.version);
  node::v1::GetManifestResponse answer;
  if (!session.Call("NetworkService/GetManifest", request, answer)) return;
  if (!arguments.out.empty()) {
    std::ofstream out(arguments.out, std::ios::binary | std::ios::trunc);
    out << answer.note() << std::flush;
    if (!out) {
      return session.Report(
          {ErrorCode::kInvalid, "FILE_UNWRITABLE", arguments.out + " cannot be written"});
    }
    session.Say("written to " + arguments.out + "; check it with: candour verify manifest " +
                arguments.out);
  }
  Table table({"version", "note"});
  table.Add({std::to_string(answer.version()), answer.note()});
  session.Print(answer, table, arguments.out.empty() ? CleanLines(answer.note()) : "written\n");
}

bool WriteFile(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << bytes << std::flush;
  return static_cast<bool>(out);
}

void ListEvidence(Session& session, const NetworkArguments& arguments) {
  node::v1::ListEvidenceRequest request;
  request.set_network(arguments.name);
  node::v1::ListEvidenceResponse answer;
  if (!session.Call("NetworkService/ListEvidence", request, answer)) return;
  Table table({"organisation", "network", "feed", "held since", "brought by"});
  for (const auto& row : answer.evidence()) {
    table.Add(
        {row.organisation(), row.network(), row.origin(), Moment(row.held_since()), row.carrier()});
    if (arguments.out.empty()) continue;
    const std::string name = row.origin().substr(row.origin().rfind('/') + 1) + ".evidence";
    const auto path = std::filesystem::path(arguments.out) / name;
    if (!WriteFile(path, row.evidence())) {
      return session.Report(
          {ErrorCode::kInvalid, "FILE_UNWRITABLE", path.string() + " cannot be written"});
    }
    session.Say("written to " + path.string() + "; check it with: candour verify evidence " +
                path.string());
  }
  session.Print(answer, table, table.empty() ? "no feed is disputed\n" : "");
}

// True once the manifest names this node.
bool IsMember(Session& session, const std::string& network) {
  node::v1::ListNetworksResponse answer;
  if (!session.Call("NetworkService/ListNetworks", node::v1::ListNetworksRequest(), answer)) {
    return false;
  }
  for (const auto& row : answer.networks()) {
    if (row.id() == network && row.state() == node::v1::MEMBERSHIP_STATE_MEMBER) return true;
  }
  return false;
}

void Join(Session& session, const NetworkArguments& arguments) {
  node::v1::JoinNetworkRequest request;
  request.set_ticket(arguments.ticket);
  request.set_anonymous(arguments.anonymous);
  node::v1::JoinNetworkResponse answer;
  if (!session.Call("NetworkService/JoinNetwork", request, answer)) return;
  session.Say("fingerprint: " + Clean(answer.fingerprint()) +
              "\nread it to the coordinator; they see the same six words in candour network "
              "pending and then approve");
  if (arguments.wait > 0 &&
      WaitFor(arguments.wait, [&] { return IsMember(session, answer.network_id()); })) {
    answer.set_state(node::v1::MEMBERSHIP_STATE_MEMBER);
  }
  Table table({"network", "state", "fingerprint", "hub"});
  table.Add(
      {answer.network_id(), MembershipWord(answer.state()), answer.fingerprint(), answer.hub()});
  session.Print(answer, table);
  if (arguments.wait > 0 && answer.state() != node::v1::MEMBERSHIP_STATE_MEMBER) {
    session.Exit(kPartlyDone);
  }
}

void AddGovernance(CLI::App* network, Session& session,
                   const std::shared_ptr<NetworkArguments>& arguments) {
  auto* invite = network->add_subcommand("invite", "a single-use ticket for one organisation");
  invite->add_option("network", arguments->name, "its name")->required();
  invite->add_option("--roles", arguments->roles, "letters of rwhqag; default rw");
  invite->add_option("--hours", arguments->hours, "valid for so long; default 72");
  invite->callback([&session, arguments] { Invite(session, *arguments); });
  auto* pending = network->add_subcommand("pending", "who has asked to join, with fingerprints");
  pending->add_option("network", arguments->name, "only this one");
  pending->callback([&session, arguments] { Pending(session, *arguments); });
  auto* approve = network->add_subcommand("approve", "admit one who waits");
  approve->add_option("network", arguments->name, "its name")->required();
  approve->add_option("id", arguments->id, "from network pending")->required();
  approve->add_option("--roles", arguments->roles, "other roles than the ticket's");
  approve->callback([&session, arguments] { Approve(session, *arguments); });
  auto* renew = network->add_subcommand("renew", "a new version that expires later");
  renew->add_option("network", arguments->name, "its name")->required();
  renew->add_option("--days", arguments->days, "valid for so long; default 365");
  renew->callback([&session, arguments] { Renew(session, *arguments); });
}

}  // namespace

void AddNetworkVerbs(CLI::App& app, Session& session) {
  auto arguments = std::make_shared<NetworkArguments>();
  auto* network = app.add_subcommand("network", "networks: create, invite, approve, members");
  network->require_subcommand(1);
  auto* create = network->add_subcommand("create", "a new network with this node as its hub");
  create->add_option("name", arguments->name, "its name")->required();
  create->add_option("--kind", arguments->kind, "geographic, professional or national")
      ->required()
      ->check(CLI::IsMember({"geographic", "professional", "national"}));
  create->add_option("--address", arguments->address, "host:port that members will dial")
      ->required();
  create->add_option("--days", arguments->days, "manifest valid for so long; default 365");
  create->add_option("--min-nodes", arguments->min_nodes,
                     "organisations that have to answer before a sum is shown; default 10");
  create->callback([&session, arguments] { Create(session, *arguments); });
  AddGovernance(network, session, arguments);
  AddGovernVerbs(*network, session);
  AddLeaveVerb(*network, session);
  auto* list = network->add_subcommand("list", "the networks this node is in");
  list->callback([&session] { List(session); });
  auto* members = network->add_subcommand("members", "who is in a network");
  members->add_option("network", arguments->name, "its name")->required();
  members->callback([&session, arguments] { Members(session, *arguments); });
  auto* manifest = network->add_subcommand("manifest", "the signed manifest");
  manifest->add_option("network", arguments->name, "its name")->required();
  manifest->add_option("--version", arguments->version, "an earlier one");
  manifest->add_option("--out", arguments->out, "write it to this file");
  manifest->callback([&session, arguments] { GetManifest(session, *arguments); });
  auto* evidence = network->add_subcommand("evidence", "feeds whose key signed two histories");
  evidence->add_option("network", arguments->name, "only this one");
  evidence->add_option("--out", arguments->out, "write the proofs into this folder");
  evidence->callback([&session, arguments] { ListEvidence(session, *arguments); });
  auto* join = app.add_subcommand("join", "join a network with a ticket");
  join->add_option("ticket", arguments->ticket, "the line the coordinator sent")->required();
  join->add_option("--wait", arguments->wait, "wait so many seconds for the approval");
  join->add_flag("--anonymous", arguments->anonymous,
                 "stand in this network's member list without your organisation's name");
  join->callback([&session, arguments] { Join(session, *arguments); });
}

}  // namespace candour::ctl
