// The manifest: who is a member of a network, which key speaks for which feed, and under which
// rules (protocol 5).
//
// A Manifest value is made only by ParseManifest, from canonical text; FormatManifest gives the
// same bytes back. Signatures are a separate step: VerifyGenesis and VerifyUpdate. Pure and
// thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "crypto/hash.h"
#include "crypto/note.h"
#include "federation/base/ids.h"
#include "federation/base/result.h"
#include "federation/base/time.h"
#include "federation/feed/feed_key.h"

namespace candour {

inline constexpr size_t kManifestBytesMax = 1 << 20;

enum class NetworkKind : uint8_t { kGeographic, kProfessional, kNational };

struct Member {
  MemberId id;
  std::string roles;               // A subset of "rwhqag" in that order; h implies r.
  std::string name;                // UTF-8, decoded.
  std::vector<crypto::Hash> spki;  // One or two.
  bool Has(char role) const { return roles.find(role) != std::string::npos; }
};

struct MemberAttribute {
  MemberId member;
  std::string key;  // type, icb, region, ods
  std::string value;
};

struct Hub {
  MemberId member;
  std::string address;  // host:port
};

struct CosignerKey {
  MemberId member;
  crypto::VerifierKey key;
};

struct KexKey {
  MemberId member;
  std::string public_key;  // 32 bytes
};

struct Takedown {
  FeedId feed;
  uint64_t index = 0;
  crypto::Hash leaf;
  uint16_t reason = 0;
};

struct Manifest {
  NetworkId network;
  uint64_t version = 0;
  crypto::Hash prev;
  std::optional<crypto::Hash> resolves;
  WallSeconds issued = 0;
  WallSeconds expires = 0;
  uint32_t threshold = 0;
  std::string name;
  NetworkKind kind = NetworkKind::kGeographic;
  std::optional<crypto::Hash> terms;
  std::vector<crypto::VerifierKey> governors;
  std::map<std::string, int64_t> params;  // As written; Param() knows the defaults.
  std::vector<Member> members;
  std::vector<MemberAttribute> attributes;
  std::vector<Hub> hubs;
  std::vector<FeedKey> feeds;
  std::vector<CosignerKey> cosigners;
  std::vector<KexKey> kex;
  std::vector<Takedown> takedowns;

  // Default when not written; a name that is no parameter aborts.
  int64_t Param(const std::string& name) const;
  const Member* FindMember(const MemberId& id) const;
  const Member* FindByPin(const crypto::Hash& spki) const;
  const FeedKey* FindFeed(const FeedId& feed) const;
  const CosignerKey* FindCosigner(const MemberId& member) const;
  bool Expired(WallSeconds now) const { return now >= expires; }
};

// The canonical text; sections and lines are put in order. Inverse of ParseManifest.
std::string FormatManifest(const Manifest& manifest);

// kInvalid, with a message that names the line:
// - MANIFEST_UPGRADE: another order of bytes, or a keyword, parameter, role, attribute or kind that
//   this version does not know.
// - MANIFEST_MALFORMED: an empty, missing or duplicate value; a key not named after its use, or
//   with two uses; a name, pin or address that stands twice; a reference to no member (the closed
//   feeds of former members stay); a member without its cosigner and epoch-0 feed line; epochs with
//   a gap, or open ones before the newest.
// - MANIFEST_TOO_LARGE.
Result<Manifest> ParseManifest(std::string_view text);

crypto::Hash ManifestHash(std::string_view text);  // SHA-256 of the text.

struct SignedManifest {
  Manifest manifest;
  std::string text;
  std::string note;  // With verified governor lines only.
  crypto::Hash hash;
};

// Version 1: signed by its own threshold; `pinned` is the hash in the ticket (empty: the creator's
// own). kInvalid: MANIFEST_WRONG_GENESIS, MANIFEST_NOT_SIGNED, or as ParseManifest.
Result<SignedManifest> VerifyGenesis(std::string_view note,
                                     const std::optional<crypto::Hash>& pinned);

// Exactly current.version + 1 with matching prev, signed by the thresholds of both; expiry plays no
// part. kConflict: MANIFEST_NOT_NEXT (another version), MANIFEST_WRONG_PREV (follows another text).
// kInvalid: MANIFEST_NOT_SIGNED, MANIFEST_WRONG_NETWORK, MANIFEST_KEY_REUSED (a governor's number
// or a feed's epoch with another key), or as ParseManifest.
Result<SignedManifest> VerifyUpdate(const SignedManifest& current, std::string_view note);

// A note as this node stored it: verified once before. Checks own threshold only and keeps the note
// as it is, because the lines of the previous governors are what the next node needs. kCorrupt.
Result<SignedManifest> OpenStored(std::string_view note);

}  // namespace candour
