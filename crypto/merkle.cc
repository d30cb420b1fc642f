#include "crypto/merkle.h"

#include <bit>
#include <utility>

#include "crypto/check.h"
#include "crypto/encoding.h"

namespace candour::crypto {
namespace {

constexpr std::string_view kLeafPrefix("\x00", 1);
constexpr std::string_view kNodePrefix("\x01", 1);

}  // namespace

Hash LeafHash(std::string_view entry) { return Sha256({kLeafPrefix, entry}); }

Hash NodeHash(const Hash& left, const Hash& right) {
  return Sha256({kNodePrefix, left.view(), right.view()});
}

Hash EmptyRoot() { return Sha256(std::string_view()); }

void CompactRange::Append(const Hash& leaf_hash) {
  Check(size_ < kTreeSizeMax, "the tree is full");
  Hash hash = leaf_hash;
  // Every low set bit of the size is a subtree that the new leaf joins and completes.
  for (uint64_t rest = size_; rest & 1; rest >>= 1) {
    hash = NodeHash(hashes_.back(), hash);
    hashes_.pop_back();
  }
  hashes_.push_back(hash);
  ++size_;
}

void CompactRange::Append(const Hash& leaf_hash, std::vector<Subtree>& completed) {
  Check(size_ < kTreeSizeMax, "the tree is full");
  Subtree tree{.level = 0, .index = size_, .hash = leaf_hash};
  completed.push_back(tree);
  for (; tree.index & 1; completed.push_back(tree)) {
    tree.hash = NodeHash(hashes_.back(), tree.hash);
    hashes_.pop_back();
    ++tree.level;
    tree.index >>= 1;
  }
  hashes_.push_back(tree.hash);
  ++size_;
}

Hash CompactRange::Root() const {
  if (hashes_.empty()) return EmptyRoot();
  Hash root = hashes_.back();
  for (size_t i = hashes_.size() - 1; i-- > 0;) root = NodeHash(hashes_[i], root);
  return root;
}

std::string CompactRange::Serialise() const {
  std::string out = U64(size_);
  for (const Hash& hash : hashes_) out += hash.view();
  return out;
}

Outcome<CompactRange> CompactRange::FromHashes(uint64_t size, std::vector<Hash> hashes) {
  if (size > kTreeSizeMax) return Refuse("the size is beyond any tree");
  if (hashes.size() != static_cast<size_t>(std::popcount(size))) {
    return Refuse("the number of hashes does not fit the size");
  }
  CompactRange out;
  out.size_ = size;
  out.hashes_ = std::move(hashes);
  return out;
}

Outcome<CompactRange> CompactRange::Parse(std::string_view bytes) {
  constexpr size_t kHeadBytes = 8;
  if (bytes.size() < kHeadBytes) return Refuse("the frontier is cut short");
  const uint64_t size = GetU64(bytes);
  const size_t count = static_cast<size_t>(std::popcount(size));
  if (bytes.size() != kHeadBytes + count * kHashBytes) {
    return Refuse("the length of the frontier does not fit its size");
  }
  std::vector<Hash> hashes;
  hashes.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    hashes.push_back(*Hash::From(bytes.substr(kHeadBytes + i * kHashBytes, kHashBytes)));
  }
  return FromHashes(size, std::move(hashes));
}

}  // namespace candour::crypto
