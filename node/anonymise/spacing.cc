// Spaces and line breaks as columns, optical readers and careless hands set them.
#include <algorithm>
#include <vector>

#include "node/anonymise/normalise.h"

namespace candour::anonymise {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsWordByte(char c) {
  return IsDigit(c) || IsUpper(c) || IsLower(c) || (static_cast<unsigned char>(c) & 0x80) != 0;
}

// Letters, digits and the marks inside numbers, one at a time with a blank after each.
struct SetApart {
  size_t begin = 0;
  size_t end = 0;
  size_t letters = 0;
  size_t digits = 0;
  size_t marks = 0;
  bool wide = false;  // Two blanks beside it, as between words whose letters are set apart.
};

bool StandsAlone(const std::string& text, size_t at) {
  char c = text[at];
  bool kind = (IsWordByte(c) && (static_cast<unsigned char>(c) & 0x80) == 0) || c == '/' ||
              c == '-' || c == '.' || c == '\'';
  return kind && (at == 0 || !IsWordByte(text[at - 1])) &&
         (at + 1 == text.size() || !IsWordByte(text[at + 1]));
}

SetApart SetApartAt(const std::string& text, size_t at) {
  SetApart run{.begin = at, .end = at};
  size_t p = at;
  size_t marks = 0;
  while (p < text.size() && StandsAlone(text, p)) {
    run.letters += IsUpper(text[p]) || IsLower(text[p]) ? 1 : 0;
    run.digits += IsDigit(text[p]) ? 1 : 0;
    bool mark = !IsWordByte(text[p]);
    marks += mark ? 1 : 0;
    if (!mark) {
      run.end = p + 1;
      run.marks = marks;  // Those behind the last are no part of it.
    }
    bool next = p + 2 < text.size() && text[p + 1] == ' ' && text[p + 2] != ' ';
    if (!next) break;
    p += 2;
  }
  run.wide = (at > 1 && text[at - 1] == ' ' && text[at - 2] == ' ') ||
             (run.end + 1 < text.size() && text[run.end] == ' ' && text[run.end + 1] == ' ');
  return run;
}

// Most of a word's letters are small, or all are capitals, or the first is one.
bool SpellsWord(const std::string& text, const SetApart& run) {
  size_t changes = 0;
  for (size_t p = run.begin; p + 2 < run.end; p += 2)
    changes += IsUpper(text[p]) != IsUpper(text[p + 2]) ? 1 : 0;
  return changes <= run.letters / 3 + 1;
}

// Whether the blank at `at` stays between what is joined: "M r P a t e l", "2 1 D e c 2 0 2 3".
bool Parts(const std::string& text, size_t at) {
  char before = text[at - 1];
  char after = text[at + 1];
  if (IsLower(before)) return IsUpper(after) || IsDigit(after);
  return IsDigit(before) && IsUpper(after) && at + 3 < text.size() && IsLower(text[at + 3]) &&
         StandsAlone(text, at + 3);
}

// What may be joined: a word of four letters, or of two where the text sets letters apart
// throughout; a code of five characters; digits with strokes or points.
bool Joins(const std::string& text, const SetApart& run, bool throughout) {
  if (run.digits == 0) return run.letters >= (throughout ? 2u : 4u) && SpellsWord(text, run);
  size_t characters = run.letters + run.digits;
  if (run.letters > 0) return characters >= 5 || (throughout && characters >= 2);
  bool stroke = run.marks == 1 && run.digits >= 3 && run.digits <= 4;  // "1 7 / 3"
  return (run.marks > 0 && run.digits >= 6) || stroke || (throughout && run.digits >= 2);
}

// The runs of `text` that are worth joining, in order.
std::vector<SetApart> RunsSetApart(const std::string& text) {
  std::vector<SetApart> runs;
  size_t words = 0;
  for (size_t at = text.find(' '); at != text.npos && at + 1 < text.size();
       at = text.find(' ', at + 1)) {
    // From the blank behind the first character on: most blanks stand behind longer words.
    if (at == 0 || (at > 1 && IsWordByte(text[at - 2])) || !StandsAlone(text, at - 1)) continue;
    if (!IsWordByte(text[at - 1])) continue;
    SetApart run = SetApartAt(text, at - 1);
    if (run.end - run.begin < 3) continue;
    words += run.letters >= 4 && run.digits == 0 && run.wide ? 1 : 0;
    runs.push_back(run);
    at = run.end - 1;
  }
  std::erase_if(runs, [&](const SetApart& run) { return !Joins(text, run, words >= 1); });
  return runs;
}

// The length of what parts a line from the next where the sentence goes on: "Elm\n  Suite" is
// indented as no form is, "Arbuthnot-\nLisle" hyphened.
size_t WrapAt(const std::string& text, size_t at) {
  if (text[at] != '\n' || at == 0) return 0;
  size_t next = at + 1;
  while (next < text.size() && text[next] == ' ') ++next;
  if (next >= text.size() || !IsWordByte(text[next])) return 0;
  bool hyphened = text[at - 1] == '-' && at > 1 && IsWordByte(text[at - 2]);
  bool indented = next > at + 1 && IsWordByte(text[at - 1]);
  return hyphened || indented ? next - at : 0;
}

// The length of "O ' H", whose blanks do not belong there: "D O ' Hanlon".
size_t ApostropheAt(const std::string& text, size_t at) {
  if (text[at] != 'O' && text[at] != 'D') return 0;
  if (at > 0 && IsWordByte(text[at - 1])) return 0;
  size_t p = at + 1;
  if (p < text.size() && text[p] == ' ') ++p;
  if (p >= text.size() || text[p] != '\'') return 0;
  ++p;
  if (p < text.size() && text[p] == ' ') ++p;
  bool name = p + 1 < text.size() && IsUpper(text[p]) && IsWordByte(text[p + 1]);
  return name && p - at > 2 ? p - at : 0;
}

// Where the comma of "fell ,Esther" is whose blanks begin at `at`, or 0.
size_t CommaAt(const std::string& text, size_t at) {
  if (text[at] != ' ' || at == 0 || !IsWordByte(text[at - 1])) return 0;
  size_t comma = text.find_first_not_of(' ', at);
  return comma != text.npos && text[comma] == ',' ? comma : 0;
}

// Whether most words have two blanks or more between them: then a wide gap parts no columns.
bool IsWide(const std::string& text) {
  size_t plain = 0;
  size_t wide = 0;
  for (size_t at = text.find(' '); at != text.npos; at = text.find(' ', at)) {
    size_t end = std::min(text.find_first_not_of(' ', at), text.size());
    (end - at == 1 ? plain : wide) += 1;
    at = end;
  }
  return wide >= 12 && wide > plain * 3;
}

}  // namespace

Normalised MendSpacing(Normalised spaced) {
  const std::string& text = spaced.text;
  std::vector<SetApart> runs = RunsSetApart(text);
  bool wraps = text.find("\n ") != text.npos || text.find("-\n") != text.npos;
  bool marks = text.find(" ,") != text.npos || text.find("' ") != text.npos;
  if (runs.empty() && !wraps && !marks) return spaced;
  Normalised out;
  auto copy = [&](size_t at) { out.Push(text[at], spaced.begin[at], spaced.end[at]); };
  size_t run = 0;
  for (size_t at = 0; at < text.size();) {
    if (run < runs.size() && at == runs[run].begin) {
      for (; at < runs[run].end; ++at) {
        if (text[at] != ' ') {
          copy(at);
        } else if (Parts(text, at)) {
          copy(at);
        }
      }
      ++run;
    } else if (size_t wrap = WrapAt(text, at); wrap > 0) {
      if (text[at - 1] != '-') out.Push(' ', spaced.begin[at], spaced.end[at + wrap - 1]);
      at += wrap;
    } else if (size_t name = ApostropheAt(text, at); name > 0) {
      copy(at);
      copy(at + text.substr(at, name).find('\''));
      at += name;
    } else if (size_t comma = CommaAt(text, at); comma > 0) {
      at = comma;
      copy(at++);
      if (at < text.size() && IsWordByte(text[at]))
        out.Push(' ', spaced.begin[at], spaced.begin[at]);
    } else {
      copy(at++);
    }
  }
  return out;
}

// Two spaces between words become one, three and more become two: a wide gap still parts columns.
Normalised CollapseSpaces(Normalised spaced) {
  if (spaced.text.find("  ") == std::string::npos) return spaced;
  Normalised out;
  const std::string& text = spaced.text;
  const size_t wide = IsWide(text) ? 3 : 2;
  for (size_t at = 0; at < text.size();) {
    if (text[at] != ' ') {
      out.Push(text[at], spaced.begin[at], spaced.end[at]);
      ++at;
      continue;
    }
    size_t end = at;
    while (end < text.size() && text[end] == ' ') ++end;
    out.Push(' ', spaced.begin[at], spaced.end[at]);
    if (end - at > wide) out.Push(' ', spaced.begin[end - 1], spaced.end[end - 1]);
    at = end;
  }
  return out;
}

}  // namespace candour::anonymise
