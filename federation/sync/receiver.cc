#include "federation/sync/receiver.h"

#include <algorithm>
#include <set>

#include "crypto/cosignature.h"
#include "crypto/note.h"
#include "federation/feed/batch.h"
#include "federation/feed/chain.h"
#include "federation/feed/names.h"
#include "federation/feed/proofs.h"
#include "federation/sync/cuts.h"
#include "federation/sync/epochs.h"

namespace candour {
namespace {

tl::unexpected<Error> UnknownFeed(const Manifest& manifest, const FeedId& feed) {
  return Fail(ErrorCode::kNotFound, "UNKNOWN_FEED",
              FeedLabel(manifest, feed) + " is not in manifest version " +
                  std::to_string(manifest.version) + "; fetch a newer one");
}

// Newest first by what it covers, then by its time.
bool Newer(const CosignatureRow& a, const CosignatureRow& b) {
  return std::pair(a.size, a.time) > std::pair(b.size, b.time);
}

}  // namespace

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
  book_.Add(std::move(meaning.writes));
  for (QuarantineRow& row : meaning.inert) {
    row.carrier = parties_.carrier.hex();
    book_.Add(PutQuarantine{row});
  }
  for (const uint64_t index : meaning.elsewhere) {
    const std::string why = RetractElsewhere(manifest_, before, index, batch->leaf(index), book_);
    if (!why.empty()) {
      book_.Add(PutQuarantine{{page.feed, index, why, parties_.carrier.hex(), 1}});
    }
  }
  after.stopped_at = meaning.stopped_at;
  TurnNews& news = book_.news();
  news.retracted.insert(news.retracted.end(), meaning.retracted.begin(), meaning.retracted.end());
  news.leaves.push_back({page.feed, before.network, parties_.carrier, before.size, after.size});
  PutSettled(std::move(after), meaning.bodies_next);
  return batch->size();
}

// The page leads to the very head that the governors closed the feed at, and not from what is held
// here: what is held is of another history, and the whole of the right one is fetched.
void Receiver::ForgetOtherHistory(const FeedState& held, const FeedKey& key, const Page& page,
                                  const Error& why) {
  if (!key.closed || why.reason != "ROOT_MISMATCH" || held.size == 0) return;
  const auto head = OpenHead(page.feed, page.checkpoint, key);
  if (!head || head->checkpoint.size != key.closed->size) return;
  ApplyCut(held, {0, crypto::EmptyRoot()}, book_);
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

AcceptedLines Receiver::AcceptLines(const CosignedHead& head) {
  AcceptedLines result;
  auto state = book_.Feed(head.feed);
  auto checkpoint = crypto::Checkpoint::Parse(head.checkpoint_text);
  result.refused = static_cast<uint32_t>(head.lines.size());
  if (!state || !manifest_.FindFeed(head.feed) || !checkpoint) return result;
  if (checkpoint->origin != FeedOrigin(head.feed)) return result;
  if (checkpoint->size == 0 || checkpoint->size > state->size) return result;
  crypto::Hash root = state->root;
  if (checkpoint->size < state->size) {
    auto earlier = RootAtSize(book_.store(), head.feed, checkpoint->size);
    if (!earlier) return result;
    root = *earlier;
  }
  if (root != checkpoint->root) {
    book_.Log("cosignature-conflict", FeedLabel(manifest_, head.feed) +
                                          ": lines on another root at size " +
                                          std::to_string(checkpoint->size));
    return result;
  }
  Held held;
  for (CosignatureRow& row : book_.store().Cosignatures(head.feed)) {
    const MemberId member = row.member;
    held.emplace(member, std::move(row));
  }
  const size_t news = book_.news().lines.size();
  for (const Bytes& line : head.lines) {
    if (lines_left_ == 0) break;
    --lines_left_;
    if (!AcceptLine(*state, held, *checkpoint, line)) continue;
    ++result.accepted;
    --result.refused;
  }
  // Lines that are held already change nothing, and cost no commit.
  if (book_.news().lines.size() > news) book_.PutFeed(*state);
  return result;
}

bool Receiver::AcceptLine(FeedState& state, Held& held, const crypto::Checkpoint& checkpoint,
                          BytesView bytes) {
  auto line = crypto::SignatureLine::Parse(bytes);
  if (!line) return false;
  const CosignerKey* cosigner = nullptr;
  for (const CosignerKey& key : manifest_.cosigners) {
    if (line->IsBy(key.key)) cosigner = &key;
  }
  if (!cosigner) return false;
  // Ours are made here; what others keep of them is older.
  if (cosigner->member == parties_.self) return true;

  const std::string text = checkpoint.Format();
  auto claimed = crypto::CosignatureTime(*line);
  if (!claimed || *claimed > static_cast<uint64_t>(INT64_MAX)) return false;
  CosignatureRow row{state.feed,      cosigner->member,      checkpoint.size,
                     checkpoint.root, WallSeconds(*claimed), line->ToString()};
  auto known = held.find(row.member);
  if (known != held.end() && !Newer(row, known->second)) return true;
  if (!crypto::VerifyCosignature(cosigner->key, text, *line)) return false;

  book_.news().lines.push_back({state.feed, state.network, row.member, parties_.carrier});
  if (row.member == state.member) state.heard_at = std::max(state.heard_at, row.time);
  held.insert_or_assign(row.member, row);
  book_.Add(PutCosignature{std::move(row)});
  return true;
}

}  // namespace candour
