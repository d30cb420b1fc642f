// The changes that governors make to a manifest, one function each, on a copy from NextVersion().
//
// They keep the manifest whole: whoever leaves takes its lines along, and its feeds stay closed so
// that what it wrote can still be verified. kNotFound and kInvalid name what is missing; the caller
// still runs the text through ParseManifest (SignManifest does), which checks everything else.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "federation/network/manifest.h"

namespace candour {

// "rwh" of letters in any order; kInvalid ROLES_INVALID for another letter or one twice.
Result<std::string> OrderedRoles(std::string_view letters);

Status SetRoles(Manifest& next, const MemberId& member, std::string_view roles);
// The default is written as its absence. kInvalid PARAM_UNKNOWN, PARAM_RANGE.
Status SetParam(Manifest& next, std::string_view name, int64_t value);
// Empty takes the line away. MEMBER_UNKNOWN.
Status SetHub(Manifest& next, const MemberId& member, const std::string& address);
// kInvalid VKEY_INVALID unless it is a governor's key of this network; kConflict GOVERNOR_NUMBER
// when the number stands there already.
Status AddGovernor(Manifest& next, std::string_view vkey);
// kNotFound GOVERNOR_UNKNOWN; kPolicy THRESHOLD_OUT_OF_REACH when fewer would be left than must
// sign.
Status RemoveGovernor(Manifest& next, uint32_t number);
Status SetThreshold(Manifest& next, uint32_t threshold);  // kInvalid THRESHOLD_INVALID.

// Where each feed is cut; a feed that is not named is cut at nothing.
using Cuts = std::map<FeedId, FeedKey::Cut>;
// Takes the member out and closes its open feeds. MEMBER_UNKNOWN; kPolicy LAST_MEMBER, LAST_HUB.
Status RemoveMember(Manifest& next, const MemberId& member, const Cuts& cuts);

// New keys of one member: the open epoch is cut, the next one begins with the new feed key.
struct Rotation {
  MemberId member;
  uint32_t epoch = 0;  // The new one.
  crypto::VerifierKey feed;
  crypto::VerifierKey cosigner;
  std::vector<crypto::Hash> spki;
  std::string kex;
};
// MEMBER_UNKNOWN; kConflict EPOCH_NOT_NEXT.
Status Rotate(Manifest& next, const Rotation& keys, const FeedKey::Cut& cut);

// kConflict TAKEN_DOWN when the line is there already.
Status AddTakedown(Manifest& next, const Takedown& takedown);

}  // namespace candour
