#include "node/learning/draft_list.h"

#include <algorithm>

#include "crypto/encoding.h"
#include "node/learning/authorise.h"
#include "node/learning/drafts.h"
#include "node/learning/rows.h"

namespace candour {

Result<DraftPage> ListDraftPage(const storage::Reader& store, const Principal& who,
                                const PageRequest& page,
                                const std::function<bool(const node::v1::StoredDraft&)>& wanted) {
  std::string start;
  if (!page.token.empty()) {
    auto raw = crypto::Crockford16Decode(page.token);
    if (!raw) {
      return Fail(ErrorCode::kInvalid, "PAGE_TOKEN_INVALID",
                  "this page_token was not given by an earlier page; begin without one");
    }
    start = *raw;
  }
  size_t size = page.size == 0 ? 50 : std::min<uint32_t>(page.size, 200);
  DraftPage out;
  store.Scan(storage::LocalFamily::kDraft, "", "",
             [&](std::string_view key, std::string_view value) {
               node::v1::StoredDraft draft;
               if (!draft.ParseFromString(std::string(value))) return true;
               if (!Authorise(who, UserAction::kReadDraft, &draft) || !wanted(draft)) return true;
               ++out.total;
               if (key < start) return true;
               if (out.drafts.size() < size) {
                 out.drafts.push_back(Summarise(draft));
               } else if (out.next_page_token.empty()) {
                 out.next_page_token = crypto::Crockford16Encode(key);
               }
               return true;
             });
  return out;
}

}  // namespace candour
