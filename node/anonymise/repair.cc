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
bool IsGap(char c) { return c == ' ' || c == '-' || c == '.' || c == '/'; }
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

// "O2/12", "l8.9", "l.2.83": groups of one or two that a date is made of, all but a year.
bool LooksDated(const std::string& text, const Run& run) {
  if (run.digits == 0 || run.slashes + run.points == 0 || run.slashes + run.points > 2)
    return false;
  if (run.slashes > 0 && run.points > 0) return false;
  bool vertebrae = run.end - run.begin == 4 && text[run.begin] == 'l' &&
                   text[run.begin + 3] == text[run.begin + 1] + 1;  // "l4/5"
  if (vertebrae) return false;
  size_t group = 0;
  size_t groups = 1;
  for (size_t p = run.begin; p < run.end; ++p) {
    if (text[p] == ' ') return false;
    bool mark = !IsWordByte(text[p]) && text[p] != '|';
    group = mark ? 0 : group + 1;
    groups += mark ? 1 : 0;
    if (group > (groups == 3 ? 4 : 2) || text[p] == 'B' || text[p] == 'Z') return false;
    if (text[p] == 'S' && (groups == 2 || run.slashes + run.points < 2)) return false;
  }
  bool litres = run.slashes + run.points == 1 && text[run.end - 1] == 'l' &&
                IsDigit(text[run.end - 2]);  // "1.5l"
  return !litres;
}

// "2O25", "l4O", "33lO2": one group in which digits stand on both sides or a zero's double does.
bool IsMisreadGroup(const std::string& text, const Run& run) {
  std::string_view group = std::string_view(text).substr(run.begin, run.end - run.begin);
  if (run.letters == 0 || run.digits == 0 || group.size() < 3 || group.size() > 8) return false;
  if (group.find_first_not_of("0123456789OolI") != group.npos) return false;
  bool litres = group.find_first_not_of("0123456789") == group.size() - 1 && group.size() <= 4;
  bool coded = group.find_first_of("0123456789") == 1 && group.size() <= 4 && run.letters == 1;
  return !(litres && (group.back() == 'l' || group.back() == 'I') &&
           !(group.size() == 4 && (group.starts_with("19") || group.starts_with("20")))) &&
         !(coded && group[0] == 'I');  // "150l" is a measure, "I21" a code of diseases.
}

bool LooksNumeric(const Run& run) {
  size_t total = run.digits + run.letters;
  if (run.letters == 0 || run.digits * 5 < total * 2) return false;
  if (run.slashes == 2) return total >= 6 && total <= 8;
  if (run.slashes == 0 && run.points == 2 && total >= 6 && total <= 8) return true;
  return run.slashes == 0 && total >= 9 && total <= 24;
}

// "25B0118820", "24BB008812": one group with capitals that are themselves as often as digits.
bool IsSampleNumber(const std::string& text, const Run& run) {
  std::string_view group = std::string_view(text).substr(run.begin, run.end - run.begin);
  group = group.substr(0, group.find_first_of(" -./"));
  size_t capital = group.find_first_of("BSZQ");
  if (capital == group.npos || capital == 0) return false;
  size_t number = group.find_first_not_of(group[capital], capital);
  return group.size() >= 8 && group[0] != '0' && number != group.npos &&
         group.find_first_not_of("0123456789", number) == group.npos;
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
    if (at == before.npos) return false;
    size_t rest = before.find_first_not_of(" .:", at + label.size());
    return rest == before.npos || rest + 2 == before.size();  // "Hosp No: K 44 18 2O"
  });
}

// Reads the group of word bytes at `at` into `run`; false (run untouched) when it holds other
// letters.
bool TakeGroup(const std::string& text, size_t at, Run& run) {
  size_t digits = 0;
  size_t letters = 0;
  size_t p = at;
  for (; p < text.size() && (IsWordByte(text[p]) || text[p] == '|'); ++p) {
    const bool fields = text[p] == '|' && p + 1 < text.size() && text[p + 1] == '|';
    if (fields) return false;  // "PID|1||0099127"
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
  if (lower == 0) {
    if (inner && word[at] == '0' && digits == 1 && upper >= 3) return 'O';
    return inner && word[at] == '1' && digits == 1 && upper >= 6 ? 'I' : 0;  // "GWENLL1AN"
  }
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
  const bool group = word.size() <= 4 && after.starts_with(":") &&
                     word.find_first_not_of("0123456789abcdef") == word.npos;
  if (group) return true;  // "fe80::1c2d:77ff:fe0a:91b3"
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

// "MVl9 KZT", "A9l82GH", "A90O3FC": a small l among capitals and digits, an O between digits.
void RepairCode(std::string& text, size_t at, size_t end) {
  size_t digits = 0;
  size_t capitals = 0;
  for (size_t p = at; p < end; ++p) {
    digits += IsDigit(text[p]) ? 1 : 0;
    capitals += IsUpper(text[p]) ? 1 : 0;
    if (!IsDigit(text[p]) && !IsUpper(text[p]) && text[p] != 'l') return;
  }
  if (digits == 0 || capitals == 0) return;
  for (size_t p = at; p < end; ++p) {
    if (text[p] == 'l' && (digits > 1 || end - at > 3)) text[p] = '1';
  }
  // "MX7O FHD": a plate's year.
  bool plate = end - at == 4 && IsUpper(text[at + 1]) && IsDigit(text[at + 2]) &&
               text[at + 3] == 'O' && end + 3 < text.size() && text[end] == ' ' &&
               IsUpper(text[end + 1]) && IsUpper(text[end + 2]) && IsUpper(text[end + 3]);
  if (plate) text[at + 3] = '0';
  for (size_t p = at + 1; p + 1 < end; ++p) {
    if (text[p] == 'O' && IsDigit(text[p - 1]) && IsDigit(text[p + 1])) text[p] = '0';
  }
}

// "YO21 lLA": the second half of a postcode whose digit is a letter.
void RepairInward(std::string& text, size_t at, size_t end) {
  if (end - at != 3 || at < 3 || text[at - 1] != ' ' || !IsDigit(text[at - 2])) return;
  bool letters = IsUpper(text[at + 1]) && IsUpper(text[at + 2]);
  size_t outward = at - 2;
  while (outward > 0 && IsWordByte(text[outward - 1])) --outward;
  bool capital = IsUpper(text[outward]) && at - 1 - outward <= 4;
  char digit = DigitBehind(text[at]);
  bool plate = at - 1 - outward == 4 && IsDigit(text[outward + 2]) && text[at] != 'l' &&
               text[at + 1] != 'Q' && text[at + 2] != 'Q';
  if (letters && capital && digit != 0 && !plate) text[at] = digit;
}

constexpr std::array<std::string_view, 20> kDateWords = {
    "january",   "february",  "march",    "april",    "may",      "june",   "july",
    "august",    "september", "october",  "november", "december", "monday", "tuesday",
    "wednesday", "weds",      "thursday", "friday",   "saturday", "sunday"};

// Where the word before or after a group begins with the name of a month or a weekday.
bool BesideDateWord(const std::string& text, size_t begin, size_t end) {
  auto dated = [](std::string_view word) {
    std::string lower(word);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::any_of(kDateWords.begin(), kDateWords.end(),
                       [&](std::string_view known) { return known.starts_with(lower); });
  };
  size_t next = end;
  if (std::string_view(text).substr(next, 4) == " of ") next += 3;
  while (next < text.size() && next - end < 5 && (IsGap(text[next]) || text[next] == '\n')) ++next;
  size_t stop = next;
  while (stop < text.size() && IsWordByte(text[stop])) ++stop;
  if (next > end && stop - next >= 3 && stop - next <= 9 && dated(text.substr(next, stop - next)))
    return true;
  size_t last = begin;
  while (last > 0 && begin - last < 3 && (IsGap(text[last - 1]) || text[last - 1] == '\n')) --last;
  size_t first = last;
  while (first > 0 && last - first < 10 && IsWordByte(text[first - 1])) --first;
  return last < begin && last - first >= 3 && last - first <= 9 &&
         dated(text.substr(first, last - first));
}

// "l4 March", "3Oth Aug", "Sat lst": a day of one or two characters beside its month or weekday.
void RepairDay(std::string& text, size_t at, size_t end) {
  size_t core = end;
  bool ordinal = false;
  if (end - at >= 3 && end - at <= 4) {
    std::string_view ending = std::string_view(text).substr(end - 2, 2);
    bool misread = (ending == "tb" || ending == "tn") && BesideDateWord(text, at, end);
    if (misread) text[end - 1] = 'h';  // "9tb January"
    ordinal = ending == "st" || ending == "nd" || ending == "rd" || ending == "th" || misread;
    if (ordinal) core = end - 2;
  }
  if (core - at > 2) return;
  std::string_view day = std::string_view(text).substr(at, core - at);
  if (day.find_first_not_of("0123456789OolI") != day.npos || day == "I" || day == "o" ||
      day == "O2")
    return;
  bool digit = day.find_first_of("0123456789") != day.npos;
  bool letter = day.find_first_of("OolI") != day.npos;
  if (!letter || !((ordinal && digit) || BesideDateWord(text, at, end))) return;
  for (size_t p = at; p < core; ++p) {
    if (char figure = DigitBehind(text[p]); figure != 0) text[p] = figure;
  }
}

// "9l yrs", "aged 9O": the two figures of a great age.
void RepairAge(std::string& text, size_t at, size_t end) {
  if (end - at != 2 || text[at] != '9' ||
      std::string_view("lIO").find(text[at + 1]) == std::string_view::npos)
    return;
  std::string_view after = std::string_view(text).substr(end, 3);
  std::string_view before = std::string_view(text).substr(at > 5 ? at - 5 : 0, at > 5 ? 5 : at);
  bool aged = before.find("age") != before.npos || before.find("Age") != before.npos ||
              before.find("AGE") != before.npos;
  bool old = after.starts_with(" y") || after.starts_with("-y") || after.starts_with("y");
  if (aged || old) text[at + 1] = text[at + 1] == 'O' ? '0' : '1';
}

void RepairWords(std::string& text) {
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    while (end < text.size() && IsWordByte(text[end])) ++end;
    bool digit = std::any_of(text.begin() + static_cast<long>(at),
                             text.begin() + static_cast<long>(end), IsDigit);
    bool double_first = end > at && DigitBehind(text[at]) != 0;
    if (end - at <= 4 && (digit || double_first)) RepairDay(text, at, end);
    RepairAge(text, at, end);
    if (end - at <= 3) RepairOutward(text, at, end);
    if (digit && end - at >= 3 && end - at <= 16) RepairCode(text, at, end);
    if (double_first) RepairInward(text, at, end);
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

// Groups that hold only digits and their doubles, with at most two gap characters between them.
Run RunAt(const std::string& text, size_t at) {
  Run run;
  run.begin = run.end = at;
  if (!TakeGroup(text, at, run)) return run;
  while (true) {
    size_t next = run.end;
    size_t slashes = 0;
    size_t points = 0;
    bool stop = next + 1 < text.size() && text[next] == '.' && text[next + 1] == ' ' &&
                run.points == 0 && run.digits + run.letters > 7;  // The sentence's end.
    while (!stop && next < text.size() && next - run.end < 2 && IsGap(text[next])) {
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
      if ((LooksNumeric(run) && !IsSampleNumber(text, run)) || IsLabelled(text, run) ||
          LooksDated(text, run) || IsMisreadGroup(text, run)) {
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
