// A bundle verified by itself, without a node: the chain of manifests, every signature, every leaf
// and every body in it, in memory.
//
// Take() one record after the other; the first refusal ends it. Not thread-safe.
#pragma once

#include <map>
#include <optional>

#include "federation/port/memory_store.h"
#include "federation/sync/bundle.h"
#include "federation/sync/manifest_chain.h"

namespace candour {

struct BundleSummary {
  uint64_t manifests = 0;
  uint64_t feeds = 0;
  uint64_t entries = 0;
  uint64_t bodies = 0;
  uint64_t cosignatures = 0;
  uint64_t withdrawn = 0;
  std::optional<NetworkId> network = {};
  std::optional<crypto::Hash> genesis = {};  // Of the first manifest's text.
};

class BundleCheck {
 public:
  // `genesis`: what the first manifest must be, as a ticket says; without it the bundle is checked
  // against itself only.
  explicit BundleCheck(std::optional<crypto::Hash> genesis) : genesis_(genesis) {}

  // Reasons are those of whoever checks that kind of record, and NO_MANIFEST, OTHER_NETWORK,
  // ENTRIES_MISSING (a page that does not begin where the one before ended), LINE_REFUSED,
  // BODY_REFUSED.
  Status Take(const BundleRecord& record, Now now);
  BundleSummary Summary() const;

 private:
  Status TakeManifest(const BundleManifest& record, TurnBook& book);
  Status TakePush(const BundleRecord& record, TurnBook& book);

  std::optional<crypto::Hash> genesis_;
  std::optional<ManifestChain> chain_;
  MemoryStore store_;
  BundleSummary summary_;
};

}  // namespace candour
