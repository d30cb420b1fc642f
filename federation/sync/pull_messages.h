// What a node asks of another: greeting, manifests, heads, leaves, bodies.
// peer.v1 without its encoding.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "crypto/hash.h"
#include "federation/base/bytes.h"
#include "federation/base/ids.h"
#include "federation/base/time.h"
#include "federation/feed/body_entry.h"
#include "federation/sync/cosignature.h"

namespace candour {

inline constexpr uint32_t kProtocolVersion = 1;
inline constexpr uint64_t kLeavesPerPageMax = 4096;
inline constexpr uint64_t kBodyBytesPerReplyMax = 3 << 20;
inline constexpr size_t kManifestsPerPageMax = 16;

// Who is at the other end: made in one place, from the TLS session or the edge's forwarded
// certificate.
struct PeerIdentity {
  NetworkId network;
  MemberId member;
  crypto::Hash spki;
  // A key that the manifest no longer names: heard for Hello and GetManifests only, so that its
  // holder learns why it is refused (protocol section 5).
  bool former = false;
};

struct HelloRequest {
  uint32_t protocol = kProtocolVersion;
  crypto::Hash instance;
  std::string boot_id;  // 16 bytes
  NetworkId network;
  uint64_t manifest_version = 0;
  crypto::Hash manifest_hash;
};
struct HelloReply {
  uint32_t protocol = kProtocolVersion;
  crypto::Hash instance;
  std::string boot_id;
  NetworkId network;
  uint64_t manifest_version = 0;
  crypto::Hash manifest_hash;
  WallSeconds server_time = 0;
  bool twin = false;  // Another process with the caller's keys is connected there now.
};

struct ManifestsRequest {
  NetworkId network;
  uint64_t from_version = 1;
};
struct ManifestsReply {
  struct Version {
    uint64_t version = 0;
    Bytes note;
  };
  std::vector<Version> manifests;
};

struct HeadsRequest {
  NetworkId network;
  uint64_t since = 0;
  bool full = false;
  uint64_t lines_since = 0;  // Of lines on the asker's own feed.
};
struct Head {
  FeedId feed;
  Bytes checkpoint;                // Note with the origin's signature.
  std::vector<Cosignature> lines;  // Of exactly that head.
  Bytes evidence;                  // Where the feed is frozen: why (feed/evidence.h).
};
struct HeadsReply {
  uint64_t cursor = 0;
  std::vector<Head> heads;
  // Lines on the asker's own feed that came to the answering node after `lines_since`, at most
  // kLinesPerReplyMax, and where to go on.
  uint64_t lines_cursor = 0;
  std::vector<CosignedHead> lines;
};
inline constexpr size_t kLinesPerReplyMax = 256;

struct LeavesRequest {
  NetworkId network;
  FeedId feed;
  uint64_t start = 0;
  uint64_t max = kLeavesPerPageMax;
};
// The page ends exactly at the size that `checkpoint` signs, so every page verifies by itself.
struct LeavesReply {
  uint64_t start = 0;
  Bytes leaves;
  Bytes checkpoint;
};

struct BodiesRequest {
  NetworkId network;
  FeedId feed;
  std::vector<IndexRange> ranges;
  uint64_t bytes_max = kBodyBytesPerReplyMax;
};
struct BodiesReply {
  std::vector<BodyEntry> bodies;
};  // A prefix of what was asked for, in order.

}  // namespace candour
