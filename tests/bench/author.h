// A feed written straight through a store, as the node that owns it would: drawn texts, real
// leaves, real signatures, one durable commit a batch. Faster to set up than a node's own services.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "federation/core/events.h"
#include "federation/feed/batch.h"
#include "node/storage/rocksdb_store.h"

namespace candour::bench {

// A report in made-up words of which few are frequent: equal numbers give equal reports.
std::string DrawnWords(uint64_t number, size_t bytes);
std::string DrawnTitle(uint64_t number);
// A serialised learning.v1.Body of exactly `bytes`, at least 200.
Bytes DrawnBody(uint64_t number, size_t bytes);

struct Entry {
  ItemId item;
  Bytes salt;
  Bytes body;
};
std::vector<Entry> DrawnEntries(uint64_t first, size_t count, size_t body_bytes);

class Author {
 public:
  // The store is not open anywhere else, and holds nothing of the feed but what an Author wrote.
  Author(storage::RocksDbStore& store, const OwnKeys& keys);

  // One signed batch in one synced commit; with the batch size of a node at most 256 entries.
  Status Append(const std::vector<Entry>& entries);
  const FeedState& state() const { return state_; }

 private:
  storage::RocksDbStore& store_;
  OwnKeys keys_;
  FeedState state_;
};

// What `candour_bench --fill` does, as the account of the daemons: entries in the own feed of a
// node that does not run, or records of its own that were never published.
struct Filling {
  std::string directory;
  uint64_t entries = 0;
  uint64_t records = 0;
  size_t body_bytes = 1024;
};
Status Fill(const Filling& filling);

}  // namespace candour::bench
