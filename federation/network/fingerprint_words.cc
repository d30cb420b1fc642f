#include "federation/network/fingerprint_words.h"

#include <array>
#include <string_view>

namespace candour {
namespace {

// Chosen to be told apart by ear, and so that the words mean nothing rude.
constexpr std::array<std::string_view, 16> kFirst = {"b", "d", "f", "g", "j", "k",  "l", "m",
                                                     "n", "p", "r", "s", "t", "tr", "v", "z"};
constexpr std::array<char, 8> kSecond = {'b', 'd', 'f', 'l', 'm', 'n', 'r', 'v'};
constexpr std::array<char, 4> kVowels = {'a', 'i', 'o', 'u'};

}  // namespace

std::string FingerprintWord(uint32_t index) {
  std::string out(kFirst[index >> 7 & 15]);
  out += kVowels[index >> 5 & 3];
  out += kSecond[index >> 2 & 7];
  out += kVowels[index & 3];
  return out;
}

}  // namespace candour
