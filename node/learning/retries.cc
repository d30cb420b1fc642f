#include "node/learning/retries.h"

#include <algorithm>

namespace candour {
namespace {

constexpr Duration kPauseMin{20};
constexpr Duration kPauseMax{1'000};

}  // namespace

void Retries::Failed(const QuestionKey& key, Instant now) {
  const auto [waiting, fresh] = waiting_.try_emplace(key, Waiting{now + kPauseMin, kPauseMin});
  if (fresh || now < waiting->second.at) return;
  const Duration pause = std::min(waiting->second.pause * 2, kPauseMax);
  waiting->second = {now + pause, pause};
}

void Retries::Keep(std::span<const QuestionKey> open) {
  std::erase_if(waiting_, [&](const auto& entry) {
    return !std::binary_search(open.begin(), open.end(), entry.first);
  });
}

std::optional<Instant> Retries::Next(Instant now) const {
  std::optional<Instant> first;
  for (const auto& [key, waiting] : waiting_) {
    if (waiting.at > now && (!first || waiting.at < *first)) first = waiting.at;
  }
  return first;
}

}  // namespace candour
