#include "tests/bench/nodes.h"

#include <algorithm>
#include <fstream>

#include "candour/node/v1/network.pb.h"
#include "candour/node/v1/node.pb.h"
#include "tests/bench/measure.h"
#include "tests/nodes/steps.h"

namespace candour::bench {
namespace {

constexpr int kStartSeconds = 60;
constexpr double kJoinSeconds = 60;

// Its owner answers no question.
Status DeclineAll(const ctl::DemoNode& node) {
  const std::string path = node.directory + "/candour.toml";
  const std::string automatic = "answers = \"automatic\"";
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  const size_t at = text.find(automatic);
  if (at == std::string::npos) {
    return Fail(ErrorCode::kCorrupt, "CONFIGURATION", path + " does not say who answers questions");
  }
  text.replace(at, automatic.size(), "answers = \"never\"");
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text;
  out.flush();
  if (out) return {};
  return Fail(ErrorCode::kUnavailable, "CONFIGURATION", path + " cannot be written");
}

}  // namespace

Result<std::unique_ptr<Nodes>> Nodes::Make(const Setup& setup, const Plan& plan) {
  std::unique_ptr<Nodes> nodes(new Nodes(setup, plan));
  Status made = nodes->MakeAll();
  if (made) made = nodes->JoinAll();
  if (!made) return Fail(made.error());
  for (ctl::DemoNode& node : nodes->nodes_) nodes->Stop(node);
  return nodes;
}

Nodes::~Nodes() {
  for (ctl::DemoNode& node : nodes_) Stop(node);
}

Status Nodes::MakeAll() {
  Status done = ctl::OwnDirectory(plan_.folder);
  auto address = ctl::FreeAddress();
  if (!address) return Fail(address.error());
  if (plan_.relay) plan_.relay->SetTarget(*address);
  for (size_t i = 0; done && i <= plan_.members; ++i) {
    const std::string code = i == 0 ? "hub" : "member" + std::to_string(i);
    nodes_.push_back({code, "Bench " + code, i == 0 ? *address : "", plan_.folder + "/" + code, 0});
    ctl::DemoNode& node = nodes_.back();
    std::vector<std::string> words = {setup_.daemon, "--init", node.directory, "--name", node.name};
    if (i == 0) words.insert(words.end(), {"--listen", node.address});
    done = ctl::RunToEnd(words, node.directory + ".log");
    const auto& declining = plan_.declining;
    const bool declines = std::find(declining.begin(), declining.end(), i - 1) != declining.end();
    if (done && i > 0 && declines) done = DeclineAll(node);
    if (done) done = Start(node);
    if (done) done = nodes::AddPeople(node);
  }
  return done;
}

Status Nodes::JoinAll() {
  auto op = As(hub(), "op");
  if (!op) return Fail(op.error());
  node::v1::CreateNetworkRequest request;
  request.set_name(kNetworkName);
  request.set_kind(node::v1::NETWORK_KIND_GEOGRAPHIC);
  (*request.mutable_parameters())["min-nodes"] = 1;
  request.set_hub_address(plan_.relay ? plan_.relay->address() : hub().address);
  node::v1::CreateNetworkResponse created;
  Status done = (*op)->Call("NetworkService/CreateNetwork", request, created);
  for (size_t i = 0; done && i < plan_.members; ++i) {
    done = nodes::Admit(hub(), member(i), {.network = kNetworkName, .roles = "rwq"});
  }
  for (size_t i = 0; done && i < plan_.members; ++i) {
    if (!Await(kJoinSeconds, [&] { return nodes::IsMember(member(i), kNetworkName); })) {
      return Fail(ErrorCode::kUnavailable, "NOT_ADMITTED", "a member was not admitted in time");
    }
  }
  return done;
}

Status Nodes::Start(ctl::DemoNode& node) {
  return ctl::StartNode(setup_.daemon, node, kStartSeconds);
}

void Nodes::Stop(ctl::DemoNode& node) {
  if (node.pid != 0) ctl::StopProcess(node.pid, 20);
  node.pid = 0;
}

Status Nodes::FillNode(const ctl::DemoNode& node, const Filling& filling) {
  return ctl::RunToEnd(
      {setup_.program, "--fill", node.directory, "--entries", std::to_string(filling.entries),
       "--records", std::to_string(filling.records)},
      node.directory + ".log");
}

Result<std::unique_ptr<ctl::NodeClient>> Nodes::As(const ctl::DemoNode& node,
                                                   const std::string& user) {
  return ctl::NodeClient::Connect({node.directory, user});
}

void Settle(const ctl::DemoNode& node) { SettleAll({&node}); }

void SettleAll(const std::vector<const ctl::DemoNode*>& nodes) {
  double cpu = -1;
  Await(900, [&] {
    Await(0.5, [] { return false; });
    double now = 0;
    for (const ctl::DemoNode* node : nodes) now += CpuSeconds(node->pid);
    const double before = std::exchange(cpu, now);
    return cpu - before < 0.01 * static_cast<double>(nodes.size());
  });
}

uint64_t BodiesPulled(ctl::NodeClient& client) {
  node::v1::ListPeersResponse peers;
  uint64_t bodies = 0;
  if (!client.Call("NodeService/ListPeers", node::v1::ListPeersRequest(), peers)) return 0;
  for (const auto& peer : peers.peers()) bodies += peer.bodies_pulled();
  return bodies;
}

bool Agrees(ctl::NodeClient& client) {
  node::v1::ListPeersResponse peers;
  if (!client.Call("NodeService/ListPeers", node::v1::ListPeersRequest(), peers)) return false;
  return std::any_of(peers.peers().begin(), peers.peers().end(),
                     [](const auto& peer) { return peer.roots_agree(); });
}

bool Connected(ctl::NodeClient& client) {
  node::v1::ListPeersResponse peers;
  if (!client.Call("NodeService/ListPeers", node::v1::ListPeersRequest(), peers)) return false;
  for (const auto& peer : peers.peers()) {
    if (peer.state() == "connected") return true;
  }
  return false;
}

}  // namespace candour::bench
