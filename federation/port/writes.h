// What a turn writes: a WriteSet, which is committed whole or not at all.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "federation/port/rows.h"

namespace candour {

struct PutFeed {
  FeedState state;
};
struct PutLeaves {
  LeafRun run;
};
struct PutTile {
  FeedId feed;
  uint8_t level = 0;
  uint64_t n = 0;
  Bytes hashes;
};  // 256 * 32 bytes.
struct PutCheckpoint {
  FeedId feed;
  uint64_t size = 0;
  Bytes note;
};
struct PutCosignature {
  CosignatureRow row;
};
struct PutBody {
  FeedId feed;
  uint64_t index = 0;
  Bytes blob;
};
struct EraseBody {
  FeedId feed;
  uint64_t index = 0;
};
struct PutRetraction {
  Retraction row;
};
// A withdrawal that a cut took back.
struct DropRetraction {
  FeedId feed;
  uint64_t target = 0;
};
struct PutChain {
  ItemChain chain;
};  // Without versions: the item is forgotten.
// Everything of the feed from this size on goes: leaves, tiles, checkpoints beyond it,
// cosignatures of larger trees, bodies, wanted ones, retractions of what is gone, quarantine. The
// state and the chains are the caller's to put.
struct CutFeed {
  FeedId feed;
  uint64_t size = 0;
};
struct PutManifest {
  ManifestRow row;
};
struct PutWanted {
  FeedId feed;
  uint64_t index = 0;
};  // A body that nobody gave us yet.
struct DropWanted {
  FeedId feed;
  uint64_t index = 0;
};
struct PutStaged {
  StagedEntry entry;
};
struct DropStaged {
  FeedId feed;
  uint64_t sequence = 0;
};
struct PutQuarantine {
  QuarantineRow row;
};
struct DropQuarantine {
  FeedId feed;
  uint64_t index = 0;
};
struct PutProposal {
  ProposalRow row;
};
struct DropProposal {
  NetworkId network;
  crypto::Hash text;
};
struct PutEvidence {
  EvidenceRow row;
};  // One per feed.

using Write = std::variant<PutFeed, PutLeaves, PutTile, PutCheckpoint, PutCosignature, PutBody,
                           EraseBody, PutRetraction, PutChain, PutManifest, PutWanted, DropWanted,
                           PutStaged, DropStaged, PutQuarantine, PutProposal, DropProposal,
                           DropRetraction, CutFeed, DropQuarantine, PutEvidence>;
using WriteSet = std::vector<Write>;  // Applied in order, atomically.

}  // namespace candour
