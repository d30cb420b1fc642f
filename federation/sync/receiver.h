// What this node does with heads, leaves, bodies and cosignatures that somebody else brings, in
// either direction: verify the author, not the carrier; write whole or not at all.
//
// Made for one turn. Refusals are Errors whose reason and message say what was wrong; nothing was
// written then.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "crypto/checkpoint.h"
#include "federation/feed/batch.h"
#include "federation/feed/bodies.h"
#include "federation/feed/chain.h"
#include "federation/network/manifest.h"
#include "federation/sync/push_messages.h"
#include "federation/sync/turn_book.h"

namespace candour {

struct Page {
  FeedId feed;
  uint64_t start = 0;
  BytesView leaves;
  BytesView checkpoint;
  std::span<const Bytes> blobs;  // One per leaf from the first, empty for none; may be shorter.
};

struct CheckedHead {
  crypto::Checkpoint checkpoint;
  uint64_t held = 0;  // Our own size.
};

struct AcceptedLines {
  uint32_t accepted = 0;  // Verified, and newer than what was held or equal to it.
  uint32_t refused = 0;
};

class Receiver {
 public:
  struct Parties {
    MemberId self;
    MemberId carrier;
  };
  // Borrows both for the turn.
  Receiver(TurnBook& book, const Manifest& manifest, const Parties& parties)
      : book_(book), manifest_(manifest), parties_(parties) {}

  // The head's signature, and that it is of one history with what is held, as far as that reaches.
  // Reasons besides OpenHead's: UNKNOWN_FEED, FORK (kConflict: our root at that size is another;
  // the proof is stored and the feed is frozen, the one thing that a refusal writes).
  Result<CheckedHead> CheckHead(const FeedId& feed, BytesView checkpoint);

  // The new size. A page that begins below or beyond what is held is no error and changes nothing.
  // A blob that does not fit its leaf is as if it had not come. Reasons: UNKNOWN_FEED, FROZEN and
  // VerifyBatch's.
  Result<uint64_t> AcceptPage(const Page& page);

  // The same for what came unasked and without its head's text. What is held already is only
  // compared. Reasons besides: GAP (does not begin where ours ends), CheckHead's.
  Result<uint64_t> AcceptLive(const FeedId& feed, uint64_t size, const LivePage& live);

  // The first body that is not held after it (what PushBodiesReply says), or kNotFound UNKNOWN_FEED
  // when no leaf of the feed is held.
  Result<uint64_t> AcceptBodies(const FeedId& feed, std::span<const BodyEntry> entries);

  // Moves the watermark to where every body is settled, and says so when that is the whole feed.
  void PutSettled(FeedState state, uint64_t bodies_next);

  AcceptedLines AcceptLines(const CosignedHead& head);  // receiver_lines.cc

  // receiver_forks.cc
  // Stores the proof and freezes the feed; the second proof of one feed changes nothing. Reasons:
  // OpenEvidence's, UNKNOWN_FEED, WRONG_KEY (not the one the manifest names).
  Status AcceptEvidence(BytesView text);
  // The carrier's page up to `checkpoint` did not extend the `old_size` leaves held, and this is
  // its proof that the two are of one feed. Freezes the feed when it shows another history; else
  // the carrier is at fault. Reasons: OpenEvidence's, UNKNOWN_FEED.
  Status AcceptConsistency(const FeedId& feed, BytesView checkpoint, uint64_t old_size,
                           const ConsistencyReply& reply);
  bool Frozen(const FeedId& feed) const;
  // Counts it against the carrier.
  void Blame(const FeedId& feed, const std::string& reason);

 private:
  void HideBrought(std::vector<Retraction> rows, FeedState& by);
  void ForgetOtherHistory(const FeedState& held, const FeedKey& key, const Page& page,
                          const Error& why);
  using Held = std::map<MemberId, CosignatureRow>;
  std::optional<crypto::Checkpoint> HeldHead(const FeedKey& key, const FeedId& feed,
                                             BytesView note) const;
  // `checkpoint` verified, of another root than ours at a size that is held.
  void FreezeOnFork(const FeedKey& key, const FeedId& feed, BytesView checkpoint);
  void Freeze(const FeedKey& key, const FeedId& feed, Bytes evidence);
  uint64_t FirstUnheldAfter(const FeedState& state, const AppliedBodies& applied) const;
  uint64_t AddBlobs(const VerifiedBatch& batch, const Interpretation& meaning,
                    std::vector<Bytes>& blobs);
  bool AcceptLine(FeedState& state, Held& held, const crypto::Checkpoint& checkpoint,
                  const Cosignature& claimed);
  void PutLine(FeedState& state, Held& held, CosignatureRow row);

  TurnBook& book_;
  const Manifest& manifest_;
  Parties parties_;
  size_t lines_left_ = 512;  // Signatures checked per turn: more than one honest answer brings.
};

// A batch as those who watch may be handed it, with the bodies that it needs; empty when it is not
// small, without bodies when these are not.
LivePage LiveOf(const VerifiedBatch& batch, const Interpretation& meaning,
                std::span<const Bytes> blobs);

// "feed 9f3a1c22 of Northfield": for messages.
std::string FeedLabel(const Manifest& manifest, const FeedId& feed);
std::string MemberLabel(const Manifest& manifest, const MemberId& member);

// The text of a checkpoint note; empty when it is no note.
Bytes TextOf(BytesView note);

}  // namespace candour
