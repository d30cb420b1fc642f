#include "tests/links/networks.h"

#include <map>

#include "candour/node/v1/network.pb.h"
#include "node/ctl/node_client.h"
#include "node/ctl/wait_for.h"
#include "tests/nodes/steps.h"

namespace candour::links {
namespace {

constexpr int kStartSeconds = 60;
constexpr double kJoinSeconds = 60;

// Who is a member, with the entries and the root that a node holds of each; empty when it cannot be
// asked.
using Holdings = std::map<std::string, std::pair<uint64_t, std::string>>;

Holdings HoldingsAt(const ctl::DemoNode& node, const std::string& network) {
  Holdings holdings;
  auto client = ctl::NodeClient::Connect({node.directory, "op"});
  node::v1::ListMembersRequest request;
  request.set_network(network);
  node::v1::ListMembersResponse members;
  if (!client || !(*client)->Call("NetworkService/ListMembers", request, members)) return holdings;
  for (const auto& row : members.members()) holdings[row.id()] = {row.entries(), row.root()};
  return holdings;
}

}  // namespace

Result<std::unique_ptr<Networks>> Networks::Make(const Options& options) {
  std::unique_ptr<Networks> made(new Networks(options));
  Status done = ctl::OwnDirectory(options.folder + "/nodes");
  if (done) done = made->MakeNodes();
  for (size_t k = 0; done && k < options.networks; ++k) done = made->MakeNetwork(k);
  if (!done) return Fail(done.error());
  return made;
}

Status Networks::MakeNodes() {
  Status done;
  for (size_t i = 0; done && i < options_.nodes; ++i) {
    const bool hub = i < options_.networks;
    std::string address;
    if (hub) {
      auto free = ctl::FreeAddress();
      if (!free) return Fail(free.error());
      address = *free;
    }
    const std::string code = "n" + std::to_string(i);
    nodes_.push_back(
        {code, "Organisation " + code, address, options_.folder + "/nodes/" + code, 0});
    ctl::DemoNode& node = nodes_.back();
    std::vector<std::string> words = {options_.daemon, "--init", node.directory, "--name",
                                      node.name};
    if (hub) words.insert(words.end(), {"--listen", node.address});
    done = ctl::RunToEnd(words, node.directory + ".log");
    if (done) done = ctl::StartNode(options_.daemon, node, kStartSeconds);
    if (done) done = nodes::AddPeople(node);
  }
  return done;
}

Status Networks::MakeNetwork(size_t hub) {
  const size_t count = options_.networks;
  auto line = FaultProxy::Listen(options_.seed * 1'000 + hub);
  if (!line) return Fail(line.error());
  Network network{"Network " + std::to_string(hub), {hub}, std::move(*line)};
  network.line->SetTarget(nodes_[hub].address);
  for (size_t i = 0; i < nodes_.size(); ++i) {
    const bool second = i % 2 == 0 || i < count;
    if (i % count == hub || (second && (i + 1) % count == hub)) network.members.insert(i);
  }
  auto op = ctl::NodeClient::Connect({nodes_[hub].directory, "op"});
  if (!op) return Fail(op.error());
  node::v1::CreateNetworkRequest create;
  create.set_name(network.name);
  create.set_kind(node::v1::NETWORK_KIND_GEOGRAPHIC);
  create.set_hub_address(network.line->address());
  node::v1::CreateNetworkResponse created;
  Status done = (*op)->Call("NetworkService/CreateNetwork", create, created);
  for (const size_t i : network.members) {
    if (done && i != hub) done = nodes::Admit(nodes_[hub], nodes_[i], {.network = network.name});
  }
  for (const size_t i : network.members) {
    if (done &&
        !ctl::WaitFor(kJoinSeconds, [&] { return nodes::IsMember(nodes_[i], network.name); })) {
      return Fail(ErrorCode::kUnavailable, "NOT_ADMITTED",
                  nodes_[i].name + " did not become a member of " + network.name + " in time");
    }
  }
  networks_.push_back(std::move(network));
  return done;
}

void Networks::Set(Line line) {
  for (Network& network : networks_) network.line->Set(line);
}

void Networks::StopNodes() {
  for (ctl::DemoNode& node : nodes_) {
    if (node.pid != 0) ctl::StopProcess(node.pid, 20);
    node.pid = 0;
  }
}

std::string Networks::Difference() const {
  for (size_t hub = 0; hub < networks_.size(); ++hub) {
    const Network& network = networks_[hub];
    const Holdings right = HoldingsAt(nodes_[hub], network.name);
    if (right.size() != network.members.size()) {
      return network.name + ": the hub lists " + std::to_string(right.size()) + " members";
    }
    for (const size_t i : network.members) {
      const Holdings held = HoldingsAt(nodes_[i], network.name);
      if (held == right) continue;
      for (const auto& [member, head] : right) {
        const auto found = held.find(member);
        if (found != held.end() && found->second == head) continue;
        return network.name + ": " + nodes_[i].name + " holds " +
               std::to_string(found == held.end() ? 0 : found->second.first) + " of " +
               std::to_string(head.first) + " entries of member " + member.substr(0, 8);
      }
      return network.name + ": " + nodes_[i].name + " lists other members than the hub";
    }
  }
  return "";
}

}  // namespace candour::links
