// What the governors of the network sign: new versions of its manifest, one text of each or two.
#include <algorithm>
#include <utility>

#include "federation/feed/leaf.h"
#include "federation/feed/proofs.h"
#include "federation/network/disputed.h"
#include "federation/network/manifest_edit.h"
#include "tests/sim/world.h"

namespace candour::sim {
namespace {

constexpr WallSeconds kExpires = kEpochStart + 800 * kSecondsPerDay;

FeedKey::Cut CutAt(const MemoryStore& store, const FeedId& feed, uint64_t size_max = ~uint64_t{0}) {
  const auto state = store.Feed(feed);
  const uint64_t size = std::min(state ? state->size : 0, size_max);
  if (size == 0) return {0, crypto::EmptyRoot()};
  return {size, *RootAtSize(store, feed, size)};
}

// What is withdrawn beyond the cut stays withdrawn.
void TakeDownBeyond(const MemoryStore& store, const FeedId& feed, uint64_t cut, Manifest& next) {
  const auto state = store.Feed(feed);
  for (uint64_t at = cut; state && at < state->size; ++at) {
    const auto leaf = DecodeLeaf(store.Leaves(feed, at, 1));
    const bool retract = leaf && leaf->kind == static_cast<uint8_t>(LeafKind::kRetract);
    if (!retract || leaf->ref_epoch != state->epoch || leaf->ref_index >= cut) continue;
    (void)AddTakedown(next, {feed, leaf->ref_index, leaf->ref_leaf, leaf->reason});
  }
}

}  // namespace

void World::PlanGovernors() {
  Random luck = Random(plan_.seed).Split("governors");
  auto sometime = [&] { return Instant{Duration(luck.Below(plan_.active_ms))}; };
  for (uint64_t i = 0; i < plan_.rotations; ++i) {
    const size_t node = luck.Below(nodes_.size());
    scheduler_.At(sometime(), [this, node] {
      if (!hostile_) Rotate(node, 0);
    });
  }
  // Where the first hub has its feed, or some entries before that.
  for (uint64_t i = 0; i < plan_.removals; ++i) {
    Random choice = luck.Split("removal");
    const size_t node = plan_.hubs + choice.Below(nodes_.size() - plan_.hubs);
    const uint64_t fewer = choice.Chance(500) ? choice.Below(4) : 0;
    const Instant at{Duration(choice.Below(plan_.active_ms))};
    scheduler_.At(at, [this, node, fewer] {
      if (hostile_ || disputed_ || !nodes_[node].admitted) return;
      const MemoryStore& hub = nodes_[0].store;
      const auto state = hub.Feed(cast_.FeedOf(node));
      const uint64_t size = state ? state->size : 0;
      const auto cut = hub.CheckpointAtOrBefore(cast_.FeedOf(node), size - std::min(size, fewer));
      Remove(node, hub, cut ? cut->size : 0, fewer % 2 == 0 ? Undone::kTakenDown : Undone::kShown);
    });
  }
  for (uint64_t i = 0; i < plan_.disputes; ++i) {
    const size_t node = luck.Below(nodes_.size());
    const bool first = luck.Chance(500);
    const Instant signed_at = sometime();
    scheduler_.At(signed_at, [this, node] {
      if (nodes_[0].up()) SignTwoTexts(node);
    });
    const Duration later(luck.Between(1000, 3 * 3'600'000));
    scheduler_.At(signed_at + later, [this, first] { Settle(first); });
  }
}

// What it lacks of the first `count` versions.
void World::GiveManifests(size_t node, size_t count) {
  const uint64_t life = nodes_[node].life;
  for (size_t i = nodes_[node].store.NewestManifest(cast_.network); i < count; ++i) {
    // A version that settles two texts is taken by who holds both.
    if (auto other = other_texts_.find(i); i > 0 && other != other_texts_.end()) {
      for (const Bytes& text : {manifests_[i - 1], other->second}) {
        if (!nodes_[node].up() || nodes_[node].life != life) return;
        (void)Handle(node, ManifestOffered{cast_.network, text, std::nullopt});
      }
    }
    if (!nodes_[node].up() || nodes_[node].life != life) return;
    (void)Handle(node, ManifestOffered{cast_.network, manifests_[i], std::nullopt});
  }
}

// The governors hand the next version to every honest hub they reach.
void World::OfferManifest(Manifest next) {
  manifests_.push_back(cast_.Sign(next));
  for (size_t hub = 0; hub < plan_.hubs; ++hub) {
    if (nodes_[hub].up()) GiveManifests(hub, manifests_.size());
  }
}

void World::RenewManifest() {
  if (!nodes_[0].up() || disputed_) return;
  const SignedManifest current = *OpenStored(manifests_.back());
  Manifest next = NextVersion(current, NowAt(0).wall, kExpires);
  next.issued = kEpochStart;
  next.params["heartbeat"] = 3600 + static_cast<int64_t>(next.version);
  OfferManifest(std::move(next));
  outcome_.marks.Hit(Mark::kManifestRenewed);
}

void World::Admit(size_t node) {
  if (nodes_[node].admitted) return;
  if (disputed_) Settle(true);
  const SignedManifest current = *OpenStored(manifests_.back());
  Manifest next = NextVersion(current, kEpochStart, kExpires);
  const Manifest whole = VerifyGenesis(MakeCast(plan_.seed, plan_.nodes).genesis, {})->manifest;
  const MemberId& id = cast_.members[node].id;
  for (const Member& m : whole.members) {
    if (m.id == id) next.members.push_back(m);
  }
  for (const FeedKey& f : whole.feeds) {
    if (f.member == id) next.feeds.push_back(f);
  }
  for (const CosignerKey& c : whole.cosigners) {
    if (c.member == id) next.cosigners.push_back(c);
  }
  outcome_.marks.Hit(Mark::kMemberAdded);
  nodes_[node].admitted = true;
  OfferManifest(std::move(next));
  nodes_[node].given = manifests_.size();
  Start(node);
}

void World::Remove(size_t node, const MemoryStore& at, uint64_t size_max, Undone undone) {
  const FeedId feed = cast_.FeedOf(node);
  const FeedKey::Cut cut = CutAt(at, feed, size_max);
  Manifest next = NextVersion(*OpenStored(manifests_.back()), kEpochStart, kExpires);
  if (!RemoveMember(next, cast_.members[node].id, {{feed, cut}})) return Note(node, "stays");
  if (undone == Undone::kTakenDown) TakeDownBeyond(at, feed, cut.size, next);
  truth_.OnCut(feed, cut.size, std::nullopt);
  nodes_[node].removed = true;
  outcome_.marks.Hit(Mark::kMemberRemoved);
  OfferManifest(std::move(next));
}

// The node begins with its new keys at once, before or after it hears that they are in force.
void World::Rotate(size_t node, size_t at, uint64_t size_max) {
  if (disputed_ || !nodes_[node].admitted || nodes_[node].removed) return;
  const FeedId feed = cast_.FeedOf(node);
  const FeedKey::Cut cut = CutAt(nodes_[at].store, feed, size_max);
  Manifest next = NextVersion(*OpenStored(manifests_.back()), kEpochStart, kExpires);
  cast_.NewKeys(node);
  const CastMember& m = cast_.members[node];
  const Rotation keys{
      m.id, m.epoch,
      crypto::VerifierKey::Ed25519(FeedOrigin(cast_.FeedOf(node)), m.feed.public_key()),
      crypto::VerifierKey::Cosignature(CosignerName(cast_.network, m.id), m.cosigner.public_key()),
      {m.spki},
      {}};
  if (!candour::Rotate(next, keys, cut)) return Note(node, "keeps its keys");
  outcome_.marks.Hit(Mark::kKeysRotated);
  Note(node, "gets new keys");
  truth_.OnCut(feed, cut.size, cast_.FeedOf(node));
  OfferManifest(std::move(next));
  if (nodes_[node].up()) (void)Handle(node, NetworkOpened{cast_.KeysOf(node)});
}

// The hubs are given one, `node` the other.
void World::SignTwoTexts(size_t node) {
  if (disputed_) return;
  const SignedManifest current = *OpenStored(manifests_.back());
  Manifest other = NextVersion(current, kEpochStart, kExpires);
  other.params["heartbeat"] = 7200 + static_cast<int64_t>(other.version);
  outcome_.marks.Hit(Mark::kTwoTexts);
  OfferManifest(NextVersion(current, kEpochStart, kExpires));
  other_texts_[manifests_.size()] = cast_.Sign(other);
  disputed_ = true;
  if (!nodes_[node].up()) return;
  GiveManifests(node, manifests_.size() - 1);
  if (!nodes_[node].up()) return;
  const Bytes& text = other_texts_[manifests_.size()];
  (void)Handle(node, ManifestOffered{cast_.network, text, std::nullopt});
}

void World::Settle(bool first) {
  if (!disputed_) return;
  disputed_ = false;
  outcome_.marks.Hit(Mark::kTextsSettled);
  const SignedManifest before = *OpenStored(manifests_[manifests_.size() - 2]);
  Bytes& other = other_texts_[manifests_.size()];
  if (!first) std::swap(manifests_.back(), other);
  OfferManifest(Resolution(before, *OpenStored(manifests_.back()), *OpenStored(other), kEpochStart,
                           kExpires));
}

}  // namespace candour::sim
