// Entries of a feed, made for tests: leaves with the blobs they commit to.
#pragma once

#include <string>
#include <vector>

#include "crypto/merkle.h"
#include "federation/feed/leaf.h"

namespace candour::testing {

template <class T>
T IdOf(uint64_t number) {
  return *T::From(crypto::Sha256("id " + std::to_string(number)).view().substr(0, 16));
}

struct Entry {
  Bytes leaf;
  Bytes blob;  // Empty for RETRACT.
};

inline Entry WithBody(Leaf leaf, const std::string& body) {
  const crypto::Hash salt = crypto::Sha256({leaf.item.view(), body});
  Result<Bytes> blob = EncodeBlob(salt.view(), body);
  leaf.day = 86400 * 20'000;
  leaf.blob_blocks = static_cast<uint16_t>(blob->size() / kBlobBlockBytes);
  leaf.commitment = Commitment(salt.view(), body);
  return {.leaf = EncodeLeaf(leaf), .blob = *blob};
}

inline Leaf Blank(LeafKind kind, const ItemId& item) {
  Leaf leaf;
  leaf.kind = static_cast<uint8_t>(kind);
  leaf.item = item;
  return leaf;
}

inline Entry Item(const ItemId& item, const std::string& body) {
  return WithBody(Blank(LeafKind::kItem, item), body);
}

struct Target {
  uint64_t index = 0;
  BytesView leaf;
};

inline Leaf Pointing(Leaf leaf, const Target& target) {
  leaf.ref_index = target.index;
  leaf.ref_leaf = crypto::LeafHash(target.leaf);
  return leaf;
}

inline Entry Supersede(const ItemId& item, const Target& target, const std::string& body) {
  return WithBody(Pointing(Blank(LeafKind::kSupersede, item), target), body);
}

inline Entry Retract(const ItemId& item, const Target& target, uint16_t reason = 1) {
  Leaf leaf = Pointing(Blank(LeafKind::kRetract, item), target);
  leaf.reason = reason;
  leaf.day = 86400 * 20'001;
  return {.leaf = EncodeLeaf(leaf), .blob = ""};
}

// `count` items with bodies of their own.
inline std::vector<Entry> Items(uint64_t count, uint64_t first = 0) {
  std::vector<Entry> entries;
  for (uint64_t i = first; i < first + count; ++i) {
    entries.push_back(Item(IdOf<ItemId>(i), "body " + std::to_string(i)));
  }
  return entries;
}

inline Bytes LeavesOf(const std::vector<Entry>& entries) {
  Bytes leaves;
  for (const Entry& entry : entries) leaves += entry.leaf;
  return leaves;
}

}  // namespace candour::testing
