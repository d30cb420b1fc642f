// The text as the rules read it, with a way back to the bytes it came from.
//
// Compatibility forms are folded, accents stripped, HTML entities and tags taken out, dashes and
// quotes made plain, letters misread for digits put right inside long digit groups, and dictated
// digits, dates and addresses written out. Every byte of `text` knows which bytes of the original
// it stands for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace candour::anonymise {

class Lexicon;

struct Normalised {
  std::string text;
  std::vector<uint32_t> begin;  // begin[i], end[i]: the original bytes behind text[i].
  std::vector<uint32_t> end;

  void Push(char c, size_t from, size_t to) {
    text.push_back(c);
    begin.push_back(static_cast<uint32_t>(from));
    end.push_back(static_cast<uint32_t>(to));
  }
};

// Fails on invalid UTF-8, naming the byte offset.
tl::expected<Normalised, std::string> Normalise(std::string_view utf8);

// Offset of the first byte that is no part of valid UTF-8; the size when all of it is.
size_t FirstInvalidByte(std::string_view text);

// Steps of Normalise() that work on already normalised text. Each may change lengths.
Normalised MendSpacing(Normalised spaced);     // "M w a n g i", "Arbuthnot-\nLisle".
Normalised CollapseSpaces(Normalised spaced);  // "Mary   Smith" -> two spaces, two -> one.
Normalised MendFigures(Normalised read);       // "l 4/ O 6/ 2O2 2" -> "14/06/2022"
void RepairDigits(Normalised& normalised);     // O7700 9OO l23 -> 07700 900 123
// "comma", "full stop" and brackets that were spoken become the marks.
Normalised WriteOutMarks(Normalised spoken);
Normalised WriteOutCodes(Normalised spoken);      // "M twenty four stroke oh one" -> "M24/01"
Normalised WriteOutDictation(Normalised spoken);  // "nine double four" -> "944"

// `text` in place of the bytes [begin, end).
struct Rewriting {
  size_t begin = 0;
  size_t end = 0;
  std::string text;
};

// `all` in their order, none over another.
Normalised Rewritten(const Normalised& spoken, const std::vector<Rewriting>& all);

// Words an optical reader has misread ("Beeclnwood", "5troke", "frorn") as the lexicon knows them,
// where the text shows that one was at work. A step of its own, for it needs the word lists.
Normalised MendMisreadings(Normalised read, const Lexicon& lexicon);

}  // namespace candour::anonymise
