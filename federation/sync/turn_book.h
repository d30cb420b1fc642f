// What one turn reads and writes, shared by the state machines that take part in it.
//
// Rows are as the turns before left them; only feed states show this turn's own changes, because
// several machines may touch the same one. News tell the core what happened, so that others can
// react in a later turn, when the store shows it. Lives for one turn; not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "federation/base/time.h"
#include "federation/network/manifest.h"
#include "federation/port/store.h"
#include "federation/sync/push_messages.h"

namespace candour {

// Leaves [from, to) of a feed are held now; `carrier` brought them (this node itself for its own).
struct LeavesArrived {
  FeedId feed;
  NetworkId network;
  MemberId carrier;
  uint64_t from = 0;
  uint64_t to = 0;
  LivePage live;  // What came, when it is small.
};
// Every body of the feed is settled now.
struct BodiesSettled {
  FeedId feed;
  NetworkId network;
  MemberId carrier;
};
// A newer cosignature line of `signer` on the feed is held now.
struct LineArrived {
  FeedId feed;
  NetworkId network;
  MemberId signer;
  MemberId carrier;
};
// Proof that its key signed two histories is held now: nothing is added to the feed any more.
struct FeedFrozen {
  FeedId feed;
  NetworkId network;
  MemberId carrier;
};
// A member brought something that its author never made, or cannot say where it came from.
struct CarrierBlamed {
  NetworkId network;
  MemberId carrier;
};
// For the log: ids, sizes and reasons only.
struct LogLine {
  std::string event;
  std::string message;
};

struct TurnNews {
  std::vector<LeavesArrived> leaves;
  std::vector<BodiesSettled> bodies;
  std::vector<LineArrived> lines;
  std::vector<Retraction> retracted;
  std::vector<std::pair<FeedId, uint64_t>> taken_back;  // Targets that are withdrawn no more.
  std::vector<FeedFrozen> frozen;
  std::vector<CarrierBlamed> blamed;
  std::vector<LogLine> log;
};

class TurnBook {
 public:
  // Borrows the view for the length of the turn.
  TurnBook(const StoreView& store, Now now) : store_(store), now_(now) {}

  const StoreView& store() const { return store_; }
  const Now& now() const { return now_; }

  // With this turn's changes.
  std::optional<FeedState> Feed(const FeedId& feed) const;
  // The state held, or that of a feed of which nothing is held yet.
  FeedState FeedOrNew(const Manifest& manifest, const FeedKey& key) const;
  // Written once, after everything else.
  void PutFeed(const FeedState& state);
  // Even when it is as stored: what others are told of the feed has changed.
  void PutFeedAnew(const FeedState& state) { feeds_[state.feed] = state; }

  void Add(Write write) { writes_.push_back(std::move(write)); }
  void Add(WriteSet writes);
  void Log(std::string event, std::string message);

  TurnNews& news() { return news_; }
  // In order of arrival, the feed states last. Empties the book.
  WriteSet TakeWrites();
  // Forgets everything written so far: a refused local event leaves nothing behind.
  void Discard();

 private:
  const StoreView& store_;
  Now now_;
  std::map<FeedId, FeedState> feeds_;
  WriteSet writes_;
  TurnNews news_;
};

}  // namespace candour
