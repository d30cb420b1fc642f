// Networks of real nodes with one bad line each: node k is the hub of network k and a member of the
// next one; the others are members of one network, every second one of two.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "node/ctl/demo_process.h"
#include "tests/links/fault_proxy.h"

namespace candour::links {

struct Network {
  std::string name;
  std::set<size_t> members;  // Its hub among them.
  std::unique_ptr<FaultProxy> line;
};

class Networks {
 public:
  struct Options {
    size_t nodes = 0;
    size_t networks = 0;
    uint64_t seed = 0;
    std::string folder;
    std::string daemon;
  };
  static Result<std::unique_ptr<Networks>> Make(const Options& options);
  ~Networks() { StopNodes(); }

  std::vector<Network>& all() { return networks_; }
  const ctl::DemoNode& node(size_t i) const { return nodes_[i]; }
  size_t size() const { return nodes_.size(); }
  void Set(Line line);
  void StopNodes();

  // Every member of every network holds the same entries of every feed as the network's hub; else
  // who does not.
  std::string Difference() const;

 private:
  explicit Networks(const Options& options) : options_(options) {}
  Status MakeNodes();
  Status MakeNetwork(size_t hub);

  Options options_;
  std::vector<ctl::DemoNode> nodes_;
  std::vector<Network> networks_;
};

}  // namespace candour::links
