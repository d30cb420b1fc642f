// Dates as tables write them, read with the formats that a mapping lists. There is no guessing:
// 01/02/2024 is January or February only because the mapping says so.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace candour::intake {

struct Date {
  int year = 0;
  int month = 0;
  int day = 1;  // 1 when the format has no day.
  bool operator==(const Date&) const = default;
};

enum class PeriodPrecision : uint8_t { kMonth, kQuarter, kYear };

// "2024-03", "2024-Q1" or "2024".
std::string PeriodOf(const Date& date, PeriodPrecision precision);

// One way to write a date. A pattern of %d %m (one or two digits), %Y (four), %y (two: 69 to 99 are
// 19xx, POSIX), %b (English month, short or long), %H %M %S (read and dropped) and literal
// characters; or one of the names
//   iso    2024-03-05, and whatever follows a T or a space
//   excel  41534 or 41534.5: days of the 1900 calendar of spreadsheets
class DateFormat {
 public:
  // The reason why `pattern` is not one, in `problem`, when the result is empty.
  static std::optional<DateFormat> Parse(std::string_view pattern, std::string& problem);

  // The whole text has to fit, and the date to exist between the years 1900 and 2100.
  std::optional<Date> Read(std::string_view text) const;

  // True when a text may fit both and mean two dates: equal but for day and month.
  bool IsMistakenFor(const DateFormat& other) const;

  const std::string& pattern() const { return pattern_; }

 private:
  explicit DateFormat(std::string pattern) : pattern_(std::move(pattern)) {}
  std::string pattern_;
};

}  // namespace candour::intake
