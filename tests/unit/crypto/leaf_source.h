// A tree computed from all its leaves by the definitions themselves, slowly.
#pragma once

#include <bit>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "crypto/merkle.h"

namespace candour::crypto::testing {

inline std::vector<Hash> Leaves(size_t n) {
  std::vector<Hash> out;
  for (size_t i = 0; i < n; ++i) out.push_back(LeafHash("entry " + std::to_string(i)));
  return out;
}

// MTH of RFC 6962 s.2.1, word for word.
inline Hash TreeHash(std::span<const Hash> leaves) {
  if (leaves.empty()) return EmptyRoot();
  if (leaves.size() == 1) return leaves[0];
  const size_t k = std::bit_floor(leaves.size() - 1);
  return NodeHash(TreeHash(leaves.first(k)), TreeHash(leaves.subspan(k)));
}

// Refuses nodes that reach beyond the tree, as a store that never had them would.
class LeafSource : public NodeSource {
 public:
  explicit LeafSource(std::vector<Hash> leaves) : leaves_(std::move(leaves)) {}
  Outcome<Hash> Node(unsigned level, uint64_t index) const override {
    const uint64_t end = (index + 1) << level;
    if (end > leaves_.size()) return Refuse("no such node");
    return TreeHash(std::span(leaves_).subspan(index << level, uint64_t{1} << level));
  }

 private:
  std::vector<Hash> leaves_;
};

}  // namespace candour::crypto::testing
