#include "node/rpc/peer_budget.h"

namespace candour::rpc {

bool PeerBudget::Take(const crypto::Hash& spki, CallKind kind) {
  const std::lock_guard<std::mutex> lock(mutex_);
  Open& open = open_[spki];
  size_t& count = kind == CallKind::kCall ? open.calls : open.watches;
  if (count >= (kind == CallKind::kCall ? limits_.calls : limits_.watches)) return false;
  ++count;
  return true;
}

void PeerBudget::Return(const crypto::Hash& spki, CallKind kind) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = open_.find(spki);
  if (found == open_.end()) return;
  --(kind == CallKind::kCall ? found->second.calls : found->second.watches);
  if (found->second.calls == 0 && found->second.watches == 0) open_.erase(found);
}

}  // namespace candour::rpc
