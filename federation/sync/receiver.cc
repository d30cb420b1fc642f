#include "federation/sync/receiver.h"

#include <algorithm>
#include <set>

#include "crypto/note.h"
#include "federation/feed/names.h"
#include "federation/feed/proofs.h"
#include "federation/sync/cuts.h"
#include "federation/sync/epochs.h"
#include "federation/sync/withdrawals.h"

namespace candour {
namespace {

tl::unexpected<Error> UnknownFeed(const Manifest& manifest, const FeedId& feed) {
  return Fail(ErrorCode::kNotFound, "UNKNOWN_FEED",
              FeedLabel(manifest, feed) + " is not in manifest version " +
                  std::to_string(manifest.version) + "; fetch a newer one");
}

}  // namespace

LivePage LiveOf(const VerifiedBatch& batch, const Interpretation& meaning,
                std::span<const Bytes> blobs) {
  const auto note = crypto::ParseNote(batch.checkpoint_note());
  if (batch.count() > kLiveLeavesMax || !note) return {};
  LivePage live{batch.leaves(), note->signatures.front().signature, {}};
  size_t bytes = 0;
  for (const uint64_t index : meaning.need_bodies) {
    const uint64_t at = index - batch.start();
    if (at >= blobs.size() || blobs[at].empty()) continue;
    bytes += blobs[at].size();
    live.blobs.resize(at + 1);
    live.blobs[at] = blobs[at];
  }
  if (bytes > kLiveBytesMax) live.blobs.clear();
  return live;
}

std::string MemberLabel(const Manifest& manifest, const MemberId& member) {
  const Member* found = manifest.FindMember(member);
  return found ? found->name : "member " + member.hex().substr(0, 8);
}

std::string FeedLabel(const Manifest& manifest, const FeedId& feed) {
  std::string label = "feed " + feed.hex().substr(0, 8);
  if (const FeedKey* key = manifest.FindFeed(feed)) {
    label += " of " + MemberLabel(manifest, key->member);
  }
  return label;
}

Bytes TextOf(BytesView note) {
  auto parsed = crypto::ParseNote(note);
  return parsed ? parsed->text : Bytes();
}

Result<CheckedHead> Receiver::CheckHead(const FeedId& feed, BytesView checkpoint) {
  const FeedKey* key = manifest_.FindFeed(feed);
  if (!key) return UnknownFeed(manifest_, feed);
  const FeedState state = book_.FeedOrNew(manifest_, *key);
  if (auto held = HeldHead(*key, feed, checkpoint)) return CheckedHead{*held, state.size};
  auto head = OpenHead(feed, checkpoint, *key);
  if (!head) return Fail(head.error());

  CheckedHead checked{head->checkpoint, state.size};
  if (head->checkpoint.size > state.size) return checked;
  crypto::Hash ours = state.root;
  if (head->checkpoint.size < state.size) {
    auto earlier = RootAtSize(book_.store(), feed, head->checkpoint.size);
    if (!earlier) return Fail(earlier.error());
    ours = *earlier;
  }
  if (ours != head->checkpoint.root) {
    FreezeOnFork(*key, feed, checkpoint);
    return Fail(ErrorCode::kConflict, "FORK",
                FeedLabel(manifest_, feed) + ": " + MemberLabel(manifest_, parties_.carrier) +
                    " shows another root at size " + std::to_string(head->checkpoint.size) +
                    " than the one held; tell the governors of the network");
  }
  return checked;
}

// The very note that is stored was verified when it came, together with every leaf below it.
std::optional<crypto::Checkpoint> Receiver::HeldHead(const FeedKey& key, const FeedId& feed,
                                                     BytesView note) const {
  if (key.closed) return std::nullopt;
  auto head = crypto::Checkpoint::Parse(TextOf(note));
  if (!head) return std::nullopt;
  const auto stored = book_.store().CheckpointAtOrBefore(feed, head->size);
  if (!stored || stored->size != head->size || stored->note != note) return std::nullopt;
  return *head;
}

Result<uint64_t> Receiver::AcceptPage(const Page& page) {
  const FeedKey* key = manifest_.FindFeed(page.feed);
  if (!key) return UnknownFeed(manifest_, page.feed);
  const FeedState before = book_.FeedOrNew(manifest_, *key);
  if (page.start != before.size) return before.size;
  if (before.status == FeedStatus::kFrozen) {
    return Fail(ErrorCode::kConflict, "FROZEN",
                FeedLabel(manifest_, page.feed) +
                    " is disputed: its key signed two histories; tell the governors");
  }

  auto batch = VerifyBatch(before, page.start, page.leaves, page.checkpoint, *key);
  if (!batch) {
    ForgetOtherHistory(before, *key, page, batch.error());
    return Fail(batch.error());
  }
  FeedState after = before;
  auto writes = WritesFor(book_.store(), *batch, after);
  if (!writes) return Fail(writes.error());
  Interpretation meaning = Interpret(book_.store(), before, *batch);

  book_.Add(std::move(*writes));
  std::vector<Bytes> blobs(page.blobs.begin(), page.blobs.end());
  uint64_t settled = AddBlobs(*batch, meaning, blobs);
  if (before.bodies_next < before.size) settled = meaning.bodies_next;
  book_.Add(std::move(meaning.writes));
  for (QuarantineRow& row : meaning.inert) {
    row.carrier = parties_.carrier.hex();
    book_.Add(PutQuarantine{row});
  }
  for (const uint64_t index : meaning.elsewhere) {
    const std::string why = RetractElsewhere(manifest_, before, index, batch->leaf(index), book_,
                                             meaning.retracted);
    if (!why.empty()) {
      book_.Add(PutQuarantine{{page.feed, index, why, parties_.carrier.hex(), 1}});
    }
  }
  after.stopped_at = meaning.stopped_at;
  HideBrought(std::move(meaning.retracted), after);
  book_.news().leaves.push_back({page.feed, before.network, parties_.carrier, before.size,
                                 after.size, LiveOf(*batch, meaning, blobs)});
  PutSettled(std::move(after), settled);
  return batch->size();
}

// The bodies that came with the leaves, as far as they fit. Up to where all are settled then.
uint64_t Receiver::AddBlobs(const VerifiedBatch& batch, const Interpretation& meaning,
                            std::vector<Bytes>& blobs) {
  bool all = true;
  for (const uint64_t index : meaning.need_bodies) {
    const uint64_t at = index - batch.start();
    if (at < blobs.size() && CheckBlob(*DecodeLeaf(batch.leaf(index)), blobs[at])) {
      book_.Add(PutBody{batch.feed(), index, blobs[at]});
    } else {
      if (at < blobs.size()) blobs[at].clear();
      all = false;
    }
  }
  return all ? batch.size() : meaning.bodies_next;
}

void Receiver::HideBrought(std::vector<Retraction> rows, FeedState& by) {
  const Pace pace = PaceOf(rows, manifest_, by, book_);
  if (pace == Pace::kDelayed) {
    book_.Log("withdrawals-delayed",
              FeedLabel(manifest_, by.feed) + ": more than " +
                  std::to_string(manifest_.Param("retract-burst")) +
                  " withdrawals within an hour; their texts are hidden, and erased a day later "
                  "unless the governors cut the feed before them");
  }
  Hide(std::move(rows), pace, book_);
}

// The page leads to the very head that the governors closed the feed at, and not from what is held
// here: what is held is of another history, and the whole of the right one is fetched.
void Receiver::ForgetOtherHistory(const FeedState& held, const FeedKey& key, const Page& page,
                                  const Error& why) {
  if (!key.closed || why.reason != "ROOT_MISMATCH" || held.size == 0) return;
  const auto head = OpenHead(page.feed, page.checkpoint, key);
  if (!head || head->checkpoint.size != key.closed->size) return;
  ApplyCut(held, {0, crypto::EmptyRoot()}, manifest_, book_);
}

void Receiver::PutSettled(FeedState state, uint64_t bodies_next) {
  const bool grew = bodies_next > state.bodies_next;
  state.bodies_next = std::max(state.bodies_next, bodies_next);
  book_.PutFeed(state);
  if (grew && state.bodies_next == state.size) {
    book_.news().bodies.push_back({state.feed, state.network, parties_.carrier});
  }
}

Result<uint64_t> Receiver::AcceptBodies(const FeedId& feed, std::span<const BodyEntry> entries) {
  auto state = book_.Feed(feed);
  if (!state || !manifest_.FindFeed(feed)) return UnknownFeed(manifest_, feed);
  AppliedBodies applied = ApplyBodies(book_.store(), *state, entries, parties_.carrier);
  const uint64_t have = FirstUnheldAfter(*state, applied);
  book_.Add(std::move(applied.writes));
  for (const QuarantineRow& row : applied.quarantined) {
    book_.Log("body-refused", FeedLabel(manifest_, feed) + ": body " + std::to_string(row.index) +
                                  " from " + MemberLabel(manifest_, parties_.carrier) +
                                  " does not open its commitment; it is asked for elsewhere");
  }
  PutSettled(*state, applied.bodies_next);
  if (!applied.stored.empty() && state->bodies_next == state->size) {
    // One that had been missing came late: those who pulled before it are told once more.
    book_.news().bodies.push_back({feed, state->network, parties_.carrier});
  }
  return have;
}

// What FirstUnheld will say once this turn is stored.
uint64_t Receiver::FirstUnheldAfter(const FeedState& state, const AppliedBodies& applied) const {
  uint64_t first = applied.bodies_next;
  for (const Write& write : applied.writes) {
    if (auto* wanted = std::get_if<PutWanted>(&write)) first = std::min(first, wanted->index);
  }
  const std::set<uint64_t> stored(applied.stored.begin(), applied.stored.end());
  for (uint64_t from = 0; from < first;) {
    const std::vector<uint64_t> wanted = book_.store().Wanted(state.feed, from, 64);
    if (wanted.empty()) break;
    for (uint64_t index : wanted) {
      if (!stored.contains(index)) return std::min(first, index);
    }
    from = wanted.back() + 1;
  }
  return first;
}

// The head is what the leaves lead to from here, or what is held already; its note is spelled as
// everybody spells it, and then verified as one that came whole.
Result<uint64_t> Receiver::AcceptLive(const FeedId& feed, uint64_t size, const LivePage& live) {
  const FeedKey* key = manifest_.FindFeed(feed);
  if (!key) return UnknownFeed(manifest_, feed);
  const FeedState held = book_.FeedOrNew(manifest_, *key);
  const uint64_t count = live.leaves.size() / kLeafBytes;
  const bool next = held.size + count == size;
  auto range = crypto::CompactRange::FromHashes(held.size, held.frontier);
  if (!range || count == 0 || (!next && held.size != size)) {
    return Fail(ErrorCode::kConflict, "GAP",
                FeedLabel(manifest_, feed) + ": " + std::to_string(held.size) +
                    " leaves are held, and these lead to " + std::to_string(size));
  }
  for (size_t at = 0; next && at + kLeafBytes <= live.leaves.size(); at += kLeafBytes) {
    range->Append(crypto::LeafHash(BytesView(live.leaves).substr(at, kLeafBytes)));
  }
  const crypto::Checkpoint head{FeedOrigin(feed), size, range->Root()};
  const Bytes note =
      crypto::FormatNote({head.Format(), {{head.origin, key->key.key_id, live.signature}}});
  if (next) return AcceptPage({feed, held.size, live.leaves, note, live.blobs});
  auto checked = CheckHead(feed, note);
  if (!checked) return Fail(checked.error());
  return size;
}

}  // namespace candour
