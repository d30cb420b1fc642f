// Deterministic randomness (splitmix64, Steele et al. 2014), split by label so that one stream's
// use does not move another's.
#pragma once

#include <cstdint>
#include <string_view>

namespace candour::sim {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  // Below `n`; 0 when n is 0.
  uint64_t Below(uint64_t n) { return n ? Next() % n : 0; }
  uint64_t Between(uint64_t low, uint64_t high) { return low + Below(high - low + 1); }
  // True `per_mille` times in a thousand.
  bool Chance(uint64_t per_mille) { return Below(1000) < per_mille; }

  Random Split(std::string_view label) const {
    uint64_t hash = state_ ^ 0xcbf29ce484222325;
    for (unsigned char c : label) hash = (hash ^ c) * 0x100000001b3;
    return Random(Random(hash).Next());
  }

 private:
  uint64_t state_;
};

}  // namespace candour::sim
