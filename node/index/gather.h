// Asks every shard and puts the answers together. Internal to node/index.
#pragma once

#include "node/index/reader_pool.h"

namespace candour::index {

Result<SearchResult> GatherHits(Readers& readers, const SearchRequest& request);
Result<FacetResult> GatherFacets(Readers& readers, const SearchRequest& request);

}  // namespace candour::index
