#include "node/rpc/peer_budget.h"

namespace candour::rpc {

// Forgets the idle peer that was paused the longest ago when there are too many.
PeerBudget::Peer& PeerBudget::Of(const crypto::Hash& spki) {
  if (const auto found = peers_.find(spki); found != peers_.end()) return found->second;
  if (peers_.size() >= limits_.remembered) {
    auto oldest = peers_.end();
    for (auto it = peers_.begin(); it != peers_.end(); ++it) {
      if (!it->second.Idle()) continue;
      if (oldest == peers_.end() || it->second.paused_until < oldest->second.paused_until)
        oldest = it;
    }
    if (oldest != peers_.end()) peers_.erase(oldest);
  }
  return peers_[spki];
}

std::optional<Error> PeerBudget::Take(const crypto::Hash& spki, CallKind kind, Instant now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  Peer& peer = Of(spki);
  if (now < peer.paused_until) {
    ++peer.refused;
    return Error{ErrorCode::kFull, "PEER_PAUSED",
                 "too many calls could not be read or did not verify; come again in a minute"};
  }
  size_t& count = kind == CallKind::kCall ? peer.calls : peer.watches;
  if (count >= (kind == CallKind::kCall ? limits_.calls : limits_.watches)) {
    ++peer.refused;
    return Error{ErrorCode::kFull, "TOO_MANY_CALLS",
                 "too many calls are open; wait for some to end"};
  }
  ++count;
  return std::nullopt;
}

void PeerBudget::Return(const crypto::Hash& spki, CallKind kind) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = peers_.find(spki);
  if (found == peers_.end()) return;
  --(kind == CallKind::kCall ? found->second.calls : found->second.watches);
  if (found->second.Idle() && found->second.Blameless()) peers_.erase(found);
}

bool PeerBudget::Malformed(const crypto::Hash& spki, Instant now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  Peer& peer = Of(spki);
  ++peer.malformed;
  if (now - peer.of_late_since > limits_.pause) {
    peer.of_late_since = now;
    peer.malformed_of_late = 0;
  }
  if (++peer.malformed_of_late <= limits_.malformed || now < peer.paused_until) return false;
  peer.paused_until = now + limits_.pause;
  peer.malformed_of_late = 0;
  return true;
}

std::vector<PeerRefusals> PeerBudget::Refusals(Instant now) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::vector<PeerRefusals> all;
  for (const auto& [spki, peer] : peers_) {
    if (peer.Blameless()) continue;
    all.push_back({spki, peer.malformed, peer.refused, now < peer.paused_until});
  }
  return all;
}

}  // namespace candour::rpc
