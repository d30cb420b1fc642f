#include "federation/query/noise.h"

#include <numeric>

#include "crypto/check.h"

namespace candour::query {
namespace {

constexpr uint64_t kThousand = 1000;

enum class Coin : uint8_t { kTails, kHeads };

// Heads with probability numerator / denominator.
Coin Bernoulli(uint64_t numerator, uint64_t denominator, crypto::Prg& prg) {
  return UniformBelow(denominator, prg) < numerator ? Coin::kHeads : Coin::kTails;
}

// Heads with probability exp(-numerator / denominator), which is at most one: algorithm 1. The
// series ends long before k * denominator could leave 64 bits.
Coin BernoulliExp(uint64_t numerator, uint64_t denominator, crypto::Prg& prg) {
  uint64_t k = 1;
  while (Bernoulli(numerator, k * denominator, prg) == Coin::kHeads) ++k;
  return k % 2 == 1 ? Coin::kHeads : Coin::kTails;
}

}  // namespace

uint64_t UniformBelow(uint64_t bound, crypto::Prg& prg) {
  crypto::Check(bound > 0, "a draw below zero");
  const uint64_t spare = (UINT64_MAX % bound + 1) % bound;  // 2^64 mod bound
  while (true) {
    const uint64_t word = prg.Word();
    if (word <= UINT64_MAX - spare) return word % bound;
  }
}

// Algorithm 2 with scale t/s = 1000/epsilon.
int64_t DiscreteLaplace(uint32_t epsilon, crypto::Prg& prg) {
  crypto::Check(epsilon >= kEpsilonMin && epsilon <= kEpsilonMax, "noise for no such epsilon");
  const uint64_t shared = std::gcd(kThousand, static_cast<uint64_t>(epsilon));
  const uint64_t s = epsilon / shared;
  const uint64_t t = kThousand / shared;
  while (true) {
    const uint64_t u = UniformBelow(t, prg);
    if (BernoulliExp(u, t, prg) == Coin::kTails) continue;
    uint64_t v = 0;
    while (BernoulliExp(1, 1, prg) == Coin::kHeads) ++v;
    const int64_t size = static_cast<int64_t>((u + t * v) / s);
    const bool negative = Bernoulli(1, 2, prg) == Coin::kHeads;
    if (negative && size == 0) continue;  // Zero has one sign, or it would come up twice as often.
    return negative ? -size : size;
  }
}

std::vector<int64_t> AddNoise(std::span<const int64_t> counts, uint32_t epsilon, crypto::Prg& prg) {
  std::vector<int64_t> noised;
  noised.reserve(counts.size());
  for (int64_t count : counts) noised.push_back(count + DiscreteLaplace(epsilon, prg));
  return noised;
}

}  // namespace candour::query
