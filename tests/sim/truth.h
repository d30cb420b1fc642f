// What really happened, kept beside the nodes and never shown to them, and the checks against it.
//
// Every committed turn of every node passes through OnCommitted; what leaves a node through
// OnSent. The first violation is kept; everything after it is noise.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "crypto/merkle.h"
#include "federation/port/memory_store.h"
#include "federation/sync/messages.h"
#include "tests/sim/cast.h"

namespace candour::sim {

struct Violation {
  std::string checker;
  std::string what;
  size_t node = 0;
};

class Truth {
 public:
  explicit Truth(const Cast& cast);

  // A person at a node hands in a text; then, once committed, what was acknowledged.
  void OnAttempted(size_t node, const ItemId& item, const Bytes& body);
  void OnPublished(size_t node, const ItemId& item);
  void OnRetracting(size_t node,
                    const ItemId& item);  // Asked for; a crash may leave it unanswered.
  void OnRetracted(size_t node, const ItemId& item);

  // Nothing is expected of `node`; the feed of `suspect` may have several histories.
  void OnHostile(size_t node, size_t suspect);
  void OnSignedElsewhere(const FeedId& feed, const MemoryStore& history);
  // How many leaves `store` holds of what `node` wrote itself: a thief may have gone on otherwise.
  uint64_t HeldOfAuthor(size_t node, const MemoryStore& store) const;
  // Its disk went back or was emptied, and with it what only it had: `held` leaves of what it wrote
  // are somewhere. Of these it must never sign another version.
  void OnDiskLost(size_t node, uint64_t held);
  // The governors close a feed at this size; with `next` its author goes on in that one, without it
  // is no member any more.
  void OnCut(const FeedId& feed, uint64_t size, const std::optional<FeedId>& next);
  // Whether a difference in this feed is no surprise. `feed` is the beginning of its hex.
  bool Excused(const std::string& feed) const;

  void OnCommitted(size_t node, const WriteSet& writes, const MemoryStore& store);
  void OnSent(size_t node, const Request& request, const MemoryStore& store, uint64_t guard_size);
  void OnSent(size_t node, size_t asker, const Reply& reply);
  // A process has started on what its disk kept.
  void OnRestarted(size_t node, const MemoryStore& store);
  // Everything has healed and come to rest. Null for nodes that do not count. The first `hubs` of
  // them are hubs.
  void OnHealed(const std::vector<const MemoryStore*>& stores, size_t hubs);

  const std::optional<Violation>& violation() const { return violation_; }
  void Report(size_t node, const std::string& checker, const std::string& what);
  size_t AuthorOf(const FeedId& feed) const;

 private:
  struct Log {
    std::vector<Bytes> leaves;
    std::vector<crypto::Hash> roots;  // By size.
    crypto::CompactRange range;
  };
  struct Entry {
    std::set<Bytes> bodies;  // Every version that was handed in.
    bool published = false;
    bool retracting = false;
    bool retracted = false;
  };

  bool Ignored(size_t node) const { return node == hostile_; }
  bool Suspect(const FeedId& feed) const { return suspects_.contains(feed); }
  // The histories that were signed: the author's own first.
  std::vector<const Log*> HistoriesOf(const FeedId& feed) const;
  void Check(size_t node, const PutLeaves& write);
  void Check(size_t node, const PutEvidence& write);
  void CheckEntry(size_t node, const MemoryStore& store, const FeedId& feed, uint64_t index);
  void CheckReceipts(size_t node, const MemoryStore& store, const FeedId& feed);
  void CheckSuspect(const std::vector<const MemoryStore*>& stores, const FeedId& feed);
  void Check(size_t node, const PutFeed& write);
  void Check(size_t node, const PutCheckpoint& write);
  void Check(size_t node, const PutCosignature& write, const MemoryStore& store);
  void Check(size_t node, const PutBody& write, const MemoryStore& store);
  void CheckRoot(size_t node, const FeedId& feed, uint64_t size, const crypto::Hash& root);
  void CheckHeldBy(size_t node, const MemoryStore& store, bool healed);
  void CheckEqual(size_t node, const MemoryStore& store, const MemoryStore& first);
  // How much of a feed must be everywhere: all of it, unless its author lost its disk.
  uint64_t ExpectedSize(const FeedId& feed, const std::vector<const MemoryStore*>& stores) const;
  void CheckBytes(size_t node, const char* what, size_t bytes, size_t bytes_max);

  const Cast& cast_;
  std::map<FeedId, Log> logs_;
  std::map<FeedId, size_t> authors_;
  std::map<size_t, std::map<ItemId, Entry>> items_;  // By author.
  std::map<FeedId, uint64_t> closed_;                // Where a feed was cut.
  std::set<size_t> removed_;
  std::map<std::pair<size_t, FeedId>, uint64_t> cosigned_;
  std::map<FeedId, std::vector<Log>> others_;  // Histories signed elsewhere.
  std::map<FeedId, uint64_t> expected_;        // While checking what has healed.
  std::set<FeedId> suspects_;
  std::set<size_t> lost_;  // Nodes whose disk was lost.
  size_t hostile_ = ~size_t{0};
  std::set<size_t> cosigning_;  // Nodes of which a line is expected.
  bool bodies_served_ = true;   // Some honest hub gives them out.
  std::optional<Violation> violation_;
};

}  // namespace candour::sim
