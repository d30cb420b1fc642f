#include "node/rpc/hint_outbox.h"

#include <algorithm>

namespace candour::rpc {

bool HintOutbox::Push(const WatchHint& hint) {
  for (WatchHint& waiting : hints_) {
    if (waiting.feed != hint.feed) continue;
    waiting.size = std::max(waiting.size, hint.size);
    waiting.cosignatures = waiting.cosignatures || hint.cosignatures;
    return true;
  }
  if (hints_.size() >= max_) return false;
  hints_.push_back(hint);
  return true;
}

std::optional<WatchHint> HintOutbox::Pop() {
  if (hints_.empty()) return std::nullopt;
  WatchHint hint = hints_.front();
  hints_.pop_front();
  return hint;
}

}  // namespace candour::rpc
