// A normalised text cut into words, with everything the rules ask about them.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "node/anonymise/lexicon.h"
#include "node/anonymise/normalise.h"

namespace candour::anonymise {

enum class Shape : uint8_t { kLower, kCapital, kUpper, kMixed, kNumber, kAlnum };

// How much a capital letter says on this line.
enum class LineCase : uint8_t { kOrdinary, kLower, kUpper };

struct Token {
  uint32_t begin = 0;  // Offsets into Document::text; a possessive 's is outside.
  uint32_t end = 0;
  WordClasses classes = 0;
  Shape shape = Shape::kLower;
  LineCase line_case = LineCase::kOrdinary;
  bool possessive = false;
  bool starts_sentence = false;
  bool starts_line = false;

  bool Is(WordClasses any) const { return (classes & any) != 0; }
  size_t size() const { return end - begin; }
  bool IsWord() const { return shape <= Shape::kMixed; }
  // A capital that ordinary spelling does not explain.
  bool ProperCase() const {
    return line_case == LineCase::kOrdinary && !starts_sentence &&
           (shape == Shape::kCapital || shape == Shape::kMixed);
  }
  bool Capital() const { return shape == Shape::kCapital || shape == Shape::kMixed; }
};

class Document {
 public:
  Document(Normalised normalised, const Lexicon& lexicon);  // The lexicon must outlive it.
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  std::string_view text() const { return normalised_.text; }
  std::string_view lower() const { return lower_; }  // Same length as text().
  const std::vector<Token>& tokens() const { return tokens_; }

  std::string_view Text(const Token& token) const {
    return text().substr(token.begin, token.end - token.begin);
  }
  std::string_view Lower(const Token& token) const {
    return lower().substr(token.begin, token.end - token.begin);
  }
  // Lower case word of token `i`, empty past either end.
  std::string_view LowerAt(size_t i) const {
    return i < tokens_.size() ? Lower(tokens_[i]) : std::string_view();
  }
  // What stands between token i and token i + 1. Behind the last it is the rest of the text, and
  // nothing where that is a blank alone.
  std::string_view Gap(size_t i) const;
  // At most `most` bytes of lower() before `at`, and after it.
  std::string_view Before(size_t at, size_t most) const;
  std::string_view After(size_t at, size_t most) const;
  // Index of the first token that begins at or after `at`.
  size_t TokenAtOrAfter(size_t at) const;

  // Of any word in small letters, also of one that is not in the text.
  WordClasses ClassesOf(std::string_view word) const { return lexicon_.Find(word); }

  size_t OriginalBegin(size_t at) const { return normalised_.begin[at]; }
  size_t OriginalEnd(size_t end) const { return normalised_.end[end - 1]; }

 private:
  void Cut();
  void MarkStarts();
  void MarkLineCases();
  void LookUp(const Lexicon& lexicon);

  const Lexicon& lexicon_;
  Normalised normalised_;
  std::string lower_;
  std::vector<Token> tokens_;
};

// True when the gap is a single space, as between a forename and a surname.
bool IsPlainGap(std::string_view gap);

// Whether a word, as LowerAt gives it, is one of a rule's.
template <size_t N>
bool IsOneOf(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace candour::anonymise
