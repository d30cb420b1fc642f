// 2048 pronounceable words that people can read to each other, made by rule.
#pragma once

#include <cstdint>
#include <string>

namespace candour {

inline constexpr uint32_t kFingerprintWords = 2048;

// A consonant, a vowel, a consonant, a vowel ("trubi"). Only the low 11 bits of `index` count.
std::string FingerprintWord(uint32_t index);

}  // namespace candour
