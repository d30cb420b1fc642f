// The roots that feeds' owners signed, gathered from the stores of nodes that do not run: no size
// of a feed may have two.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "federation/base/result.h"

namespace candour::nodes {

class SignedHeads {
 public:
  // Every checkpoint in a node's data directory. Nobody may have the store open.
  Status AddStore(const std::string& data_dir);

  size_t heads() const { return seen_.size(); }
  // How often a head that was known already was found in another store.
  uint64_t compared() const { return compared_; }
  // "feed 9f... has two roots at 12", one a line; empty: one history.
  std::string Forks() const;
  uint64_t forks() const;

 private:
  using Head = std::pair<std::string, uint64_t>;  // Feed in hex, size.
  std::map<Head, std::set<std::string>> seen_;
  uint64_t compared_ = 0;
};

}  // namespace candour::nodes
