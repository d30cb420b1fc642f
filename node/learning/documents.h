// What the search index is told: terms and facets of a record or of an item, taken from the store.
#pragma once

#include <optional>

#include "candour/learning/v1/body.pb.h"
#include "node/index/document.h"
#include "node/storage/local_rows.h"

namespace candour {

// The document of one change; empty when there is none (any more), and then DocumentKeyFor names
// what has to leave the index. Bodies that are not learning, or in no form we know, have none.
std::optional<index::Document> DocumentFor(const storage::Reader& store,
                                           const storage::Change& change);

// Empty for changes that are not about text (drafts are not searched).
std::optional<index::DocumentKey> DocumentKeyFor(const storage::Change& change);

// Facet values as they are stored: lower case, hyphens for spaces.
std::string FacetCode(std::string_view words);

}  // namespace candour
