// What a node brings to another, cosignatures, proofs and hints.
// peer.v1 without its encoding.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "crypto/hash.h"
#include "federation/base/bytes.h"
#include "federation/base/ids.h"
#include "federation/sync/cosignature.h"
#include "federation/sync/pull_messages.h"

namespace candour {

struct PushHeadRequest {
  NetworkId network;
  FeedId feed;
  Bytes checkpoint;
};
struct PushHeadReply {
  uint64_t have_leaves = 0;
  uint64_t have_bodies = 0;
};
struct PushLeavesRequest {
  NetworkId network;
  FeedId feed;
  uint64_t start = 0;
  Bytes leaves;
  Bytes checkpoint;
  std::vector<Bytes> blobs;  // Of a small page: one per leaf from the first, empty for none.
};
struct PushLeavesReply {
  uint64_t have_leaves = 0;
  uint64_t have_bodies = 0;
};
struct PushBodiesRequest {
  NetworkId network;
  FeedId feed;
  std::vector<BodyEntry> bodies;
};
struct PushBodiesReply {
  uint64_t have_bodies = 0;
};

struct PutCosignaturesRequest {
  NetworkId network;
  std::vector<CosignedHead> heads;
};
struct PutCosignaturesReply {
  uint32_t accepted = 0;
  uint32_t refused = 0;
};
struct ListCosignaturesRequest {
  NetworkId network;
  FeedId feed;
  uint64_t index = 0;
};
struct ListCosignaturesReply {
  std::vector<CosignedHead> heads;
};

struct ConsistencyRequest {
  NetworkId network;
  FeedId feed;
  uint64_t old_size = 0;
  uint64_t new_size = 0;
};
struct ConsistencyReply {
  std::vector<crypto::Hash> hashes;
  crypto::Hash old_root;  // Of the answering node's tree at the old size.
};
struct ProofRequest {
  NetworkId network;
  FeedId feed;
  uint64_t index = 0;
};
struct ProofReply {
  Bytes bundle;
};

// Proof that a feed's key signed two histories (feed/evidence.h).
struct ReportEvidenceRequest {
  NetworkId network;
  Bytes evidence;
};
struct ReportEvidenceReply {};

// A version of the manifest, signed by some of its governors or by enough of them. What the
// receiver holds afterwards.
struct PutProposalRequest {
  NetworkId network;
  Bytes note;
};
struct PutProposalReply {
  uint64_t manifest_version = 0;
  crypto::Hash manifest_hash;
};
struct ListProposalsRequest {
  NetworkId network;
};
struct ListProposalsReply {
  std::vector<Bytes> notes;
};

// What a small change consists of, so that nobody has to ask for it.
struct LivePage {
  Bytes leaves;              // The last ones of the feed, at most kLiveLeavesMax.
  Bytes signature;           // Of the feed's key, on the head that they lead to.
  std::vector<Bytes> blobs;  // One per leaf from the first, empty for none; kLiveBytesMax together.
};
inline constexpr uint64_t kLiveLeavesMax = 8;
inline constexpr size_t kLiveBytesMax = 16 * 1024;

// "Feed F has size N"; an empty feed means that the manifest has news, or with
// `cosignatures` that there are proposals. With `live`, N is the size that it leads to. Whatever a
// hint leaves out, or that does not fit what is held, is pulled.
struct WatchHint {
  NetworkId network;
  FeedId feed;
  uint64_t size = 0;
  bool cosignatures = false;
  LivePage live;  // Without leaves: a mere hint.
};

}  // namespace candour
