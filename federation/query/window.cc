#include "federation/query/window.h"

#include <chrono>

#include "crypto/encoding.h"

namespace candour::query {
namespace {

constexpr int32_t kYearMin = 1990;
constexpr int32_t kYearMax = 2199;

int32_t PerYear(PeriodUnit unit) { return unit == PeriodUnit::kMonth ? 12 : 4; }
int32_t MonthsPer(PeriodUnit unit) { return 12 / PerYear(unit); }

std::string Digits(int32_t number, size_t width) {
  std::string out = std::to_string(number);
  return out.size() < width ? std::string(width - out.size(), '0') + out : out;
}

// Exactly `width` digits, within the limits.
std::optional<int32_t> Number(std::string_view text, int32_t low, int32_t high) {
  int32_t value = 0;
  if (text.empty() || text.size() > 4) return std::nullopt;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  if (value < low || value > high) return std::nullopt;
  return value;
}

std::optional<int32_t> Year(std::string_view text) {
  return text.size() == 4 ? Number(text, kYearMin, kYearMax) : std::nullopt;
}

WallSeconds FirstSecondOfMonth(int32_t month_index) {
  const std::chrono::year_month_day day{
      std::chrono::year{month_index / 12},
      std::chrono::month{static_cast<unsigned>(month_index % 12 + 1)}, std::chrono::day{1}};
  return std::chrono::sys_days{day}.time_since_epoch().count() * kSecondsPerDay;
}

std::chrono::year_month_day DayOf(WallSeconds time) {
  const WallSeconds days =
      time / kSecondsPerDay - (time % kSecondsPerDay < 0 ? WallSeconds{1} : WallSeconds{0});
  return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{days}}};
}

}  // namespace

std::string FormatPeriod(const Period& period) {
  const int32_t per_year = PerYear(period.unit);
  const int32_t part = period.index % per_year + 1;
  const std::string year = Digits(period.index / per_year, 4);
  return period.unit == PeriodUnit::kMonth ? year + "-" + Digits(part, 2)
                                           : year + "-Q" + std::to_string(part);
}

std::optional<Period> ParsePeriod(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  const std::optional<int32_t> year = Year(text.substr(0, 4));
  if (!year) return std::nullopt;
  const PeriodUnit unit = text[5] == 'Q' ? PeriodUnit::kQuarter : PeriodUnit::kMonth;
  const std::optional<int32_t> part =
      Number(text.substr(unit == PeriodUnit::kQuarter ? 6 : 5), 1, PerYear(unit));
  if (!part) return std::nullopt;
  return Period{unit, *year * PerYear(unit) + *part - 1};
}

std::vector<int32_t> DataQuarters(const Window& window) {
  std::vector<int32_t> quarters;
  for (int32_t index = window.first; index <= window.last; ++index) {
    const int32_t quarter = index * MonthsPer(window.unit) / 3;
    if (quarters.empty() || quarters.back() != quarter) quarters.push_back(quarter);
  }
  return quarters;
}

WallSeconds EndOf(const Window& window) {
  return FirstSecondOfMonth((window.last + 1) * MonthsPer(window.unit));
}

Period PeriodAt(PeriodUnit unit, WallSeconds time) {
  const std::chrono::year_month_day day = DayOf(time);
  const int32_t month = static_cast<int32_t>(static_cast<int>(day.year())) * 12 +
                        static_cast<int32_t>(static_cast<unsigned>(day.month())) - 1;
  return {unit, month / MonthsPer(unit)};
}

std::string FormatDay(WallSeconds time) {
  const std::chrono::year_month_day day = DayOf(time);
  return Digits(static_cast<int>(day.year()), 4) + "-" +
         Digits(static_cast<int32_t>(static_cast<unsigned>(day.month())), 2) + "-" +
         Digits(static_cast<int32_t>(static_cast<unsigned>(day.day())), 2);
}

std::optional<WallSeconds> ParseDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::optional<int32_t> year = Year(text.substr(0, 4));
  const std::optional<int32_t> month = Number(text.substr(5, 2), 1, 12);
  const std::optional<int32_t> day = Number(text.substr(8, 2), 1, 31);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date}.time_since_epoch().count() * kSecondsPerDay;
}

}  // namespace candour::query
