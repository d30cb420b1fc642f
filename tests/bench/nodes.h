// A hub and members of one network as real processes, for benches: made, joined, then stopped; the
// bench starts those that it needs. All are stopped at the end.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "node/ctl/demo_process.h"
#include "node/ctl/node_client.h"
#include "tests/bench/author.h"
#include "tests/bench/bench.h"
#include "tests/bench/relay.h"

namespace candour::bench {

inline constexpr char kNetworkName[] = "Bench Region";

class Nodes {
 public:
  struct Plan {
    std::string folder;  // Made.
    size_t members = 1;
    // Members whose owner answers no question.
    std::vector<size_t> declining = {};
    Relay* relay = nullptr;  // Between the members and the hub; none: they dial it directly.
  };
  static Result<std::unique_ptr<Nodes>> Make(const Setup& setup, const Plan& plan);
  ~Nodes();

  ctl::DemoNode& hub() { return nodes_[0]; }
  ctl::DemoNode& member(size_t i) { return nodes_[i + 1]; }
  Status Start(ctl::DemoNode& node);
  void Stop(ctl::DemoNode& node);
  // In a process of its own, as the account that the daemons run as. The node must not run.
  Status FillNode(const ctl::DemoNode& node, const Filling& filling);

  static Result<std::unique_ptr<ctl::NodeClient>> As(const ctl::DemoNode& node,
                                                     const std::string& user);

 private:
  Nodes(const Setup& setup, const Plan& plan) : setup_(setup), plan_(plan) {}
  Status MakeAll();
  Status JoinAll();

  Setup setup_;
  Plan plan_;
  std::vector<ctl::DemoNode> nodes_;
};

// Until its index has caught up and it does nothing any more.
void Settle(const ctl::DemoNode& node);
// Until they do nothing any more, all together.
void SettleAll(const std::vector<const ctl::DemoNode*>& nodes);
// Bodies pulled by a node from all its peers in this run; counted when a feed is complete.
uint64_t BodiesPulled(ctl::NodeClient& client);
bool Connected(ctl::NodeClient& client);
// Everything that some peer holds is held here.
bool Agrees(ctl::NodeClient& client);

}  // namespace candour::bench
