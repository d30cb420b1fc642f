// Days that lean on a date after them ("2nd, 3rd and 11th of March", "14/15 March"), and dates that
// an optical reader has pulled apart ("3 1 . 0 5 . 2 0 2 4").
#include <algorithm>
#include <array>
#include <charconv>

#include "node/anonymise/detectors.h"

namespace candour::anonymise {
namespace {

constexpr Rule kListed = {"date.listed", "A day in a list or range that ends in a date."};
constexpr Rule kSpaced = {"date.spaced", "A date with spaces between its digits."};

constexpr Rule kGlued = {"date.glued", "A day and its month in one word."};
constexpr Rule kNamedDay = {"date.named-day", "A day of the calendar that has a name."};

constexpr size_t kDaysMax = 6;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsDay(const Document& document, size_t i) {
  const Token& token = document.tokens()[i];
  std::string_view word = document.Lower(token);
  size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
  if (digits == 0 || digits > 2) return false;
  std::string_view ending = word.substr(digits);
  bool ordinal = ending == "st" || ending == "nd" || ending == "rd" || ending == "th";
  int day = 0;
  std::from_chars(word.data(), word.data() + digits, day);
  return day >= 1 && day <= 31 && (ending.empty() || ordinal);
}

// The token that starts the list that ends just before token `date`, or `date` itself.
size_t ListStart(const Document& document, size_t date) {
  size_t first = date;
  for (size_t days = 0; days < kDaysMax && first > 0; ++days) {
    std::string_view gap = document.Gap(first - 1);
    bool joined = gap == " & " || gap == ", " || gap == "," || gap == "/" || gap == "-" ||
                  gap == " - " || gap == " / " || gap == "&";
    size_t day = first - 1;
    if (gap == " " && day > 0) {
      std::string_view word = document.LowerAt(day);
      if (word == "the" && day > 0) word = document.LowerAt(--day);
      joined =
          (word == "and" || word == "to" || word == "or" || word == "until" || word == "into") &&
          day > 0;
      if (joined) joined = document.Gap(--day).size() <= 2;
    }
    if (!joined || !IsDay(document, day)) return first;
    bool ordinal = document.tokens()[day].shape == Shape::kAlnum;
    bool counted = day > 0 && document.tokens()[day - 1].Is(kUnitWord | kWardHead) &&
                   document.Gap(day - 1).size() < 2;
    // "3, 4 and 5 Nov": rising, and not the first that is joined.
    const bool comma = gap == ", " || gap == ",";
    const bool rising = first < date && (day == 0 || document.Gap(day - 1) != "/") &&
                        NumberOf(document.LowerAt(day)) > 0 &&
                        NumberOf(document.LowerAt(day)) < NumberOf(document.LowerAt(first));
    if (counted || (!ordinal && comma && !rising)) return first;
    first = day;
  }
  return first;
}

// "the 21st & 22nd": the end of the day that follows the one that ends with token `date`, or 0.
size_t DayAfter(const Document& document, size_t date) {
  const auto& tokens = document.tokens();
  std::string_view gap = document.Gap(date);
  size_t next = document.LowerAt(date + 1) == "and" && gap == " " ? date + 2 : date + 1;
  bool joined = gap == " & " || gap == "/" || gap == ", " || next == date + 2;
  if (!joined || next >= tokens.size() || tokens[next].shape != Shape::kAlnum ||
      !IsDay(document, next))
    return 0;
  std::string_view after = document.Gap(next);
  bool ends = after.empty() || after.find_first_of(",.;:)\n") == 0 ||
              (next + 1 < tokens.size() && tokens[next + 1].Is(kFunction | kVerb));
  return ends ? tokens[next].end : 0;
}

void FindLists(const Document& document, size_t first, Findings& out) {
  size_t found = out.size();
  out.reserve(found * 3);  // What is read below must not move.
  for (size_t f = first; f < found; ++f) {
    if (!out[f].masked() || (out[f].type != SpanType::kDate && out[f].type != SpanType::kDob))
      continue;
    size_t date = document.TokenAtOrAfter(out[f].begin);
    if (date >= document.tokens().size() || !IsDay(document, date)) continue;
    size_t start = ListStart(document, date);
    size_t last = document.TokenAtOrAfter(out[f].end);
    bool ordinal = last > 0 && document.tokens()[last - 1].shape == Shape::kAlnum;
    if (size_t end = ordinal ? DayAfter(document, last - 1) : 0; end != 0) {
      out.push_back({.begin = out[f].begin,
                     .end = end,
                     .type = SpanType::kDate,
                     .confidence = 0.8,
                     .rule = &kListed});
    }
    // "8/9 July": two nights' days, read as a day of a month.
    const bool of_month = last == date + 2 && document.Gap(date) == "/" &&
                          last < document.tokens().size() && document.Gap(last - 1) == " " &&
                          document.tokens()[last].Is(kMonth) && document.tokens()[last].Capital();
    if (of_month) {
      out.push_back({.begin = out[f].begin,
                     .end = document.tokens()[last].end,
                     .type = SpanType::kDate,
                     .confidence = 0.9,
                     .rule = &kListed});
    }
    if (start == date) continue;
    out.push_back({.begin = document.tokens()[start].begin,
                   .end = out[f].end,
                   .type = SpanType::kDate,
                   .confidence = 0.85,
                   .rule = &kListed});
  }
}

// Reads up to `most` digits with single spaces between them; `at` ends after the last.
int TakeSpacedDigits(std::string_view text, size_t& at, size_t most, size_t& count) {
  int value = 0;
  count = 0;
  while (at < text.size() && count < most) {
    size_t digit = count > 0 && text[at] == ' ' ? at + 1 : at;
    if (digit >= text.size() || !IsDigit(text[digit])) break;
    value = value * 10 + (text[digit] - '0');
    ++count;
    at = digit + 1;
  }
  return value;
}

bool TakeMark(std::string_view text, size_t& at, char& mark) {
  size_t p = at;
  while (p < text.size() && p - at < 2 && text[p] == ' ') ++p;
  if (p >= text.size() || (text[p] != '.' && text[p] != '/' && text[p] != '-')) return false;
  if (mark != 0 && mark != text[p]) return false;
  mark = text[p++];
  if (p < text.size() && text[p] == ' ') ++p;
  at = p;
  return true;
}

// The end of a spaced date that begins at `begin`, or 0.
size_t SpacedDateEnd(std::string_view text, size_t begin) {
  size_t at = begin;
  size_t count = 0;
  char mark = 0;
  int day = TakeSpacedDigits(text, at, 2, count);
  if (day < 1 || day > 31 || !TakeMark(text, at, mark)) return 0;
  int month = TakeSpacedDigits(text, at, 2, count);
  if (count == 0 || month < 1 || month > 12 || !TakeMark(text, at, mark)) return 0;
  size_t year_at = at;
  int year = TakeSpacedDigits(text, at, 4, count);
  bool four = count == 4 && year >= 1880 && year < 2100;
  if (!four) {
    at = year_at;
    TakeSpacedDigits(text, at, 2, count);
  }
  if (count < 2 || (at < text.size() && IsDigit(text[at]))) return 0;
  bool spaced = text.substr(begin, at - begin).find(' ') != text.npos;
  return spaced && (four || mark == '/') ? at : 0;
}

void FindSpaced(const Document& document, Findings& out) {
  std::string_view text = document.text();
  size_t floor = 0;
  for (const Token& token : document.tokens()) {
    if (token.shape != Shape::kNumber || token.size() > 2 || token.begin < floor) continue;
    if (size_t end = SpacedDateEnd(text, token.begin); end != 0) {
      out.push_back({.begin = token.begin,
                     .end = end,
                     .type = SpanType::kDate,
                     .confidence = 0.85,
                     .rule = &kSpaced});
      floor = end;
    }
  }
}

constexpr Rule kParted = {"date.parted", "Day, month and year behind a name, parted by spaces."};

// "Shelley Birtles 12 06 88.": two digits each, right behind a capital and before a clause's end.
void FindPartedDates(const Document& document, Findings& out) {
  const auto& tokens = document.tokens();
  auto number = [&](size_t i) {
    int value = 0;
    std::string_view word = document.LowerAt(i);
    std::from_chars(word.data(), word.data() + word.size(), value);
    return value;
  };
  for (size_t i = 1; i + 2 < tokens.size(); ++i) {
    if (tokens[i].shape != Shape::kNumber || tokens[i].size() != 2) continue;
    bool three = tokens[i + 1].shape == Shape::kNumber && tokens[i + 1].size() == 2 &&
                 tokens[i + 2].shape == Shape::kNumber &&
                 (tokens[i + 2].size() == 2 || tokens[i + 2].size() == 4) &&
                 document.Gap(i) == " " && document.Gap(i + 1) == " ";
    if (!three || number(i) < 1 || number(i) > 31 || number(i + 1) < 1 || number(i + 1) > 12)
      continue;
    std::string_view gap = document.Gap(i - 1);
    std::string_view after = document.Gap(i + 2);
    const Token& name = tokens[i - 1];
    bool named = (gap == " " || gap == ", ") && name.Capital() && name.Is(kForename | kSurname) &&
                 !name.Is(kMonth | kWeekday | kClinical);
    bool ends = after.empty() || after.find_first_of(".,;)\n") == 0;
    if (!named || !ends) continue;
    out.push_back({.begin = tokens[i].begin,
                   .end = tokens[i + 2].end,
                   .type = SpanType::kDob,
                   .confidence = 0.7,
                   .rule = &kParted});
  }
}

constexpr Rule kRow = {"date.row", "Three days in a row of one month."};

// "(4/6, 5/6 and 6/6)": three days and more, each the next of the same month.
void FindRows(const Document& document, Findings& out) {
  const auto& tokens = document.tokens();
  auto value = [&](size_t i) {
    int number = 0;
    std::string_view word = document.LowerAt(i);
    std::from_chars(word.data(), word.data() + word.size(), number);
    return number;
  };
  auto day = [&](size_t i) {
    return i + 1 < tokens.size() && tokens[i].shape == Shape::kNumber &&
           tokens[i + 1].shape == Shape::kNumber && tokens[i].size() <= 2 &&
           tokens[i + 1].size() <= 2 && document.Gap(i) == "/" && value(i) >= 1 && value(i) <= 31 &&
           value(i + 1) >= 1 && value(i + 1) <= 12;
  };
  for (size_t i = 0; i + 5 < tokens.size();) {
    size_t last = i;
    size_t days = day(i) ? 1 : 0;
    while (days > 0) {
      std::string_view gap = document.Gap(last + 1);
      size_t next = last + 2;
      bool and_between = gap == " " && document.LowerAt(next) == "and" && document.Gap(next) == " ";
      if (and_between) ++next;
      bool listed = gap == ", " || gap == " & " || gap == "," || and_between;
      if (!listed || !day(next)) break;
      if (value(next + 1) != value(last + 1) || value(next) != value(last) + 1) break;
      last = next;
      ++days;
    }
    if (days >= 3) {
      out.push_back({.begin = tokens[i].begin,
                     .end = tokens[last + 1].end,
                     .type = SpanType::kDate,
                     .confidence = 0.6,
                     .rule = &kRow});
    }
    i = days > 0 ? last + 2 : i + 1;
  }
}

// "Christmas Day", "New Year's Eve", "Hogmanay": days that a name fixes. The "'s" of a possessive
// is no part of its word.
struct NamedDay {
  std::string_view first;
  std::string_view second;
  std::string_view third = {};
};

constexpr std::array<NamedDay, 57> kNamedDays = {{
    {"christmas", "eve"},
    {"christmas", "day"},
    {"xmas", "eve"},
    {"xmas", "day"},
    {"new", "year", "eve"},
    {"new", "year", "day"},
    {"new", "years", "eve"},
    {"new", "years", "day"},
    {"boxing", "day"},
    {"good", "friday"},
    {"easter", "sunday"},
    {"easter", "monday"},
    {"easter", "saturday"},
    {"easter", "day"},
    {"palm", "sunday"},
    {"maundy", "thursday"},
    {"ash", "wednesday"},
    {"shrove", "tuesday"},
    {"pancake", "day"},
    {"whit", "monday"},
    {"whit", "sunday"},
    {"mothering", "sunday"},
    {"remembrance", "sunday"},
    {"remembrance", "day"},
    {"armistice", "day"},
    {"advent", "sunday"},
    {"mothers", "day"},
    {"mother", "day"},
    {"father", "day"},
    {"fathers", "day"},
    {"valentine", "day"},
    {"valentines", "day"},
    {"st", "valentine", "day"},
    {"st", "patrick", "day"},
    {"st", "david", "day"},
    {"st", "andrew", "day"},
    {"st", "george", "day"},
    {"saint", "patrick", "day"},
    {"saint", "george", "day"},
    {"st", "stephen", "day"},
    {"st", "swithin", "day"},
    {"all", "saints", "day"},
    {"all", "souls", "day"},
    {"may", "day"},
    {"midsummer", "day"},
    {"bonfire", "night"},
    {"guy", "fawkes", "night"},
    {"burns", "night"},
    {"twelfth", "night"},
    {"hogmanay", ""},
    {"halloween", ""},
    {"hallowe'en", ""},
    {"nye", ""},
    {"leap", "day"},
    {"st", "piran", "day"},
    {"bank", "holiday", "monday"},
    {"bank", "holiday", "friday"},
}};

bool EndsNamedDay(const Token& token, std::string_view word) {
  return token.Is(kWeekday) || word == "day" || word == "eve" || word == "night" || word == "nye" ||
         word == "hogmanay" || word == "halloween" || word == "hallowe'en";
}

// The first token of the named day that ends with token `last`, or past it when none does.
size_t NamedDayStart(const Document& document, size_t last) {
  size_t earliest = last + 1;
  for (const NamedDay& day : kNamedDays) {
    size_t words = day.second.empty() ? 1 : day.third.empty() ? 2 : 3;
    if (last + 1 < words) continue;
    size_t first = last + 1 - words;
    const std::array<std::string_view, 3> parts = {day.first, day.second, day.third};
    bool found = true;
    for (size_t k = 0; k < words && found; ++k) {
      std::string_view gap = k == 0 ? std::string_view(" ") : document.Gap(first + k - 1);
      found = document.LowerAt(first + k) == parts[k] && (gap == " " || gap == ". ");
    }
    if (found && (day.first != "may" || document.tokens()[first].Capital()))
      earliest = std::min(earliest, first);
  }
  return earliest;
}

void FindNamedDays(const Document& document, Findings& out) {
  const auto& tokens = document.tokens();
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (!tokens[i].IsWord() || !EndsNamedDay(tokens[i], document.LowerAt(i))) continue;
    size_t first = NamedDayStart(document, i);
    if (first > i) continue;
    if (first > 0 && tokens[first - 1].Is(kMonth) && document.Gap(first - 1) == " ") --first;
    bool year = i + 1 < tokens.size() && tokens[i + 1].shape == Shape::kNumber &&
                tokens[i + 1].size() == 4 && document.Gap(i).size() <= 2 &&
                document.Text(tokens[i + 1]).starts_with("20");
    out.push_back({.begin = tokens[first].begin,
                   .end = tokens[year ? i + 1 : i].end,
                   .type = SpanType::kDate,
                   .confidence = 0.7,
                   .rule = &kNamedDay});
  }
}

// "6May", "6thMay", "06MAY": nothing between the day and its month, which has a capital.
void FindGluedDays(const Document& document, Findings& out) {
  constexpr std::string_view kNames =
      " jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june "
      "july "
      "august september october november december ";
  for (const Token& token : document.tokens()) {
    if (token.shape != Shape::kAlnum || token.size() < 4 || token.size() > 13) continue;
    std::string_view word = document.Lower(token);
    size_t digits = word.find_first_not_of("0123456789");
    int day = 0;
    std::from_chars(word.data(), word.data() + digits, day);
    if (digits == 0 || digits > 2 || day < 1 || day > 31) continue;
    word.remove_prefix(digits);
    for (std::string_view ending : {"st", "nd", "rd", "th"}) {
      if (word.starts_with(ending) && word.size() > 4) word.remove_prefix(2);
    }
    std::string_view written = document.Text(token);
    bool capital =
        std::any_of(written.begin(), written.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!capital || word.size() < 3 || kNames.find(" " + std::string(word) + " ") == kNames.npos)
      continue;
    out.push_back({.begin = token.begin,
                   .end = token.end,
                   .type = SpanType::kDate,
                   .confidence = 0.8,
                   .rule = &kGlued});
  }
}

}  // namespace

void FindMoreDays(const Document& document, size_t first, Findings& out) {
  FindNamedDays(document, out);
  FindGluedDays(document, out);
  FindPartedDates(document, out);
  FindRows(document, out);
  FindLists(document, first, out);
  FindSpaced(document, out);
}

}  // namespace candour::anonymise
