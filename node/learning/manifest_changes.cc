#include "node/learning/manifest_changes.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "crypto/merkle.h"
#include "federation/feed/leaf.h"
#include "federation/feed/names.h"
#include "federation/feed/proofs.h"
#include "federation/network/leaving.h"
#include "federation/network/manifest_edit.h"
#include "federation/network/rotation.h"

namespace candour {
namespace {

using storage::Reader;

constexpr uint32_t kDefaultValidDays = 365;
constexpr uint32_t kValidDaysMax = 366 * 5;
constexpr uint64_t kLeavesPerRead = 4096;

struct CutWish {
  uint64_t size = 0;
  enum { kHeld, kSize, kNothing } kind = kHeld;
};

// The governors' cut of one feed: at what this node holds, or at an earlier checkpoint of it.
Result<FeedKey::Cut> CutOf(const Reader& store, const FeedId& feed, const CutWish& wish) {
  const auto state = store.Feed(feed);
  const uint64_t held = state ? state->size : 0;
  if (wish.kind == CutWish::kNothing || held == 0) return FeedKey::Cut{0, crypto::EmptyRoot()};
  if (wish.kind == CutWish::kHeld) return FeedKey::Cut{held, state->root};
  const auto checkpoint = store.CheckpointAtOrBefore(feed, wish.size);
  if (wish.size > held || !checkpoint || checkpoint->size != wish.size) {
    const std::string nearest = checkpoint ? std::to_string(checkpoint->size) : "0";
    return Fail(ErrorCode::kInvalid, "CUT_NOT_A_CHECKPOINT",
                "feed " + feed.hex().substr(0, 8) + ": this node holds " + std::to_string(held) +
                    " entries and no checkpoint of size " + std::to_string(wish.size) +
                    "; the nearest before it is " + nearest);
  }
  auto root = RootAtSize(store, feed, wish.size);
  if (!root) return Fail(root.error());
  return FeedKey::Cut{wish.size, *root};
}

struct Closing {
  MemberId member;
  uint32_t epoch = 0;
  FeedKey::Cut cut;
};

// Withdrawals signed beyond the cut would come undone with it: each becomes a takedown. Not those
// of many at once that still wait for what the governors make of them.
void KeepWithdrawals(const Reader& store, const Closing& closing, Manifest& next) {
  const FeedId feed = FeedIdOf(next.network, closing.member, closing.epoch);
  const auto state = store.Feed(feed);
  const uint64_t held = state ? state->size : 0;
  for (uint64_t at = closing.cut.size; at < held; at += kLeavesPerRead) {
    const Bytes run = store.Leaves(feed, at, std::min(kLeavesPerRead, held - at));
    for (size_t i = 0; i + kLeafBytes <= run.size(); i += kLeafBytes) {
      const auto leaf = DecodeLeaf(BytesView(run).substr(i, kLeafBytes));
      if (!leaf || leaf->kind != static_cast<uint8_t>(LeafKind::kRetract)) continue;
      if (leaf->ref_epoch == closing.epoch && leaf->ref_index >= closing.cut.size) continue;
      const FeedId target = FeedIdOf(next.network, closing.member, leaf->ref_epoch);
      const auto row = store.RetractionOf(target, leaf->ref_index);
      if (row && row->state == ErasureState::kDelayed) continue;
      (void)AddTakedown(next, {.feed = target,
                               .index = leaf->ref_index,
                               .leaf = leaf->ref_leaf,
                               .reason = leaf->reason});
    }
  }
}

Result<Member> MemberIn(const NetworkView& network, const node::v1::MemberRemoval& wish) {
  if (wish.leaving().empty()) return FindMemberByName(network, wish.member());
  auto leaving = ParseLeaving(network.manifest->manifest, wish.leaving());
  if (!leaving) return Fail(leaving.error());
  const Member* member = network.manifest->manifest.FindMember(leaving->member);
  if (member != nullptr) return *member;
  return Fail(ErrorCode::kNotFound, "MEMBER_UNKNOWN",
              "network " + network.manifest->manifest.name + ": who wrote this line is no member");
}

// Exactly where the member itself says that its feed ends; what it withdrew since is taken down.
Status RemoveLeaving(const Reader& store, const NetworkView& network,
                     const node::v1::MemberRemoval& wish, Manifest& next) {
  auto leaving = ParseLeaving(network.manifest->manifest, wish.leaving());
  if (!leaving) return Fail(leaving.error());
  const FeedKey::Cut& last = leaving->last;
  const std::string feed = "feed " + leaving->feed.hex().substr(0, 8);
  const auto state = store.Feed(leaving->feed);
  const uint64_t held = state ? state->size : 0;
  if (held < last.size) {
    return Fail(ErrorCode::kUnavailable, "LEAVING_NOT_HELD",
                feed + ": this node holds " + std::to_string(held) + " of the " +
                    std::to_string(last.size) +
                    " entries that it ends with; run candour peer sync-now");
  }
  const auto root = RootAtSize(store, leaving->feed, last.size);
  if (last.size > 0 && (!root || *root != last.root)) {
    return Fail(ErrorCode::kConflict, "LEAVING_OTHER_ROOT",
                feed +
                    ": what this node holds of it is another history than the member says; see "
                    "candour network evidence");
  }
  KeepWithdrawals(store, {leaving->member, leaving->epoch, last}, next);
  return RemoveMember(next, leaving->member, {{leaving->feed, last}});
}

Status Remove(const Reader& store, const NetworkView& network, const node::v1::MemberRemoval& wish,
              Manifest& next) {
  if (!wish.leaving().empty()) return RemoveLeaving(store, network, wish, next);
  auto member = FindMemberByName(network, wish.member());
  if (!member) return Fail(member.error());
  const CutWish at{wish.cut(), wish.nothing()    ? CutWish::kNothing
                               : wish.cut() != 0 ? CutWish::kSize
                                                 : CutWish::kHeld};
  Cuts cuts;
  for (const FeedKey& key : network.manifest->manifest.feeds) {
    if (key.member != member->id || key.closed) continue;
    const FeedId feed = FeedIdOf(network.id, key.member, key.epoch);
    auto cut = CutOf(store, feed, at);
    if (!cut) return Fail(cut.error());
    if (!wish.keep_withdrawals()) KeepWithdrawals(store, {key.member, key.epoch, *cut}, next);
    cuts.emplace(feed, *cut);
  }
  return RemoveMember(next, member->id, cuts);
}

Status RotateKeys(const Reader& store, const NetworkView& network,
                  const node::v1::MemberRotation& wish, Manifest& next) {
  auto keys = ParseRotation(network.id, wish.keys());
  if (!keys) return Fail(keys.error());
  const FeedId feed = FeedIdOf(network.id, keys->member, keys->epoch - 1);
  auto cut = CutOf(store, feed, {wish.cut(), wish.cut() != 0 ? CutWish::kSize : CutWish::kHeld});
  if (!cut) return Fail(cut.error());
  if (!wish.keep_withdrawals()) {
    KeepWithdrawals(store, {keys->member, keys->epoch - 1, *cut}, next);
  }
  return Rotate(next, *keys, *cut);
}

Status TakeDown(const Reader& store, const NetworkView& network, const std::string& item,
                uint16_t reason, Manifest& next) {
  const size_t slash = item.rfind('/');
  const size_t first = item.find('/');
  if (first == std::string::npos || first == slash) return Fail(NoItem(item));
  auto place = FindItemIn(store, network, item.substr(first + 1));
  if (!place) return Fail(place.error());
  const uint64_t index = place->chain.versions.back();
  if (place->chain.retracted) {
    return Fail(ErrorCode::kConflict, "WITHDRAWN", item + " is withdrawn already");
  }
  return AddTakedown(next, {.feed = place->feed,
                            .index = index,
                            .leaf = crypto::LeafHash(store.Leaves(place->feed, index, 1)),
                            .reason = reason});
}

// The item as the manifest names it.
Status Lift(const Reader& store, const NetworkView& network, const std::string& item,
            Manifest& next) {
  const size_t slash = item.find('/');
  if (slash == std::string::npos) return Fail(NoItem(item));
  auto place = FindItemIn(store, network, item.substr(slash + 1));
  if (!place) return Fail(place.error());
  const auto& versions = place->chain.versions;
  const size_t gone = std::erase_if(next.takedowns, [&](const Takedown& line) {
    return line.feed == place->feed &&
           std::find(versions.begin(), versions.end(), line.index) != versions.end();
  });
  if (gone > 0) return {};
  return Fail(ErrorCode::kConflict, "NOT_TAKEN_DOWN", item + " is not taken down");
}

Status NewGovernor(const NetworkView& network, const node::v1::NewGovernor& wish, Manifest& next) {
  if (Status added = AddGovernor(next, wish.vkey()); !added) return added;
  if (wish.member().empty()) return {};
  auto member = FindMemberByName(network, wish.member());
  if (!member) return Fail(member.error());
  return member->Has('g') ? Status() : SetRoles(next, member->id, member->roles + "g");
}

}  // namespace

Error WaitsForOthers(const node::v1::Proposal& proposal) {
  return {ErrorCode::kUnavailable, "MORE_SIGNATURES_NEEDED",
          "version " + std::to_string(proposal.version()) + " of " + proposal.network() +
              " is proposed under " + proposal.id() + " and signed by " +
              std::to_string(proposal.signed_by_size()) + " of " +
              std::to_string(proposal.needed()) +
              " governors; the others run: candour network sign"};
}

Result<WallSeconds> ExpiryFor(uint32_t valid_days, WallSeconds now) {
  if (valid_days > kValidDaysMax) {
    return Fail(ErrorCode::kInvalid, "VALIDITY_TOO_LONG",
                "a manifest is valid for at most five years; it is meant to be renewed");
  }
  return now + (valid_days == 0 ? kDefaultValidDays : valid_days) * kSecondsPerDay;
}

Result<uint16_t> ReasonCode(const std::string& reason) {
  if (reason.empty()) {
    return Fail(ErrorCode::kInvalid, "REASON_MISSING",
                "say why: --reason privacy, unsafe, duplicate, replaced, subject or mistake");
  }
  for (uint16_t code = 0; code <= static_cast<uint16_t>(RetractReason::kMistake); ++code) {
    if (reason == ReasonText(code)) return code;
  }
  constexpr std::array<std::pair<std::string_view, RetractReason>, 7> kShort{{
      {"unspecified", RetractReason::kUnspecified},
      {"privacy", RetractReason::kPrivacy},
      {"unsafe", RetractReason::kUnsafe},
      {"duplicate", RetractReason::kDuplicate},
      {"replaced", RetractReason::kReplaced},
      {"subject", RetractReason::kSubject},
      {"mistake", RetractReason::kMistake},
  }};
  for (const auto& [word, code] : kShort) {
    if (reason == word) return static_cast<uint16_t>(code);
  }
  return Fail(ErrorCode::kInvalid, "REASON_UNKNOWN",
              "the reason must be privacy, unsafe, duplicate, replaced, subject or mistake");
}

Status ApplyChange(const Reader& store, const NetworkView& network,
                   const node::v1::ManifestChange& change, Now now, Manifest& next) {
  using Kind = node::v1::ManifestChange;
  const auto member = [&](const std::string& name) { return FindMemberByName(network, name); };
  switch (change.change_case()) {
    case Kind::kRenewDays: {
      auto expires = ExpiryFor(change.renew_days(), now.wall);
      if (expires) next.expires = *expires;
      return expires ? Status() : Fail(expires.error());
    }
    case Kind::kRoles: {
      auto found = member(change.roles().member());
      return found ? SetRoles(next, found->id, change.roles().roles()) : Fail(found.error());
    }
    case Kind::kParameter:
      return SetParam(next, change.parameter().name(), change.parameter().value());
    case Kind::kHub: {
      auto found = member(change.hub().member());
      return found ? SetHub(next, found->id, change.hub().address()) : Fail(found.error());
    }
    case Kind::kAddGovernor:
      return NewGovernor(network, change.add_governor(), next);
    case Kind::kRemoveGovernor:
      return RemoveGovernor(next, change.remove_governor());
    case Kind::kThreshold:
      return SetThreshold(next, change.threshold());
    case Kind::kRemove:
      return Remove(store, network, change.remove(), next);
    case Kind::kRotate:
      return RotateKeys(store, network, change.rotate(), next);
    case Kind::kTakedown: {
      if (change.takedown().lift()) return Lift(store, network, change.takedown().name(), next);
      auto reason = ReasonCode(change.takedown().reason());
      if (!reason) return Fail(reason.error());
      return TakeDown(store, network, change.takedown().name(), *reason, next);
    }
    case Kind::kSettle:
      return Fail(ErrorCode::kInvalid, "CHANGE_ALONE",
                  "two texts are settled by a version that changes nothing else");
    case Kind::CHANGE_NOT_SET:
      break;
  }
  return Fail(ErrorCode::kInvalid, "CHANGE_MISSING", "say what is to change");
}

Status CheckChanges(const NetworkView& network,
                    const google::protobuf::RepeatedPtrField<node::v1::ManifestChange>& changes) {
  if (changes.empty()) return Fail(ErrorCode::kInvalid, "CHANGE_MISSING", "say what is to change");
  const bool fewer = std::any_of(changes.begin(), changes.end(), [](const auto& change) {
    return change.change_case() == node::v1::ManifestChange::kRemoveGovernor;
  });
  for (const auto& change : changes) {
    if (change.change_case() != node::v1::ManifestChange::kRemove || fewer) continue;
    auto member = MemberIn(network, change.remove());
    if (!member || !member->Has('g')) continue;
    return Fail(ErrorCode::kPolicy, "HOLDS_GOVERNOR_KEY",
                member->name + " holds a governor key of " + network.manifest->manifest.name +
                    ": take it away in the same version, with --remove-governor NUMBER");
  }
  return {};
}

}  // namespace candour
