// Letters an optical reader takes for digits, put right only inside telephone-, NHS- and
// date-shaped runs.
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
};

bool LooksNumeric(const Run& run) {
  size_t total = run.digits + run.letters;
  if (run.letters == 0 || run.digits * 2 < total) return false;
  if (run.slashes == 2) return total >= 6 && total <= 8;
  return run.slashes == 0 && total >= 9 && total <= 24;
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
    while (next < text.size() && next - run.end < 2 && IsGap(text[next])) {
      slashes += text[next++] == '/' ? 1 : 0;
    }
    if (next == run.end || next >= text.size() || !IsWordByte(text[next])) return run;
    if (!TakeGroup(text, next, run)) return run;
    run.slashes += slashes;
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
      if (LooksNumeric(run)) {
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
