#include "node/rpc/hint_outbox.h"

#include <algorithm>

namespace candour::rpc {
namespace {

constexpr size_t kWholeMax = 16;  // Hints that wait with what they bring.

}  // namespace

bool HintOutbox::Push(const WatchHint& hint) {
  for (WatchHint& waiting : hints_) {
    if (waiting.feed != hint.feed) continue;
    waiting.size = std::max(waiting.size, hint.size);
    waiting.cosignatures = waiting.cosignatures || hint.cosignatures;
    waiting.live = {};
    return true;
  }
  if (hints_.size() >= max_) return false;
  hints_.push_back(hint);
  if (hints_.size() > kWholeMax) hints_.back().live = {};
  return true;
}

std::optional<WatchHint> HintOutbox::Pop() {
  if (hints_.empty()) return std::nullopt;
  WatchHint hint = hints_.front();
  hints_.pop_front();
  return hint;
}

}  // namespace candour::rpc
