// Call signs of crews and cars, spelled with the words of the radio alphabet: "Bravo Hotel 33",
// "TN-88-Kilo", "Helimed 88".
#include <algorithm>
#include <array>
#include <unordered_set>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {
namespace {

constexpr Rule kCallSign = {"id.call-sign", "The call sign of a crew."};

constexpr size_t kPartsMax = 5;

bool IsRadioWord(std::string_view word) {
  static const std::unordered_set<std::string_view> kWords = {
      "alpha",   "alfa",   "bravo",  "charlie", "delta",   "echo",  "foxtrot", "golf",
      "hotel",   "india",  "juliet", "kilo",    "juliett", "lima",  "mike",    "november",
      "oscar",   "papa",   "quebec", "romeo",   "sierra",  "tango", "uniform", "victor",
      "whiskey", "whisky", "xray",   "yankee",  "zulu"};
  return kWords.contains(word);
}

// Services that go by their name and a number.
bool IsService(std::string_view word) {
  constexpr auto kWords = std::to_array<std::string_view>(
      {"helimed", "solo", "medic", "hems", "rescue", "coastguard", "rrv"});
  return IsOneOf(kWords, word);
}

bool IsCrew(std::string_view word) {
  constexpr auto kWords = std::to_array<std::string_view>(
      {"crew", "crews", "callsign", "sign", "dispatch", "dispatched", "resource", "vehicle"});
  return IsOneOf(kWords, word);
}

class SignReader {
 public:
  SignReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {}

  void Read() {
    for (size_t i = 0; i < tokens_.size();) i = ReadAt(i) + 1;
  }

 private:
  bool Radio(size_t i) const {
    return tokens_[i].IsWord() && tokens_[i].shape != Shape::kLower && tokens_[i].size() >= 4 &&
           IsRadioWord(document_.LowerAt(i));
  }

  bool Part(size_t i) const {
    const Token& token = tokens_[i];
    if (token.shape >= Shape::kNumber) return token.size() <= 4;
    return Radio(i) || (token.shape == Shape::kUpper && token.size() <= 3);
  }

  // A run begins where a radio word is among its first two parts, or with a service.
  bool Begins(size_t i) const {
    if (Service(i)) return true;
    for (size_t k = i; k < tokens_.size() && k - i < 3 && Part(k); ++k) {
      if (Radio(k)) return true;
      if (!Joined(k)) return false;
    }
    return false;
  }

  bool Joined(size_t i) const {
    std::string_view gap = document_.Gap(i);
    return i + 1 < tokens_.size() && (gap == " " || gap == "-");
  }

  bool Service(size_t i) const {
    return tokens_[i].IsWord() && tokens_[i].shape != Shape::kLower &&
           IsService(document_.LowerAt(i)) && i + 1 < tokens_.size() && document_.Gap(i) == " " &&
           tokens_[i + 1].shape == Shape::kNumber && tokens_[i + 1].size() <= 3;
  }

  size_t ReadAt(size_t first) {
    if (!Begins(first)) return first;
    if (Service(first)) return Add(first, first + 1);
    size_t last = first;  // Of the run as far as a number or a radio word.
    size_t words = 0;
    size_t digits = 0;
    bool hyphen = false;
    for (size_t k = first; k < tokens_.size() && k - first < kPartsMax && Part(k); ++k) {
      const bool number = tokens_[k].shape >= Shape::kNumber;
      words += Radio(k) ? 1 : 0;
      digits += number ? 1 : 0;
      if (number || Radio(k)) last = k;
      if (!Joined(k)) break;
      hyphen = hyphen || (document_.Gap(k) == "-" && k >= first);
    }
    const bool crewed = first > 0 && IsCrew(document_.LowerAt(first - 1));
    const bool spelled = hyphen && last - first >= 2 && !tokens_[last].Is(kMonth);
    if (digits == 0 || words == 0 || !(words > 1 || crewed || spelled)) return first;
    return Add(first, last);
  }

  size_t Add(size_t first, size_t last) {
    out_.push_back({.begin = tokens_[first].begin,
                    .end = tokens_[last].end,
                    .type = SpanType::kLocalId,
                    .confidence = 0.75,
                    .rule = &kCallSign});
    return last;
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
};

}  // namespace

void FindCallSigns(const Document& document, Findings& out) { SignReader(document, out).Read(); }

}  // namespace candour::anonymise
