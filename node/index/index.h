// The read model of a node: finds documents by words and facets. It holds terms, facets and ids, no
// narrative; every text shown is read from the store. It may be deleted at any time and is rebuilt.
//
// The indexer tails the store's changes: while NeedsRebuild(), it applies every document there is
// from one snapshot and calls FinishRebuild(that snapshot's newest change); afterwards it applies
// the changes after Cursor() in batches. A change missing behind Cursor() (the next one in the
// store is not Cursor() + 1, or the store's newest is older) means the same as NeedsRebuild(): call
// Restart.
//
// Threads: one thread opens, applies, erases and restarts. Search, Facets and Cursor: any thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "federation/base/result.h"
#include "node/index/search.h"

namespace candour::index {

struct IndexOptions {
  std::string folder;    // Made when absent; nothing else may be in it.
  size_t shards = 4;     // Files. More make erasing cheaper and searching slower.
  std::string store_id;  // Of the store it projects; another one means a rebuild.
};

// Removals come before additions. A document whose key is known takes its place.
struct Batch {
  std::vector<DocumentKey> remove = {};
  std::vector<Document> put = {};
  uint64_t cursor = 0;  // The newest change that is in it.
};

class Index {
 public:
  // Makes or empties the files when they are absent, unfinished, damaged, of another schema, number
  // of shards or store: NeedsRebuild() is then true.
  static Result<std::unique_ptr<Index>> Open(const IndexOptions& options);
  ~Index();

  bool NeedsRebuild() const;
  // Durable on return. Batches may be applied twice. On an error nothing or only part is applied
  // and the cursor stays: apply it again. While rebuilding, the cursor is not kept.
  Status Apply(const Batch& batch);
  Status FinishRebuild(uint64_t cursor);
  // Back to an empty index that needs a rebuild; searches find nothing until it is filled.
  Status Restart();
  uint64_t Cursor() const;  // 0 while rebuilding.

  // Removes these and rewrites the files they were in, so that nothing of them is left on the disk
  // (steps (1) and (7) of protocol section 7). kUnavailable when a search kept it from finishing.
  // Takes tenths of a second per 10,000 documents of a file: erase many at once.
  Status EraseForGood(const std::vector<DocumentKey>& keys);

  // kInvalid for an offset or limit beyond bounds; kUnavailable after the timeout.
  Result<SearchResult> Search(const SearchRequest& request) const;
  Result<FacetResult> Facets(const SearchRequest& request) const;  // Offset and limit not used.

 private:
  class Impl;
  explicit Index(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace candour::index
