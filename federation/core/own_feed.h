// This node's own feed in one network: what waits for its signature, and when it may be given
// (protocol sections 4 and 6).
//
// A store that may be an old copy (another machine's guard, none, one that knows more, a hub that
// knows more, or one that was restored) makes the feed *amnesic*: it signs nothing until every hub
// of the network has been caught up with and everything that was ever signed is held again. That
// outlives the process: FeedStatus::kRecovering.
//
// Signs at most once per batch window; while signing is blocked, entries wait in the store. After a
// turn in which it signed, TakeGuard() gives the head that the guard file must hold before any
// message leaves. Equal calls give equal writes. Not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "federation/core/actions.h"
#include "federation/core/events.h"
#include "federation/feed/leaf.h"
#include "federation/sync/session_types.h"
#include "federation/sync/turn_book.h"

namespace candour {

struct BatchLimits {
  Duration window{250};
  size_t entries_max = 256;
};

class OwnFeed {
 public:
  OwnFeed(const OwnKeys& keys, const BatchLimits& limits);

  const OwnKeys& keys() const { return keys_; }
  const FeedId& feed() const { return feed_; }
  // Reads what an earlier run left: staged entries, and whether the store agrees with the guard and
  // with itself.
  void Open(TurnBook& book);

  // `manifest` is null while none is known. Refusals leave nothing in the book. Reasons:
  // NO_MANIFEST, LEAVING, MAY_NOT_PUBLISH, BODY_SIZE, SALT_SIZE, ITEM_ID_USED, NO_SUCH_ITEM,
  // ALREADY_RETRACTED, QUEUE_FULL.
  Status Publish(const ItemPublished& event, TurnBook& book, const Manifest* manifest);
  Status Revise(const ItemRevised& event, TurnBook& book, const Manifest* manifest);
  // Also when the manifest has expired: that closes disclosure, not withdrawal.
  Status Retract(const ItemRetracted& event, TurnBook& book, const Manifest* manifest);

  // An older epoch of this node ends at `from` by the governors' cut: what was signed beyond it is
  // queued again for this one, with the same item ids and bodies. The caller cuts the older feed in
  // the same turn.
  void Reappend(const FeedState& old, uint64_t from, TurnBook& book);

  void OnOwnHead(const OwnHeadSeen& seen, const MemberId& hub = {});
  void OnCaughtUp(const MemberId& hub) { caught_up_.insert(hub); }
  void OnBroughtBack(uint64_t size);  // Entries up to here, which this store had lost.
  // HEAD_SMALLER, HEAD_DIFFERS and GUARD_AHEAD (all kConflict) when it cannot be true.
  Status OnHeadConfirmed(const HeadConfirmed& event, const TurnBook& book);
  void OnManifestChanged() { exhausted_ = false; }
  void SetIntent(Intent intent) { keys_.intent = intent; }
  void OnTimer(TurnBook& book, const Manifest* manifest);
  // When a batch is due; empty when nothing can be signed.
  std::optional<Instant> Deadline(const Manifest* manifest) const;

  // Why it does not sign; empty when it does. Whether entries may be added is a question of roles
  // and expiry, which Publish and Revise answer.
  std::string Blocked(const Manifest* manifest) const;
  std::optional<WriteGuard> TakeGuard() { return std::exchange(guard_due_, std::nullopt); }
  void Persist(TurnBook& book);  // Last in a turn: remembers in the store what it found out.
  // Whether hubs have to be asked again from the start; once.
  bool TakeAskAgain() { return std::exchange(ask_again_, false); }
  bool TakeRecovered() { return std::exchange(recovered_, false); }
  bool amnesic() const { return amnesic_; }
  bool TwinAt(const MemberId& hub) const { return twins_at_.contains(hub); }
  // Whether this node's statements about other feeds may leave: what it said before might be lost.
  bool MayCosign(const Manifest& manifest) const;

 private:
  // An entry that waits in the store.
  struct Waiting {
    uint64_t sequence = 0;
    LeafKind kind = LeafKind::kItem;
    ItemId item;
  };
  struct Version {
    uint64_t index = 0;
    crypto::Hash leaf;
  };
  // Where an item of this member stands: in this epoch or in an older one.
  struct Placed {
    uint32_t epoch = 0;
    ItemChain chain;
  };
  struct Draft {
    Bytes leaves;
    std::vector<Bytes> blobs;  // One per leaf; empty where there is none.
    std::map<ItemId, Version> newest;
    std::set<ItemId> retracted;
  };

  Status CheckBody(const Bytes& salt, const Bytes& body, const Manifest* manifest,
                   WallSeconds wall) const;
  std::optional<Placed> Find(const ItemId& item, const StoreView& store) const;
  Status CheckLive(const ItemId& item, const StoreView& store) const;
  Status Enqueue(const Leaf& leaf, Bytes blob, TurnBook& book, const Manifest* manifest);
  void HideNow(const ItemId& item, TurnBook& book);
  Status Sign(const std::vector<StagedEntry>& entries, TurnBook& book, const Manifest& manifest);
  bool AddToDraft(const StagedEntry& entry, const TurnBook& book, uint64_t base,
                  Draft& draft) const;
  bool IsMoot(const StagedEntry& entry, const StoreView& store) const;
  Status Commit(Draft draft, const FeedState& before, const Manifest& manifest, TurnBook& book);
  void Stage(const Leaf& leaf, Bytes blob, TurnBook& book);
  void Unstage(const std::vector<uint64_t>& sequences, TurnBook& book);
  void CheckStore(const TurnBook& book);
  // own_feed_recover.cc
  void LookForCopy(const FeedState& state);
  void BecomeAmnesic(const std::string& why);
  std::string WhyAmnesic(const Manifest& manifest) const;
  bool MayRecover(const Manifest& manifest) const;
  void Recover(TurnBook& book);
  bool SignedAlready(const StagedEntry& entry, const StoreView& store) const;
  bool Waits(const ItemId& item, LeafKind kind) const;
  bool MustConfirm(const Manifest& manifest) const;
  FeedState StateOf(const TurnBook& book) const;

  OwnKeys keys_;
  BatchLimits limits_;
  FeedId feed_;
  std::vector<Waiting> waiting_;
  uint64_t next_sequence_ = 0;
  uint64_t size_ = 0;       // After the last turn.
  std::set<MemberId> confirmed_by_;  // Hubs that have shown that they hold no more than we do.
  std::set<MemberId> caught_up_;     // Hubs whose every entry is held here too.
  std::set<MemberId> twins_at_;      // Hubs where another process with our keys is connected.
  bool amnesic_ = false;
  std::string amnesic_why_;
  uint64_t ahead_ = 0;  // The most of our own entries that anybody has shown.
  std::optional<HeadConfirmed> vouched_;
  bool fresh_epoch_ = false;  // Nothing was signed in it yet; the one before had not recovered.
  bool persist_due_ = false, ask_again_ = false, recovered_ = false;
  bool exhausted_ = false;  // Nothing that waits may be signed under the present manifest.
  std::string broken_;      // Signing is unsafe for good: the reason.
  std::optional<Instant> signed_at_;
  std::optional<WriteGuard> guard_due_;
};

}  // namespace candour
