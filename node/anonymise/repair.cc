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

// "25B0118820": one group with a capital that is itself as often as a misread digit.
bool IsSampleNumber(const std::string& text, const Run& run) {
  std::string_view group = std::string_view(text).substr(run.begin, run.end - run.begin);
  group = group.substr(0, group.find_first_of(" -./"));
  size_t capital = group.find_first_of("BSZQ");
  return group.size() >= 8 && capital != group.npos && capital > 0 && group[0] != '0' &&
         group.find_first_not_of("0123456789", capital + 1) == group.npos;
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
  bool opens_date = run.end == at && letters <= 2 && p < text.size() && text[p] == '/';
  if (digits == 0 && ((run.digits == 0 && !opens_date) || letters > 3)) return false;
  run.digits += digits;
  run.letters += letters;
  run.end = p;
  return true;
}

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

// The letter that stands for the digit at `at` of a word, or 0: "Ains1ie", "H0SP", "0sei", but not
// "HbA1c" or "EC1A".
char LetterBehind(std::string_view word, size_t at) {
  if (word[at] != '0' && word[at] != '1') return 0;
  size_t lower = static_cast<size_t>(std::count_if(word.begin(), word.end(), IsLower));
  size_t upper = static_cast<size_t>(std::count_if(word.begin(), word.end(), IsUpper));
  size_t digits = static_cast<size_t>(std::count_if(word.begin(), word.end(), IsDigit));
  if (digits > 2 || lower + upper < 3 || lower + upper + digits != word.size()) return 0;
  bool inner = at > 0 && at + 1 < word.size();
  if (lower == 0) return inner && word[at] == '0' && digits == 1 && upper >= 3 ? 'O' : 0;
  bool one_capital = upper == 0 || (upper == 1 && IsUpper(word[0]));
  if (!one_capital) return 0;
  if (at == 0 && word[0] == '0' && digits == 1)
    return word == "0mls" || word == "0mmol" || word == "0hrs" ? 0 : 'O';
  if (!inner || IsDigit(word[0]) || lower < 3 || word == "hba1c") return 0;
  bool between = !IsDigit(word[at - 1]) || !IsDigit(word[at + 1]);
  return between && !IsDigit(word.back()) ? (word[at] == '0' ? 'o' : 'l') : 0;
}

bool IsInward(std::string_view text) {
  auto letter = [](char c) { return IsLower(c) || IsUpper(c); };
  return text.size() >= 3 && IsDigit(text[0]) && letter(text[1]) && letter(text[2]) &&
         (text.size() == 3 || !IsWordByte(text[3]));
}

// "ab12cde", "ls14dy", "sw1a 1aa": plates and postcodes in small letters are no misread words.
bool IsCode(std::string_view word, std::string_view after) {
  std::string pattern(word);
  for (char& c : pattern) c = IsDigit(c) ? '9' : 'a';
  if (pattern == "aa99aaa" || pattern == "a9aaa" || pattern == "a99aaa") return true;
  bool joined = word.size() >= 5 && word.size() <= 7 && IsInward(word.substr(word.size() - 3)) &&
                IsDigit(word[word.size() == 5 ? 1 : 2]);
  return joined || (word.size() <= 4 && after.starts_with(" ") && IsInward(after.substr(1)));
}

// "LSl 4DY": a letter for the last digit of a postcode's first half.
void RepairOutward(std::string& text, size_t at, size_t end) {
  size_t letters = end - at - 1;
  if (end - at < 2 || letters > 2 || DigitBehind(text[end - 1]) == 0) return;
  bool upper = std::all_of(text.begin() + static_cast<long>(at),
                           text.begin() + static_cast<long>(end - 1), IsUpper);
  std::string_view after = std::string_view(text).substr(end, 5);
  bool inward = after.starts_with(" ") && IsInward(after.substr(1)) && IsUpper(after[2]);
  if (upper && inward) text[end - 1] = DigitBehind(text[end - 1]);
}

void RepairWords(std::string& text) {
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    while (end < text.size() && IsWordByte(text[end])) ++end;
    if (end - at <= 3) RepairOutward(text, at, end);
    if (end - at >= 4 && end - at <= 20 &&
        !IsCode(std::string_view(text).substr(at, end - at),
                std::string_view(text).substr(end, 5))) {
      std::string word = text.substr(at, end - at);
      bool capital_next = end + 1 < text.size() && text[end] == ' ' && IsUpper(text[end + 1]);
      if (word.back() == '1' && capital_next && IsUpper(word[0])) word += 'l';  // "Mil1 Street"
      for (size_t k = 0; k < end - at; ++k) {
        if (char letter = LetterBehind(word, k); letter != 0) text[at + k] = letter;
      }
    }
    at = end + 1;
  }
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
  RepairWords(text);
  for (size_t at = 0; at < text.size();) {
    if (!IsWordByte(text[at])) {
      ++at;
      continue;
    }
    Run run = RunAt(text, at);
    if (run.end > at) {
      if ((LooksNumeric(run) && !IsSampleNumber(text, run)) || IsLabelled(text, run)) {
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
