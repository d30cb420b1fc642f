// Letters an optical reader takes for digits, put right only inside telephone-, NHS- and
// date-shaped runs.
#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "node/anonymise/normalise.h"

namespace candour::anonymise {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWordByte(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

// The digit a letter is mistaken for, or 0.
char DigitBehind(char c) {
  switch (c) {
    case 'O':
    case 'o':
    case 'Q':
      return '0';
    case 'l':
    case 'I':
    case 'i':
    case '|':
      return '1';
    case 'S':
      return '5';
    case 'B':
      return '8';
    case 'Z':
      return '2';
    default:
      return 0;
  }
}

struct Run {
  size_t begin = 0;
  size_t end = 0;
  size_t digits = 0;
  size_t letters = 0;
  size_t slashes = 0;
  size_t points = 0;  // Full stops and hyphens.
};

bool LooksNumeric(const Run& run) {
  size_t total = run.digits + run.letters;
  if (run.letters == 0 || run.digits * 2 < total) return false;
  if (run.slashes == 2) return total >= 6 && total <= 8;
  if (run.slashes == 0 && run.points == 2 && total >= 6 && total <= 8) return true;
  return run.slashes == 0 && total >= 9 && total <= 24;
}

// "Hosp N0 448 2O1": where a label announces a number, five characters are enough.
bool IsLabelled(const std::string& text, const Run& run) {
  size_t total = run.digits + run.letters;
  if (run.letters == 0 || run.letters > 2 || run.digits < 4 || total < 5) return false;
  size_t from = run.begin > 14 ? run.begin - 14 : 0;
  std::string before = text.substr(from, run.begin - from);
  std::transform(before.begin(), before.end(), before.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  constexpr std::array<std::string_view, 6> kLabels = {" no", " n0", "number", "num", "mrn", "dob"};
  return std::any_of(kLabels.begin(), kLabels.end(), [&](std::string_view label) {
    size_t at = before.rfind(label);
    return at != before.npos && before.find_first_not_of(" .:", at + label.size()) == before.npos;
  });
}

// Reads the group of word bytes at `at` into `run`; false (run untouched) when it holds other
// letters.
bool TakeGroup(const std::string& text, size_t at, Run& run) {
  size_t digits = 0;
  size_t letters = 0;
  size_t p = at;
  for (; p < text.size() && (IsWordByte(text[p]) || text[p] == '|'); ++p) {
    if (IsDigit(text[p])) {
      ++digits;
    } else if (DigitBehind(text[p]) != 0) {
      ++letters;
    } else {
      return false;
    }
  }
  if (digits == 0 && (run.digits == 0 || letters > 3)) return false;
  run.digits += digits;
  run.letters += letters;
  run.end = p;
  return true;
}

bool IsGap(char c) { return c == ' ' || c == '-' || c == '.' || c == '/'; }

// Groups that hold only digits and their doubles, with at most two gap characters between them.
Run RunAt(const std::string& text, size_t at) {
  Run run;
  run.begin = run.end = at;
  if (!TakeGroup(text, at, run)) return run;
  while (true) {
    size_t next = run.end;
    size_t slashes = 0;
    size_t points = 0;
    while (next < text.size() && next - run.end < 2 && IsGap(text[next])) {
      slashes += text[next] == '/' ? 1 : 0;
      points += text[next] == '.' || text[next] == '-' ? 1 : 0;
      ++next;
    }
    if (next == run.end || next >= text.size() || !IsWordByte(text[next])) return run;
    if (!TakeGroup(text, next, run)) return run;
    run.slashes += slashes;
    run.points += points;
  }
}

}  // namespace

void RepairDigits(Normalised& normalised) {
  std::string& text = normalised.text;
  for (size_t at = 0; at < text.size();) {
    if (!IsWordByte(text[at])) {
      ++at;
      continue;
    }
    Run run = RunAt(text, at);
    if (run.end > at) {
      if (LooksNumeric(run) || IsLabelled(text, run)) {
        for (size_t p = run.begin; p < run.end; ++p) {
          if (char digit = DigitBehind(text[p]); digit != 0) text[p] = digit;
        }
      }
      at = run.end;
      continue;
    }
    while (at < text.size() && IsWordByte(text[at])) ++at;
  }
}

}  // namespace candour::anonymise
