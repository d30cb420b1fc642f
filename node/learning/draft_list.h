// Pages of drafts that a user may see, oldest id first.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "candour/node/v1/stored.pb.h"
#include "node/learning/ports.h"

namespace candour {

struct PageRequest {
  uint32_t size = 0;  // 0: 50; at most 200.
  std::string token;  // The id to begin with, as the page before gave it.
};

struct DraftPage {
  std::vector<node::v1::DraftSummary> drafts;
  std::string next_page_token;
  uint64_t total = 0;
};

// kInvalid for a token that no page gave.
Result<DraftPage> ListDraftPage(const storage::Reader& store, const Principal& who,
                                const PageRequest& page,
                                const std::function<bool(const node::v1::StoredDraft&)>& wanted);

}  // namespace candour
