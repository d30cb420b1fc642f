// Groups of digits, or of letters and digits, as numbers of records are written: "24:IM:0078112",
// "XQ 99 12 83", "D. 30 4417".
#pragma once

#include <vector>

#include "node/anonymise/document.h"
#include "node/anonymise/finding.h"

namespace candour::anonymise {

struct CodeGroup {
  size_t first = 0;  // Its tokens, [first, last].
  size_t last = 0;
  size_t digits = 0;
  size_t letters = 0;
  size_t longest = 0;  // Digits of its longest part.
  // What stands between its parts.
  bool blanks = false;
  bool points = false;
  bool strokes = false;
  bool underlined = false;
  bool spelled = true;  // Every part is one character.
  size_t parts() const { return last - first + 1; }
};

// What may stand in a group because of what leads to it.
struct CodeAllows {
  bool blanks = false;  // Beside its marks: it is announced.
  // The first six digits of a CHI number may have been read as a day, and so may a part of the
  // number of a file.
  bool day = false;
};

// Reads the groups of one document, which must outlive it. What is masked in `found` already is
// part of a group where it is a number, and ends one where it is anything else.
class CodeGroups {
 public:
  CodeGroups(const Document& document, const Findings& found);

  bool Free(size_t i) const { return cover_[i] == Cover::kFree; }
  bool Taken(size_t i, CodeAllows allows) const;  // No part of a code.

  size_t Digits(size_t i) const;
  bool Number(size_t i) const;   // Digits alone.
  bool Code(size_t i) const;     // Letters and digits in one word, and no measure.
  bool Letters(size_t i) const;  // As they are joined to digits.
  bool FiguresAt(size_t i) const;
  bool JoinedAt(size_t i) const;  // What follows token `i` may belong to it.
  bool TightAt(size_t i) const;   // By a single mark.

  bool Begins(size_t i, CodeAllows allows) const;
  CodeGroup At(size_t first, CodeAllows allows) const;  // The longest that begins there.

 private:
  enum class Cover : uint8_t { kFree, kNumber, kDay, kOther };

  void MarkCovered(const Finding& finding);
  bool Capitals(size_t i) const;
  CodeAllows Filed(size_t i, CodeAllows allows) const;
  bool InLabel(size_t i) const;
  bool GoesOn(const CodeGroup& group, size_t next, CodeAllows allows) const;
  bool BlankGroup(const CodeGroup& group, size_t next, CodeAllows allows) const;
  bool Timed(const CodeGroup& group) const;
  bool Hidden(size_t i) const;
  bool Upper(size_t i) const;
  bool EndsCode(const CodeGroup& group, size_t next) const;
  bool EndsAnnounced(const CodeGroup& group, size_t next) const;
  bool Spaced(const CodeGroup& group, size_t next, std::string_view gap) const;
  void Take(CodeGroup& group, size_t i) const;

  const Document& document_;
  const std::vector<Token>& tokens_;
  std::vector<Cover> cover_;
};

}  // namespace candour::anonymise
