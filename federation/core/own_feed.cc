#include "federation/core/own_feed.h"

#include <algorithm>
#include <utility>

#include "crypto/merkle.h"
#include "federation/feed/batch.h"
#include "federation/feed/chain.h"
#include "federation/feed/names.h"
#include "federation/feed/proofs.h"
#include "federation/network/audience.h"

namespace candour {
namespace {

constexpr size_t kWaitingMax = 4096;
constexpr uint64_t kLeavesPerRead = 4096;

uint64_t DayOf(WallSeconds wall) {
  return wall < 0 ? 0 : static_cast<uint64_t>(wall - wall % kSecondsPerDay);
}

std::string Name(const NetworkId& network) { return "network " + network.hex().substr(0, 8); }

Leaf BodyLeaf(LeafKind kind, const ItemId& item, const Bytes& salt, const Bytes& body) {
  Leaf leaf;
  leaf.kind = static_cast<uint8_t>(kind);
  leaf.item = item;
  leaf.commitment = Commitment(salt, body);
  return leaf;
}

}  // namespace

OwnFeed::OwnFeed(const OwnKeys& keys, const BatchLimits& limits)
    : keys_(keys), limits_(limits), feed_(FeedIdOf(keys.network, keys.member, keys.epoch)) {}

FeedState OwnFeed::StateOf(const TurnBook& book) const {
  if (auto held = book.Feed(feed_)) return *held;
  FeedState state;
  state.feed = feed_;
  state.network = keys_.network;
  state.member = keys_.member;
  state.epoch = keys_.epoch;
  state.root = crypto::EmptyRoot();
  return state;
}

void OwnFeed::Open(TurnBook& book) {
  waiting_.clear();
  for (const StagedEntry& entry : book.store().Staged(feed_, SIZE_MAX)) {
    auto leaf = DecodeLeaf(entry.leaf);
    if (!leaf) {
      broken_ = Name(keys_.network) + ": a queued entry is damaged; restore this node";
      return;
    }
    waiting_.push_back({entry.sequence, static_cast<LeafKind>(leaf->kind), leaf->item});
    next_sequence_ = entry.sequence + 1;
  }
  // What people handed in while the governors' new epoch was not in use here yet.
  for (uint32_t epoch = 0; epoch < keys_.epoch; ++epoch) {
    const FeedId older = FeedIdOf(keys_.network, keys_.member, epoch);
    for (StagedEntry& entry : book.store().Staged(older, SIZE_MAX)) {
      const auto leaf = DecodeLeaf(entry.leaf);
      if (leaf) Stage(*leaf, std::move(entry.blob), book);
      book.Add(DropStaged{older, entry.sequence});
    }
    // What was restored under earlier keys has caught up with nobody yet.
    auto held = book.Feed(older);
    if (!held || held->status != FeedStatus::kRecovering) continue;
    held->status = FeedStatus::kActive;
    book.PutFeed(*held);
    fresh_epoch_ = true;
  }
  const FeedState state = StateOf(book);
  size_ = state.size;
  CheckStore(book);
  if (broken_.empty() && state.status == FeedStatus::kFrozen) {
    OnOwnHead({OwnHeadSeen::Verdict::kOtherHistory, 0});
  }
  if (!broken_.empty()) return;
  LookForCopy(state);
  if (fresh_epoch_ && !amnesic_) BecomeAmnesic("this node was restored before it got new keys");
  Persist(book);
  ask_again_ = false;  // Nobody has been asked yet.
  if (amnesic_) return;
  // The process may have ended between the commit and the guard file: it is brought up first. The
  // first one is written before anything is signed, so that its absence says something.
  if (state.size > keys_.guard_size || keys_.guard == GuardStanding::kAbsent) {
    guard_due_ = WriteGuard{feed_, state.size, state.root};
  }
}

// The stored leaves must give the stored root, and at the guard's size the guard's.
void OwnFeed::CheckStore(const TurnBook& book) {
  const FeedState state = StateOf(book);
  const std::string name = Name(keys_.network);
  crypto::CompactRange range;
  for (uint64_t at = 0; at < state.size;) {
    if (at == keys_.guard_size && at > 0 && range.Root() != keys_.guard_root) break;
    const uint64_t stop = at < keys_.guard_size ? std::min(keys_.guard_size, state.size)
                                                : state.size;
    const Bytes leaves = book.store().Leaves(feed_, at, std::min(kLeavesPerRead, stop - at));
    if (leaves.empty() || leaves.size() % kLeafBytes != 0) break;
    for (size_t i = 0; i < leaves.size(); i += kLeafBytes, ++at) {
      range.Append(crypto::LeafHash(BytesView(leaves).substr(i, kLeafBytes)));
    }
  }
  if (range.size() != state.size || (state.size > 0 && range.Root() != state.root)) {
    const bool guard = range.size() == keys_.guard_size && range.size() < state.size;
    broken_ = name +
              (guard ? ": the guard file remembers another history of our feed"
                     : ": the stored leaves of our feed do not give its root") +
              "; restore this node and ask the governors for a new epoch";
    return;
  }
  if (keys_.guard_size > 0 && keys_.guard_size == state.size && state.root != keys_.guard_root) {
    broken_ = name + ": the guard file remembers another history of our feed; restore this node " +
              "and ask the governors for a new epoch";
  }
}

bool OwnFeed::MustConfirm(const Manifest& manifest) const {
  if (size_ == 0 && manifest.members.size() == 1) return false;
  const bool hub = std::any_of(manifest.hubs.begin(), manifest.hubs.end(),
                               [&](const Hub& h) { return h.member == keys_.member; });
  return !(hub && manifest.hubs.size() == 1);
}

std::string OwnFeed::Blocked(const Manifest* manifest) const {
  const std::string name = Name(keys_.network);
  if (!broken_.empty()) return broken_;
  if (!manifest) return name + ": no manifest is held yet; join or create the network";
  const FeedKey* key = manifest->FindFeed(feed_);
  if (key && key->closed && !manifest->FindMember(keys_.member)) {
    return "network " + manifest->name + ": manifest version " + std::to_string(manifest->version) +
           " no longer names this node: it keeps what it has, gets no new texts and no answers, "
           "and what it signed beyond entry " + std::to_string(key->closed->size) +
           " is not accepted; only the governors can withdraw what it published";
  }
  if (!key || !manifest->FindMember(keys_.member)) {
    return "network " + manifest->name + ": this node is not a member in manifest version " +
           std::to_string(manifest->version) + "; wait for the coordinator's approval";
  }
  if (key->key != crypto::VerifierKey::Ed25519(FeedOrigin(feed_), keys_.feed.public_key())) {
    return "network " + manifest->name +
           ": the manifest names another key for our feed; check the keys folder";
  }
  if (key->closed) {
    return "network " + manifest->name +
           ": our feed's epoch is closed; ask the governors for a new one";
  }
  if (amnesic_) return "network " + manifest->name + ": " + WhyAmnesic(*manifest);
  if (!twins_at_.empty()) {
    return "network " + manifest->name +
           ": another process with this node's keys is connected to a hub; stop the one that is a "
           "copy, then restart the other";
  }
  if (MustConfirm(*manifest) && confirmed_by_.empty() && !vouched_) {
    return "network " + manifest->name +
           ": no hub has yet confirmed our feed's head; it is signed as soon as one answers";
  }
  return "";
}

void OwnFeed::OnOwnHead(const OwnHeadSeen& seen, const MemberId& hub) {
  switch (seen.verdict) {
    case OwnHeadSeen::Verdict::kNotAhead:
      confirmed_by_.insert(hub);
      break;
    case OwnHeadSeen::Verdict::kAhead:
      ahead_ = std::max(ahead_, seen.size);
      if (seen.size > size_ && !amnesic_) {
        BecomeAmnesic("a hub holds " + std::to_string(seen.size) + " of our entries and we hold " +
                      std::to_string(size_));
      }
      break;
    case OwnHeadSeen::Verdict::kOtherHistory:
      broken_ = Name(keys_.network) +
                ": a peer holds another history under our signature; ask the governors";
      break;
    case OwnHeadSeen::Verdict::kTwin:
    case OwnHeadSeen::Verdict::kCloned:
      twins_at_.insert(hub);
      break;
    case OwnHeadSeen::Verdict::kNoTwin:
      twins_at_.erase(hub);
      break;
  }
}

bool OwnFeed::Waits(const ItemId& item, LeafKind kind) const {
  return std::any_of(waiting_.begin(), waiting_.end(),
                     [&](const Waiting& w) { return w.item == item && w.kind == kind; });
}

Status OwnFeed::CheckBody(const Bytes& salt, const Bytes& body, const Manifest* manifest,
                          WallSeconds wall) const {
  if (!manifest) {
    return Fail(ErrorCode::kNotFound, "NO_MANIFEST", Blocked(manifest));
  }
  if (keys_.intent == Intent::kLeaves) {
    return Fail(ErrorCode::kPolicy, "LEAVING",
                "network " + manifest->name + ": this node is leaving it and publishes nothing " +
                    "there; candour network leave --stay takes that back");
  }
  const Decision write = Decide(*manifest, keys_.member, Access::kWrite, wall);
  if (!write.allowed) {
    return Fail(ErrorCode::kPolicy, "MAY_NOT_PUBLISH",
                "network " + manifest->name + ": " + write.reason + "; ask its coordinator");
  }
  if (salt.size() != kSaltBytes) {
    return Fail(ErrorCode::kInvalid, "SALT_SIZE", "the salt must be 32 bytes");
  }
  if (body.size() > kBodyBytesMax) {
    return Fail(ErrorCode::kInvalid, "BODY_SIZE",
                "the text is " + std::to_string(body.size()) + " bytes and at most " +
                    std::to_string(kBodyBytesMax) + " fit; shorten it");
  }
  if (waiting_.size() >= kWaitingMax) {
    return Fail(ErrorCode::kFull, "QUEUE_FULL",
                std::to_string(waiting_.size()) + " entries wait already; " + Blocked(manifest));
  }
  return {};
}

std::optional<OwnFeed::Placed> OwnFeed::Find(const ItemId& item, const StoreView& store) const {
  for (uint32_t epoch = keys_.epoch + 1; epoch-- > 0;) {
    auto chain = store.Chain(FeedIdOf(keys_.network, keys_.member, epoch), item);
    if (chain) return Placed{epoch, std::move(*chain)};
  }
  return std::nullopt;
}

Status OwnFeed::CheckLive(const ItemId& item, const StoreView& store) const {
  const std::string name = "item " + item.hex().substr(0, 8);
  const auto placed = Find(item, store);
  if (!placed && !Waits(item, LeafKind::kItem)) {
    return Fail(ErrorCode::kNotFound, "NO_SUCH_ITEM",
                name + " was never published by this node in this network");
  }
  if ((placed && placed->chain.retracted) || Waits(item, LeafKind::kRetract)) {
    return Fail(ErrorCode::kConflict, "ALREADY_RETRACTED", name + " is withdrawn already");
  }
  return {};
}

Status OwnFeed::Publish(const ItemPublished& event, TurnBook& book, const Manifest* manifest) {
  Status fits = CheckBody(event.salt, event.body, manifest, book.now().wall);
  if (!fits) return fits;
  if (Find(event.item, book.store()) || Waits(event.item, LeafKind::kItem)) {
    return Fail(ErrorCode::kConflict, "ITEM_ID_USED",
                "item " + event.item.hex().substr(0, 8) + " exists already; draw a new id");
  }
  auto blob = EncodeBlob(event.salt, event.body);
  if (!blob) return Fail(blob.error());
  Leaf leaf = BodyLeaf(LeafKind::kItem, event.item, event.salt, event.body);
  leaf.blob_blocks = static_cast<uint16_t>(blob->size() / kBlobBlockBytes);
  leaf.day = DayOf(event.day);
  return Enqueue(leaf, std::move(*blob), book, manifest);
}

Status OwnFeed::Revise(const ItemRevised& event, TurnBook& book, const Manifest* manifest) {
  Status fits = CheckBody(event.salt, event.body, manifest, book.now().wall);
  if (!fits) return fits;
  Status live = CheckLive(event.item, book.store());
  if (!live) return live;
  // Nobody would follow it: a version and what it replaces are of one epoch.
  const auto placed = Find(event.item, book.store());
  if (placed && placed->epoch != keys_.epoch) {
    return Fail(ErrorCode::kPolicy, "EARLIER_KEYS",
                "item " + event.item.hex().substr(0, 8) + " was published under earlier keys of " +
                    "this node; withdraw it and publish the new text as an item of its own");
  }
  auto blob = EncodeBlob(event.salt, event.body);
  if (!blob) return Fail(blob.error());
  Leaf leaf = BodyLeaf(LeafKind::kSupersede, event.item, event.salt, event.body);
  leaf.blob_blocks = static_cast<uint16_t>(blob->size() / kBlobBlockBytes);
  leaf.day = DayOf(event.day);
  return Enqueue(leaf, std::move(*blob), book, manifest);
}

Status OwnFeed::Retract(const ItemRetracted& event, TurnBook& book, const Manifest* manifest) {
  Status live = CheckLive(event.item, book.store());
  if (!live) return live;
  HideNow(event.item, book);
  Leaf leaf;
  leaf.kind = static_cast<uint8_t>(LeafKind::kRetract);
  leaf.item = event.item;
  leaf.reason = event.reason;
  leaf.day = DayOf(event.day);
  return Enqueue(leaf, {}, book, manifest);
}

// The text goes from this store at once, whenever the signature may be given.
void OwnFeed::HideNow(const ItemId& item, TurnBook& book) {
  if (auto placed = Find(item, book.store())) {
    const ItemChain& chain = placed->chain;
    for (uint64_t index : chain.versions) book.Add(EraseBody{chain.feed, index});
  }
  if (!Waits(item, LeafKind::kItem) && !Waits(item, LeafKind::kSupersede)) return;
  for (StagedEntry& entry : book.store().Staged(feed_, SIZE_MAX)) {
    auto leaf = DecodeLeaf(entry.leaf);
    if (!leaf || leaf->item != item) continue;
    entry.blob.clear();
    book.Add(PutStaged{std::move(entry)});
  }
}

void OwnFeed::Stage(const Leaf& leaf, Bytes blob, TurnBook& book) {
  StagedEntry entry{feed_, next_sequence_++, EncodeLeaf(leaf), std::move(blob)};
  exhausted_ = false;
  waiting_.push_back({entry.sequence, static_cast<LeafKind>(leaf.kind), leaf.item});
  book.Add(PutStaged{std::move(entry)});
}

void OwnFeed::Reappend(const FeedState& old, uint64_t from, TurnBook& book) {
  uint64_t again = 0;
  for (uint64_t at = from; at < old.size; ++at) {
    auto leaf = DecodeLeaf(book.store().Leaves(old.feed, at, 1));
    const auto chain = leaf ? book.store().Chain(old.feed, leaf->item) : std::nullopt;
    if (!chain || chain->versions.empty()) continue;
    const bool older = chain->versions.front() < from;
    if (leaf->kind == static_cast<uint8_t>(LeafKind::kRetract)) {
      // Many at once that others brought: the governors cut before what a thief signed.
      const auto row = book.store().RetractionOf(old.feed, leaf->ref_index);
      const bool doubted = row && row->state == ErasureState::kDelayed;
      if (older && !doubted) Stage(*leaf, {}, book), ++again;
      continue;
    }
    auto blob = book.store().Body(old.feed, at);
    // One that was withdrawn again beyond the cut never was; of one with versions the last counts.
    if (older || chain->retracted || at != chain->versions.back() || !blob) continue;
    leaf->kind = static_cast<uint8_t>(LeafKind::kItem);
    leaf->ref_index = kNoIndex;
    leaf->ref_leaf = {};
    leaf->ref_epoch = 0;
    Stage(*leaf, std::move(*blob), book);
    ++again;
  }
  book.Log("entries-signed-again", Name(keys_.network) + ": " + std::to_string(again) +
                                       " entries beyond the cut go into the new epoch");
}

// Signs at once when the window allows, together with what waits; else queues it.
Status OwnFeed::Enqueue(const Leaf& leaf, Bytes blob, TurnBook& book, const Manifest* manifest) {
  StagedEntry entry{feed_, next_sequence_++, EncodeLeaf(leaf), std::move(blob)};
  const bool idle = !signed_at_ || book.now().instant - *signed_at_ >= limits_.window;
  if (idle && waiting_.empty() && Blocked(manifest).empty()) {
    return Sign({std::move(entry)}, book, *manifest);
  }
  exhausted_ = false;
  waiting_.push_back({entry.sequence, static_cast<LeafKind>(leaf.kind), leaf.item});
  book.Add(PutStaged{std::move(entry)});
  return {};
}

}  // namespace candour
