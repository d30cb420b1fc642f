// A search query over drafts' masked texts, for bulk decisions. Drafts are in no index: every one
// is read, which a bulk decision does anyway.
#pragma once

#include <string_view>

#include "candour/learning/v1/body.pb.h"
#include "federation/base/result.h"
#include "node/index/query.h"

namespace candour {

class DraftQuery {
 public:
  // kInvalid as ParseQuery, and for the filters network: and member:, which no draft has. An empty
  // query takes every draft.
  static Result<DraftQuery> Parse(std::string_view text);

  bool Takes(const learning::v1::Learning& masked) const;

 private:
  index::Query query_;
};

}  // namespace candour
