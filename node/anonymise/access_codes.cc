// Codes of doors, gates and key safes, told without the word "code": "gate is 1361", "keysafe was
// 1952, now changed to 8806", "side gate C13Y".
#include <array>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {
namespace {

constexpr Rule kOpens = {"id.opens", "A code behind what it opens."};
constexpr Rule kChanged = {"id.changed-code", "What the code of a door was changed to."};

constexpr size_t kBetweenMax = 4;

class AccessReader {
 public:
  AccessReader(const Document& document, Findings& out)
      : document_(document), tokens_(document.tokens()), out_(out) {}

  void Read() {
    size_t locked = tokens_.size();  // Where the last lock was named.
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (IsLock(i)) {
        locked = i;
        Behind(i);
      }
      if (Word(i) == "code") locked = i;  // "the code to the entrance would be changed from 1957"
      const bool to =
          (Word(i) == "to" || Word(i) == "from") && i > 0 && locked < i && i - locked < 16;
      if (to && i + 1 < tokens_.size() && Changed(i)) Code(i + 1, kChanged);
    }
  }

 private:
  std::string_view Word(size_t i) const { return document_.LowerAt(i); }

  bool IsLock(size_t i) const {
    constexpr std::array<std::string_view, 8> kLocks = {"keysafe", "gate",    "keypad", "maglock",
                                                        "lockbox", "padlock", "safe",   "door"};
    if (!tokens_[i].IsWord() || !IsOneOf(kLocks, Word(i))) return false;
    return Word(i) != "safe" || (i > 0 && (Word(i - 1) == "key" || Word(i - 1) == "the"));
  }

  // "changed from 1379 to 2580", "changed it to 8806"
  bool Changed(size_t to) const {
    for (size_t back = 1; back <= 3 && back <= to; ++back) {
      if (Word(to - back) == "changed" || Word(to - back) == "reset") return true;
    }
    return false;
  }

  void Behind(size_t lock) {
    constexpr std::array<std::string_view, 11> kBetween = {
        "release", "is", "was", "code", "number", "no", "now", "changed", "from", "the", "its"};
    size_t i = lock + 1;
    for (size_t steps = 0; i < tokens_.size() && steps < kBetweenMax; ++steps, ++i) {
      std::string_view gap = document_.Gap(i - 1);
      if (gap != " " && gap != ": " && gap != " - ") return;
      if (!IsOneOf(kBetween, Word(i))) break;
    }
    if (i < tokens_.size() && document_.Gap(i - 1).size() < 4) Code(i, kOpens);
  }

  // Four digits to six that end their clause, or a letter with them: "C13Y".
  void Code(size_t i, const Rule& rule) {
    const Token& token = tokens_[i];
    const bool digits = token.shape == Shape::kNumber && token.size() >= 4 && token.size() <= 6;
    size_t figures = 0;
    for (char c : Word(i)) figures += c >= '0' && c <= '9' ? 1 : 0;
    std::string_view text = document_.Text(token);
    const bool mixed = token.shape == Shape::kAlnum && token.size() >= 4 && token.size() <= 7 &&
                       figures >= 2 &&
                       text.find_first_of("abcdefghijklmnopqrstuvwxyz") == text.npos;
    std::string_view after = document_.Gap(i);
    const bool clock = after.starts_with(":") || after.starts_with("hrs") || after == " hrs";
    if ((digits || mixed) && !clock)
      out_.push_back({.begin = token.begin,
                      .end = token.end,
                      .type = SpanType::kLocalId,
                      .confidence = 0.7,
                      .rule = &rule});
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  Findings& out_;
};

}  // namespace

void FindAccessCodes(const Document& document, Findings& out) {
  AccessReader(document, out).Read();
}

}  // namespace candour::anonymise
