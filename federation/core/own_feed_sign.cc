// Signing a batch of an own feed: references are filled in at the last moment, when positions are
// known.
#include <algorithm>
#include <utility>

#include "federation/core/own_feed.h"
#include "federation/feed/batch.h"
#include "federation/feed/chain.h"
#include "federation/network/audience.h"
#include "federation/sync/epochs.h"
#include "federation/sync/receiver.h"
#include "federation/sync/withdrawals.h"

namespace candour {

std::optional<Instant> OwnFeed::Deadline(const Manifest* manifest) const {
  if (manifest && MayRecover(*manifest)) return Instant{};
  if (waiting_.empty() || exhausted_ || !Blocked(manifest).empty()) return std::nullopt;
  if (waiting_.size() >= limits_.entries_max) return Instant{};
  return signed_at_ ? *signed_at_ + limits_.window : Instant{};
}

void OwnFeed::OnTimer(TurnBook& book, const Manifest* manifest) {
  if (manifest && MayRecover(*manifest)) {
    Recover(book);
    return;  // What it found is signed in a later turn, when the store shows it.
  }
  const auto due = Deadline(manifest);
  if (!due || *due > book.now().instant) return;
  const bool may_write = Decide(*manifest, keys_.member, Access::kWrite, book.now().wall).allowed;
  const size_t most = may_write ? limits_.entries_max : SIZE_MAX;
  (void)Sign(book.store().Staged(feed_, most), book, *manifest);
}

Status OwnFeed::Sign(const std::vector<StagedEntry>& entries, TurnBook& book,
                     const Manifest& manifest) {
  const FeedState before = StateOf(book);
  const bool may_write = Decide(manifest, keys_.member, Access::kWrite, book.now().wall).allowed;
  Draft draft;
  std::vector<uint64_t> sequences, moot;
  for (const StagedEntry& entry : entries) {
    if (sequences.size() == limits_.entries_max) break;
    const bool retract = entry.leaf[4] == static_cast<char>(LeafKind::kRetract);
    if (!may_write && !retract) continue;
    // What cannot refer to anything yet waits behind the entry it refers to.
    if (!AddToDraft(entry, book, before.size + sequences.size(), draft)) {
      if (retract && IsMoot(entry, book.store())) moot.push_back(entry.sequence);
      continue;
    }
    sequences.push_back(entry.sequence);
  }
  Unstage(moot, book);
  exhausted_ = sequences.empty() && moot.empty();
  if (sequences.empty()) return {};
  Status committed = Commit(std::move(draft), before, manifest, book);
  if (committed) Unstage(sequences, book);
  return committed;
}

// A cut took back what it withdraws, so that it never was.
bool OwnFeed::IsMoot(const StagedEntry& entry, const StoreView& store) const {
  const auto leaf = DecodeLeaf(entry.leaf);
  return leaf && !Find(leaf->item, store) && !Waits(leaf->item, LeafKind::kItem);
}

void OwnFeed::Unstage(const std::vector<uint64_t>& sequences, TurnBook& book) {
  for (uint64_t sequence : sequences) {
    auto waiting = std::find_if(waiting_.begin(), waiting_.end(),
                                [&](const Waiting& w) { return w.sequence == sequence; });
    if (waiting == waiting_.end()) continue;  // Signed at once: never staged.
    waiting_.erase(waiting);
    book.Add(DropStaged{feed_, sequence});
  }
}

// False when it must wait.
bool OwnFeed::AddToDraft(const StagedEntry& entry, const TurnBook& book, uint64_t base,
                         Draft& draft) const {
  auto leaf = DecodeLeaf(entry.leaf);
  if (!leaf) return false;
  const auto kind = static_cast<LeafKind>(leaf->kind);
  if (kind != LeafKind::kItem) {
    auto newest = draft.newest.find(leaf->item);
    Version target;
    uint32_t epoch = keys_.epoch;
    if (newest != draft.newest.end()) {
      target = newest->second;
    } else {
      const auto placed = Find(leaf->item, book.store());
      if (!placed) return false;
      epoch = placed->epoch;
      target.index = placed->chain.versions.back();
      target.leaf = crypto::LeafHash(book.store().Leaves(placed->chain.feed, target.index, 1));
    }
    leaf->ref_index = target.index;
    leaf->ref_leaf = target.leaf;
    leaf->ref_epoch = epoch;
  }
  const Bytes raw = EncodeLeaf(*leaf);
  if (kind != LeafKind::kRetract) draft.newest[leaf->item] = {base, crypto::LeafHash(raw)};
  draft.leaves += raw;
  draft.blobs.push_back(entry.blob);
  return true;
}

Status OwnFeed::Commit(Draft draft, const FeedState& before, const Manifest& manifest,
                       TurnBook& book) {
  auto batch = SignBatch(before, draft.leaves, keys_.feed);
  FeedState after = before;
  auto writes =
      batch ? WritesFor(book.store(), *batch, after) : Result<WriteSet>(Fail(batch.error()));
  if (!writes) {
    broken_ = "our feed cannot be extended: " + writes.error().message;
    book.Log("own-feed-broken", broken_);
    return Fail(writes.error());
  }
  Interpretation meaning = Interpret(book.store(), before, *batch);
  book.Add(std::move(*writes));
  LivePage live = LiveOf(*batch, meaning, draft.blobs);
  for (uint64_t index : meaning.need_bodies) {
    Bytes& blob = draft.blobs[index - before.size];
    if (blob.empty()) {
      // Withdrawn while it waited: its RETRACT follows in a later batch.
      book.Add(PutWanted{feed_, index});
    } else {
      book.Add(PutBody{feed_, index, std::move(blob)});
    }
  }
  book.Add(std::move(meaning.writes));
  for (const uint64_t index : meaning.elsewhere) {
    const std::string why =
        RetractElsewhere(manifest, before, index, batch->leaf(index), book, meaning.retracted);
    if (!why.empty()) {
      book.Add(PutQuarantine{{feed_, index, why, keys_.member.hex(), 1}});
    }
  }
  after.stopped_at = meaning.stopped_at;
  after.bodies_next = after.size;
  book.PutFeed(after);

  // This node's own people decided it, and their text is gone here already.
  Hide(std::move(meaning.retracted), Pace::kAtOnce, book);
  book.news().leaves.push_back(
      {feed_, before.network, keys_.member, before.size, after.size, std::move(live)});
  size_ = after.size;
  signed_at_ = book.now().instant;
  guard_due_ = WriteGuard{feed_, after.size, after.root};
  return {};
}

}  // namespace candour
