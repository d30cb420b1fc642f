#include "node/ctl/demo_federation.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "candour/node/v1/network.pb.h"
#include "candour/node/v1/node.pb.h"
#include "candour/node/v1/review.pb.h"
#include "node/ctl/demo_samples.h"
#include "node/ctl/wait_for.h"

namespace candour::ctl {
namespace {

constexpr int kStartSeconds = 30;
constexpr double kJoinSeconds = 30;
constexpr int kLeftInQueue = 12;  // Of each organisation's samples, for whoever tries the demo.
constexpr char kPharmacy[] = "Pharmacy";  // What this specialty writes goes to both networks.

using Client = std::unique_ptr<NodeClient>;

Result<Client> As(const DemoNode& node, const std::string& user) {
  return NodeClient::Connect({node.directory, user});
}

Status AddUser(NodeClient& admin, const std::string& name,
               const std::vector<node::v1::UserRole>& roles) {
  node::v1::AddUserRequest request;
  request.mutable_user()->set_name(name);
  request.mutable_user()->set_uid(-1);
  for (auto role : roles) request.mutable_user()->add_roles(role);
  node::v1::AddUserResponse answer;
  return admin.Call("NodeService/AddUser", request, answer);
}

bool Reports(const DemoNode& node) {
  return node.code == "za1" || node.code == "zb1" || node.code == "zc1";
}

// "op" runs the node; where reports are written there are an author and a reviewer besides, and at
// the national body an analyst.
Status AddPeople(const DemoNode& node) {
  using enum node::v1::UserRole;
  auto built_in = As(node, "operator");
  if (!built_in) return Fail(built_in.error());
  auto status =
      AddUser(**built_in, "op", {USER_ROLE_ADMIN, USER_ROLE_COORDINATOR, USER_ROLE_REVIEWER});
  const bool asks = node.code == "zn1";
  if (!status || !(Reports(node) || asks)) return status;
  auto admin = As(node, "op");
  if (!admin) return Fail(admin.error());
  if (asks) return AddUser(**admin, "nat", {USER_ROLE_ANALYST});
  status = AddUser(**admin, "ana", {USER_ROLE_AUTHOR});
  if (!status) return status;
  return AddUser(**admin, "ravi", {USER_ROLE_REVIEWER, USER_ROLE_GUARDIAN});
}

Status Start(const DemoPlan& plan, DemoNode& node) {
  std::vector<std::string> words = {plan.daemon, "--init", node.directory, "--name", node.name};
  if (!node.address.empty()) {
    words.push_back("--listen");
    words.push_back(node.address);
  }
  auto status = RunToEnd(words, node.directory + ".log");
  if (status) status = StartNode(plan.daemon, node, kStartSeconds);
  if (status) status = AddPeople(node);
  if (status)
    plan.say("started " + node.name + (node.address.empty() ? "" : " on " + node.address));
  return status;
}

Status CreateNetwork(NodeClient& hub, const std::string& name, const std::string& address) {
  node::v1::CreateNetworkRequest request;
  request.set_name(name);
  request.set_kind(name == kDemoPharmacy ? node::v1::NETWORK_KIND_PROFESSIONAL
                                         : node::v1::NETWORK_KIND_GEOGRAPHIC);
  request.set_hub_address(address);
  // Four members are few; a real network leaves it at ten.
  (*request.mutable_parameters())["min-nodes"] = 3;
  node::v1::CreateNetworkResponse answer;
  return hub.Call("NetworkService/CreateNetwork", request, answer);
}

Result<node::v1::PendingMember> PendingWith(NodeClient& hub, const std::string& fingerprint) {
  node::v1::ListPendingResponse pending;
  auto listed = hub.Call("NetworkService/ListPending", node::v1::ListPendingRequest(), pending);
  if (!listed) return Fail(listed.error());
  for (const auto& row : pending.pending()) {
    if (row.fingerprint() == fingerprint) return row;
  }
  return Fail(ErrorCode::kConflict, "FINGERPRINT_MISMATCH",
              "the hub shows another fingerprint than the joiner; nobody was approved");
}

// The national body may ask; two trusts may add up for it in tier 1.
const char* RolesOf(const std::string& code) {
  if (code == "zn1") return "rwq";
  return code == "za1" || code == "zb1" ? "rwa" : "rw";
}

Status JoinNetwork(const DemoPlan& plan, NodeClient& hub, const DemoNode& node,
                   const std::string& network) {
  node::v1::InviteRequest invite;
  invite.set_network(network);
  invite.set_roles(RolesOf(node.code));
  node::v1::InviteResponse ticket;
  auto status = hub.Call("NetworkService/Invite", invite, ticket);
  if (!status) return status;
  auto joiner = As(node, "op");
  if (!joiner) return Fail(joiner.error());
  node::v1::JoinNetworkRequest join;
  join.set_ticket(ticket.ticket());
  node::v1::JoinNetworkResponse joined;
  status = (*joiner)->Call("NetworkService/JoinNetwork", join, joined);
  if (!status) return status;
  auto pending = PendingWith(hub, joined.fingerprint());
  if (!pending) return Fail(pending.error());
  node::v1::ApproveMemberRequest approve;
  approve.set_network(network);
  approve.set_pending_id(pending->id());
  node::v1::ApproveMemberResponse approved;
  status = hub.Call("NetworkService/ApproveMember", approve, approved);
  if (!status) return status;
  bool member = WaitFor(kJoinSeconds, [&] {
    node::v1::ListNetworksResponse list;
    status = (*joiner)->Call("NetworkService/ListNetworks", node::v1::ListNetworksRequest(), list);
    return !status || std::any_of(list.networks().begin(), list.networks().end(), [&](auto& row) {
      return row.name() == network && row.state() == node::v1::MEMBERSHIP_STATE_MEMBER;
    });
  });
  if (!status) return status;
  if (!member) {
    return Fail(ErrorCode::kUnavailable, "NOT_ADMITTED",
                node.name + " was approved but did not become a member in time");
  }
  plan.say(node.name + " joined " + network + "; both screens showed: " + joined.fingerprint());
  return {};
}

Result<node::v1::ImportLearningResponse> Import(NodeClient& author, const std::string& mapping,
                                                const std::string& text) {
  node::v1::ImportHeader header;
  header.set_mapping(mapping);
  size_t at = 0;
  return author.Import(header, [&]() -> Result<std::string> {
    std::string chunk = text.substr(std::min(at, text.size()), 64 * 1024);
    at += chunk.size();
    return chunk;
  });
}

Status Approve(NodeClient& reviewer, const std::string& id, node::v1::ApproveResponse& answer) {
  node::v1::ApproveRequest approve;
  approve.set_id(id);
  approve.set_questions_answered(true);
  return reviewer.Call("ReviewService/Approve", approve, answer);
}

// What reviewers do with a sample: mask everything that is only flagged, then approve, both of them
// where the risk asks for two.
Result<node::v1::GetReviewResponse> Review(NodeClient& reviewer, NodeClient& second,
                                           const std::string& id) {
  node::v1::GetReviewRequest get;
  get.set_id(id);
  node::v1::GetReviewResponse review;
  auto status = reviewer.Call("ReviewService/GetReview", get, review);
  node::v1::DecideRedactionRequest decide;
  decide.set_id(id);
  for (const auto& redaction : review.redactions()) {
    if (redaction.state() != node::v1::REDACTION_STATE_FLAGGED) continue;
    auto& decision = *decide.add_decisions();
    decision.set_redaction_id(redaction.id());
    decision.set_state(node::v1::REDACTION_STATE_MASKED);
  }
  node::v1::DecideRedactionResponse decided;
  if (status && decide.decisions_size() > 0) {
    status = reviewer.Call("ReviewService/DecideRedaction", decide, decided);
  }
  node::v1::ApproveResponse approved;
  if (status) status = Approve(reviewer, id, approved);
  if (status && approved.approvals_missing() > 0) status = Approve(second, id, approved);
  if (!status) return Fail(status.error());
  *review.mutable_risk() = approved.risk();
  return review;
}

Status Publish(NodeClient& reviewer, const std::string& id,
               const std::vector<std::string>& networks) {
  node::v1::PublishRequest publish;
  publish.set_record_id(id);
  for (const std::string& network : networks) publish.add_networks(network);
  node::v1::PublishResponse published;
  return reviewer.Call("ReviewService/Publish", publish, published);
}

Result<std::string> ReadWhole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  if (!in) return Fail(ErrorCode::kInvalid, "FILE_UNREADABLE", path + " cannot be read");
  return text;
}

// The samples that an organisation wrote: their references begin with its code.
std::string SamplesOf(const DemoNode& node) {
  std::string code = node.name.substr(0, node.name.find(' '));
  std::istringstream all(kDemoSamples);
  std::string samples;
  for (std::string line; std::getline(all, line);) {
    if (line.find("\"reference\": \"" + code + "-") != std::string::npos) samples += line + "\n";
  }
  return samples;
}

Status Seed(const DemoPlan& plan, const DemoNode& node) {
  auto author = As(node, "ana");
  if (!author) return Fail(author.error());
  auto reviewer = As(node, "ravi");
  if (!reviewer) return Fail(reviewer.error());
  auto imported = Import(**author, kDemoMapping, SamplesOf(node));
  if (!imported) return Fail(imported.error());
  const std::string region = node.code == "zc1" ? kDemoCoast : kDemoRegion;
  auto second = As(node, "op");
  if (!second) return Fail(second.error());
  int published = 0, in_both = 0, needed[node::v1::ReviewNeeded_ARRAYSIZE] = {};
  for (const auto& id : imported->draft_ids()) {
    if (published + kLeftInQueue >= imported->draft_ids_size()) break;
    auto review = Review(**reviewer, **second, id);
    if (!review) return Fail(review.error());
    ++needed[review->risk().needed()];
    std::vector<std::string> networks = {region};
    if (review->masked().specialty() == kPharmacy && node.code != "zb1")
      networks.push_back(kDemoPharmacy);
    if (auto ok = Publish(**reviewer, id, networks); !ok) return ok;
    ++published;
    in_both += networks.size() > 1 ? 1 : 0;
  }
  plan.say(node.name + " imported " + std::to_string(imported->created()) + " sample reports (" +
           std::to_string(imported->masked()) + " identifiers masked, " +
           std::to_string(imported->flagged()) + " flagged); then published " +
           std::to_string(published) + " of them in " + region + ", " + std::to_string(in_both) +
           " in " + kDemoPharmacy + " too; reviewed by one " +
           std::to_string(needed[node::v1::REVIEW_NEEDED_ONE_REVIEWER]) + ", by two " +
           std::to_string(needed[node::v1::REVIEW_NEEDED_TWO_REVIEWERS]) + ", by the guardian " +
           std::to_string(needed[node::v1::REVIEW_NEEDED_GUARDIAN]));
  if (plan.csv.empty() || node.code != "za1") return {};
  auto csv = ReadWhole(plan.csv);
  if (!csv) return Fail(csv.error());
  auto mapping = ReadWhole(plan.mapping);
  if (!mapping) return Fail(mapping.error());
  auto more = Import(**author, *mapping, *csv);
  if (!more) return Fail(more.error());
  plan.say("imported " + std::to_string(more->created()) + " rows of " + plan.csv);
  return {};
}

// Who belongs where, beside the hub.
std::vector<std::string> NetworksOf(const DemoNode& node) {
  if (node.code == "za1" || node.code == "zn1") return {kDemoRegion, kDemoPharmacy};
  if (node.code == "zb1") return {kDemoRegion};
  if (node.code == "zc1") return {kDemoCoast, kDemoPharmacy};
  return {kDemoCoast};
}

Status Connect(const DemoPlan& plan, const std::vector<DemoNode>& nodes) {
  auto hub = As(nodes[0], "op");
  if (!hub) return Fail(hub.error());
  for (const char* network : {kDemoRegion, kDemoCoast, kDemoPharmacy}) {
    if (auto ok = CreateNetwork(**hub, network, nodes[0].address); !ok) return ok;
  }
  for (size_t i = 1; i < nodes.size(); ++i) {
    for (const std::string& network : NetworksOf(nodes[i])) {
      if (auto joined = JoinNetwork(plan, **hub, nodes[i], network); !joined) return joined;
    }
  }
  return {};
}

}  // namespace

std::vector<DemoNode> DemoNodes(const std::string& directory) {
  std::vector<DemoNode> nodes = {
      {"zh1", "ZH1 Vale Learning Hub", "", "", 0},
      {"za1", "ZA1 Vale Hospitals Trust", "", "", 0},
      {"zb1", "ZB1 Ridge Community Trust", "", "", 0},
      {"zc1", "ZC1 Harbour Hospitals Trust", "", "", 0},
      {"zn1", "ZN1 National Learning Body", "", "", 0},
      {"zx1", "ZX1 Far Coast Trust", "", "", 0},
  };
  for (auto& node : nodes) node.directory = directory + "/" + node.code;
  return nodes;
}

Status BuildFederation(const DemoPlan& plan, std::vector<DemoNode>& nodes) {
  auto address = FreeAddress();
  if (!address) return Fail(address.error());
  nodes[0].address = *address;
  Status status;
  for (auto& node : nodes) {
    status = Start(plan, node);
    if (!status) break;
  }
  if (status) status = Connect(plan, nodes);
  for (const auto& node : nodes) {
    if (status && Reports(node)) status = Seed(plan, node);
  }
  if (!status) {
    for (auto& node : nodes) StopProcess(node.pid, 10);
  }
  return status;
}

}  // namespace candour::ctl
