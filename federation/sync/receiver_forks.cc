// When somebody's history is not the one held: whose fault it is, and the proof of it.
#include <utility>

#include "federation/feed/evidence.h"
#include "federation/feed/names.h"
#include "federation/feed/proofs.h"
#include "federation/sync/receiver.h"

namespace candour {

bool Receiver::Frozen(const FeedId& feed) const {
  const auto state = book_.Feed(feed);
  return state && state->status == FeedStatus::kFrozen;
}

void Receiver::Blame(const FeedId& feed, const std::string& reason) {
  book_.Log("carrier-blamed", MemberLabel(manifest_, parties_.carrier) + ", " +
                                  FeedLabel(manifest_, feed) + ": " + reason);
  book_.news().blamed.push_back({manifest_.network, parties_.carrier});
}

// Everything it takes is in our own store: their checkpoint, our newest, and the way from our tree
// at that size to it.
void Receiver::FreezeOnFork(const FeedKey& key, const FeedId& feed, BytesView checkpoint) {
  const auto theirs = crypto::Checkpoint::Parse(TextOf(checkpoint));
  const auto newest = book_.store().CheckpointAtOrBefore(feed, UINT64_MAX);
  if (!theirs || !newest || Frozen(feed) || theirs->size > newest->size) return;
  Fork fork{Bytes(checkpoint), newest->note, {}, {}};
  if (theirs->size < newest->size) {
    auto root = RootAtSize(book_.store(), feed, theirs->size);
    auto proof = BuildConsistency(book_.store(), feed, theirs->size, newest->size);
    if (!root || !proof) return;
    fork.root = *root;
    fork.proof = std::move(*proof);
  }
  Bytes evidence = FormatEvidence(key.key, fork);
  if (OpenEvidence(evidence)) Freeze(key, feed, std::move(evidence));
}

Status Receiver::AcceptConsistency(const FeedId& feed, BytesView checkpoint, uint64_t old_size,
                                   const ConsistencyReply& reply) {
  const FeedKey* key = manifest_.FindFeed(feed);
  const auto ours = book_.store().CheckpointAtOrBefore(feed, old_size);
  if (!key || !ours || ours->size != old_size) {
    return Fail(ErrorCode::kNotFound, "UNKNOWN_FEED",
                FeedLabel(manifest_, feed) + " is no longer held at that size");
  }
  Bytes evidence =
      FormatEvidence(key->key, {ours->note, Bytes(checkpoint), reply.old_root, reply.hashes});
  auto checked = OpenEvidence(evidence);
  if (!checked) return Fail(checked.error());
  Freeze(*key, feed, std::move(evidence));
  return {};
}

Status Receiver::AcceptEvidence(BytesView text) {
  auto checked = OpenEvidence(text);
  if (!checked) return Fail(checked.error());
  const FeedKey* key = manifest_.FindFeed(checked->feed);
  if (!key) {
    return Fail(ErrorCode::kNotFound, "UNKNOWN_FEED",
                FeedLabel(manifest_, checked->feed) + " is not in this manifest");
  }
  if (key->key != checked->key) {
    return Fail(ErrorCode::kInvalid, "WRONG_KEY",
                FeedLabel(manifest_, checked->feed) + " has another key than the evidence names");
  }
  Freeze(*key, checked->feed, Bytes(text));
  return {};
}

void Receiver::Freeze(const FeedKey& key, const FeedId& feed, Bytes evidence) {
  FeedState state = book_.FeedOrNew(manifest_, key);
  if (state.status == FeedStatus::kFrozen) return;
  state.status = FeedStatus::kFrozen;
  book_.PutFeed(state);
  book_.Add(PutEvidence{{feed, std::move(evidence), book_.now().wall, parties_.carrier}});
  book_.news().frozen.push_back({feed, state.network, parties_.carrier});
  book_.Log("feed-frozen", FeedLabel(manifest_, feed) +
                               ": its key signed two histories; export the proof with candour "
                               "network evidence and tell the governors");
}

}  // namespace candour
