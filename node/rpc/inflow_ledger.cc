#include "node/rpc/inflow_ledger.h"

#include <algorithm>

namespace candour::rpc {
namespace {

// A call costs more on the wire than its message: headers, frames, TLS.
constexpr uint64_t kBytesPerCall = 2 << 10;
constexpr uint64_t kOverheadShare = 16;

}  // namespace

void InflowLedger::Delivered(const std::string& peer, size_t bytes) {
  const std::lock_guard<std::mutex> lock(mutex_);
  delivered_[peer] += bytes + bytes / kOverheadShare + kBytesPerCall;
}

std::vector<std::string> InflowLedger::Overdrawn(const std::vector<Seen>& open) {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::map<std::string, uint64_t> kept;
  std::vector<std::pair<uint64_t, std::string>> owing;
  uint64_t all = 0;
  for (const Seen& seen : open) {
    const auto found = delivered_.find(seen.peer);
    // Never more than was received: nobody saves up by many small calls.
    const uint64_t delivered =
        std::min(found == delivered_.end() ? 0 : found->second, seen.received);
    kept[seen.peer] = delivered;
    owing.emplace_back(seen.received - delivered, seen.peer);
    all += owing.back().first;
  }
  delivered_ = std::move(kept);
  std::sort(owing.rbegin(), owing.rend());
  std::vector<std::string> overdrawn;
  for (const auto& [bytes, peer] : owing) {
    if (bytes <= limits_.connection && all <= limits_.all) break;
    overdrawn.push_back(peer);
    all -= bytes;
  }
  return overdrawn;
}

}  // namespace candour::rpc
