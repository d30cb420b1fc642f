#include "node/learning/date_format.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace candour::intake {
namespace {

constexpr std::string_view kIso = "iso";
constexpr std::string_view kExcel = "excel";
constexpr std::string_view kKnown = "dmYybHMS";
constexpr int kYearMin = 1900;
constexpr int kYearMax = 2100;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Takes `least` to `most` digits off the front.
std::optional<int> TakeNumber(std::string_view& text, size_t least, size_t most) {
  size_t digits = 0;
  int number = 0;
  while (digits < most && digits < text.size() && IsDigit(text[digits])) {
    number = number * 10 + (text[digits] - '0');
    ++digits;
  }
  if (digits < least) return std::nullopt;
  text.remove_prefix(digits);
  return number;
}

std::optional<int> TakeMonthName(std::string_view& text) {
  constexpr std::array<std::string_view, 12> kMonths = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  std::string lower;
  for (char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (!upper && !(c >= 'a' && c <= 'z')) break;
    lower += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  for (size_t i = 0; i < kMonths.size(); ++i) {
    const bool sept = i == 8 && lower == "sept";
    if (lower == kMonths[i] || lower == kMonths[i].substr(0, 3) || sept) {
      text.remove_prefix(lower.size());
      return static_cast<int>(i) + 1;
    }
  }
  return std::nullopt;
}

// Takes what one letter of a pattern stands for; false when it is not there.
bool TakePart(char letter, std::string_view& text, Date& date) {
  std::optional<int> number;
  switch (letter) {
    case 'd':
      number = TakeNumber(text, 1, 2);
      date.day = number.value_or(0);
      break;
    case 'm':
      number = TakeNumber(text, 1, 2);
      date.month = number.value_or(0);
      break;
    case 'b':
      number = TakeMonthName(text);
      date.month = number.value_or(0);
      break;
    case 'Y':
      number = TakeNumber(text, 4, 4);
      date.year = number.value_or(0);
      break;
    case 'y':
      number = TakeNumber(text, 2, 2);
      date.year = number.value_or(0) + (number.value_or(0) < 69 ? 2000 : 1900);
      break;
    default:  // Times: read, not kept.
      number = TakeNumber(text, 1, 2);
  }
  return number.has_value();
}

std::optional<Date> Checked(Date date) {
  const std::chrono::year_month_day day(std::chrono::year(date.year),
                                        std::chrono::month(date.month), std::chrono::day(date.day));
  if (!day.ok() || date.year < kYearMin || date.year > kYearMax) return std::nullopt;
  return date;
}

std::optional<Date> ReadPattern(std::string_view pattern, std::string_view text) {
  Date date;
  while (!pattern.empty()) {
    if (pattern[0] == '%') {
      if (!TakePart(pattern[1], text, date)) return std::nullopt;
      pattern.remove_prefix(2);
      continue;
    }
    if (text.empty() || text[0] != pattern[0]) return std::nullopt;
    pattern.remove_prefix(1);
    text.remove_prefix(1);
  }
  return text.empty() ? Checked(date) : std::nullopt;
}

std::optional<Date> ReadExcel(std::string_view text) {
  const size_t point = text.find('.');
  std::string_view fraction = point == std::string_view::npos ? "" : text.substr(point + 1);
  if (!std::all_of(fraction.begin(), fraction.end(), IsDigit)) return std::nullopt;
  std::string_view whole = text.substr(0, point);
  const std::optional<int> days = TakeNumber(whole, 1, 6);
  // Day 60 is a 29th of February 1900 that never was; before it the count is off by one.
  if (!days || !whole.empty() || *days < 61) return std::nullopt;
  const std::chrono::sys_days start = std::chrono::year(1899) / 12 / 30;
  const std::chrono::year_month_day day(start + std::chrono::days(*days));
  return Checked({static_cast<int>(day.year()),
                  static_cast<int>(static_cast<unsigned>(day.month())),
                  static_cast<int>(static_cast<unsigned>(day.day()))});
}

std::optional<Date> ReadIso(std::string_view text) {
  const size_t end = text.find_first_of("T ");
  return ReadPattern("%Y-%m-%d", text.substr(0, end));
}

bool Has(std::string_view pattern, char letter) {
  return pattern.find(std::string("%") + letter) != std::string_view::npos;
}

}  // namespace

std::string PeriodOf(const Date& date, PeriodPrecision precision) {
  std::string text = std::to_string(date.year);
  if (precision == PeriodPrecision::kYear) return text;
  if (precision == PeriodPrecision::kQuarter)
    return text + "-Q" + std::to_string((date.month + 2) / 3);
  return text + (date.month < 10 ? "-0" : "-") + std::to_string(date.month);
}

std::optional<DateFormat> DateFormat::Parse(std::string_view pattern, std::string& problem) {
  if (pattern == kIso || pattern == kExcel) return DateFormat(std::string(pattern));
  for (size_t at = pattern.find('%'); at != std::string_view::npos;
       at = pattern.find('%', at + 2)) {
    const bool known =
        at + 1 < pattern.size() && kKnown.find(pattern[at + 1]) != std::string_view::npos;
    if (!known) {
      problem = "may hold %d %m %Y %y %b %H %M %S, or be \"iso\" or \"excel\"";
      return std::nullopt;
    }
  }
  if (!Has(pattern, 'Y') && !Has(pattern, 'y')) {
    problem = "needs a year: %Y or %y";
    return std::nullopt;
  }
  if (!Has(pattern, 'm') && !Has(pattern, 'b')) {
    problem = "needs a month: %m or %b";
    return std::nullopt;
  }
  return DateFormat(std::string(pattern));
}

std::optional<Date> DateFormat::Read(std::string_view text) const {
  if (pattern_ == kIso) return ReadIso(text);
  if (pattern_ == kExcel) return ReadExcel(text);
  return ReadPattern(pattern_, text);
}

bool DateFormat::IsMistakenFor(const DateFormat& other) const {
  std::string swapped = pattern_;
  for (size_t at = swapped.find('%'); at != std::string::npos; at = swapped.find('%', at + 2)) {
    if (at + 1 >= swapped.size()) break;
    char& letter = swapped[at + 1];
    letter = letter == 'd' ? 'm' : letter == 'm' ? 'd' : letter;
  }
  return swapped == other.pattern_ && pattern_ != other.pattern_;
}

}  // namespace candour::intake
