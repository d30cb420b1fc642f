// What tests of the services begin with: who asks, the steps of the story, and
// fixtures of one and two nodes.
#pragma once

#include <string>
#include <vector>

#include "tests/unit/node/learning/service_world.h"

namespace candour::service_test {

Principal As(std::string user, std::vector<node::v1::UserRole> roles);
inline Principal Author() { return As("ann", {node::v1::USER_ROLE_AUTHOR}); }
inline Principal Reviewer() { return As("rob", {node::v1::USER_ROLE_REVIEWER}); }
inline Principal Guardian() { return As("gus", {node::v1::USER_ROLE_GUARDIAN}); }
inline Principal Coordinator() { return As("cora", {node::v1::USER_ROLE_COORDINATOR}); }
inline Principal Admin() { return As("ada", {node::v1::USER_ROLE_ADMIN}); }

// Complete, with nothing that has to be masked.
learning::v1::Learning PlainLearning(const std::string& title);
node::v1::CreateDraftRequest DraftRequest(learning::v1::Learning learning);

// Each does its step and gives the id or name the next one needs; a refusal fails the test.
std::string Report(ServiceNode& node, learning::v1::Learning learning);  // By Author().
std::string Approve(ServiceNode& node, const std::string& draft);        // By Reviewer().
std::string Keep(ServiceNode& node, const std::string& draft);           // By Reviewer().
// The item's name in the first network.
std::string Publish(ServiceNode& node, const std::string& record,
                    std::vector<std::string> networks);
std::string PublishNew(ServiceNode& node, const std::string& title, const std::string& network);
void Withdraw(ServiceNode& node, const std::string& name);
void CreateNetwork(ServiceNode& node, const std::string& name);
std::string Invite(ServiceNode& node, const std::string& network, const std::string& roles = "rw");
// Invited, joined and approved; both settled.
void JoinNetwork(World& world, ServiceNode& hub, ServiceNode& joiner, const std::string& network);

// One node in one network "Golden Vale".
class NodeTest : public testing::Test {
 protected:
  World world;
  ServiceNode& node = world.AddNode("ZA1 Vale Trust");
  void InNetwork() { CreateNetwork(node, "Golden Vale"); }
};

// A hub and a member of "Golden Vale", synchronised.
class PairTest : public testing::Test {
 protected:
  void SetUp() override {
    CreateNetwork(hub, "Golden Vale");
    JoinNetwork(world, hub, member, "Golden Vale");
  }
  World world;
  ServiceNode& hub = world.AddNode("Vale Hub");
  ServiceNode& member = world.AddNode("ZA1 Vale Trust");
};

template <class T>
std::string ReasonOf(const Result<T>& result) {
  return result ? "OK" : result.error().reason;
}

}  // namespace candour::service_test
