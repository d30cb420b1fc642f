#include "node/anonymise/generalise.h"

#include <re2/re2.h>

#include <array>
#include <charconv>

namespace candour::anonymise {
namespace {

constexpr uint32_t kOldestAge = 130;
constexpr uint64_t kFewRecords = 200;

struct Band {
  uint32_t last;
  std::string_view name;
};

constexpr std::array<Band, 7> kMemberBands = {{{17, "0-17"},
                                               {29, "18-29"},
                                               {44, "30-44"},
                                               {59, "45-59"},
                                               {74, "60-74"},
                                               {89, "75-89"},
                                               {kOldestAge, "90+"}}};
constexpr std::array<Band, 3> kOpenBands = {{{17, "0-17"}, {64, "18-64"}, {kOldestAge, "65+"}}};

template <size_t N>
std::string_view BandOf(const std::array<Band, N>& bands, uint32_t age_years) {
  for (const Band& band : bands) {
    if (age_years <= band.last) return band.name;
  }
  return {};
}

std::optional<int> Number(std::string_view digits) {
  int value = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  bool whole = error == std::errc() && end == digits.data() + digits.size() && value >= 0;
  return whole ? std::optional<int>(value) : std::nullopt;
}

bool IsLeap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int DaysIn(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeap(year) ? 29 : kDays[static_cast<size_t>(month - 1)];
}

// 0 is Sunday (Sakamoto's method).
int Weekday(const CalendarDay& day) {
  constexpr std::array<int, 12> kShift = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
  int year = day.month < 3 ? day.year - 1 : day.year;
  return (year + year / 4 - year / 100 + year / 400 + kShift[day.month - 1] +
          static_cast<int>(day.day)) %
         7;
}

// A number of years becomes its band; weeks and months are a child's.
std::string AgePlaceholder(std::string_view number, std::string_view unit, AgeGrain grain) {
  if (grain == AgeGrain::kNone) return "[AGE]";
  const bool child = !unit.empty() && (unit[0] == 'm' || unit[0] == 'w' || unit[0] == 'd');
  const auto years = Number(number);
  const std::string_view band =
      AgeBand(child ? 0 : static_cast<uint32_t>(years.value_or(0)), Audience::kMembers);
  return "[AGE " + std::string(band) + "]";
}

// Every match of `pattern`, whose groups are (kept)(number)(unit)(kept apart), with number and unit
// replaced.
std::string Blur(std::string_view text, const RE2& pattern, AgeGrain grain) {
  std::string out;
  re2::StringPiece rest(text.data(), text.size());
  re2::StringPiece groups[5];
  size_t at = 0;
  while (at < text.size() && pattern.Match(rest, at, text.size(), RE2::UNANCHORED, groups, 5)) {
    const auto end_of = [&](const re2::StringPiece& piece) {
      return static_cast<size_t>(piece.data() + piece.size() - text.data());
    };
    std::string unit(groups[3].data(), groups[3].size());
    for (char& c : unit) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    out.append(text, at, end_of(groups[1]) - at);
    out += AgePlaceholder({groups[2].data(), groups[2].size()}, unit, grain);
    if (groups[4].size() > 0) out.append(" ").append(groups[4].data(), groups[4].size());
    at = end_of(groups[0]);
  }
  return out.append(text, at);
}

}  // namespace

bool TellsOfSensitiveSubject(std::string_view text) {
  static const RE2 named(
      R"((?i)\b(?:suicid\w*|ligature|never events?|child|children|infant|baby|babies|newborn|)"
      R"(neonat\w*|toddler|paediatric\w*|stillb\w*|schoolgirl|schoolboy)\b)");
  static const RE2 birth(R"((?i)\b(?:matern\w*|pregnan\w*|postnatal|antenatal|in labour)\b)");
  static const RE2 death(R"((?i)\b(?:died|dies|death|dead|fatal\w*)\b)");
  const re2::StringPiece piece(text.data(), text.size());
  return RE2::PartialMatch(piece, named) ||
         (RE2::PartialMatch(piece, birth) && RE2::PartialMatch(piece, death));
}

std::string BlurAges(std::string_view text, AgeGrain grain) {
  static const RE2 old(
      R"((?i)(\b)(\d{1,3})[- ]?(years?|yrs?|months?|weeks?|days?)[- ]?(?:old|of age)()\b)");
  static const RE2 shorthand(R"((?i)(\b)(\d{1,3}) ?(y/?o|yr/o)()\b)");
  static const RE2 aged(R"((?i)((?:^|[^\[\w])(?:aged|age:?|age of) )(\d{1,3})(?: (years?|yrs?|)"
                        R"(months?|weeks?))?()\b)");
  static const RE2 letter(R"((\b)([1-8]?[0-9])(y?) ?([MF])\b)");
  std::string out = Blur(text, old, grain);
  out = Blur(out, shorthand, grain);
  out = Blur(out, aged, grain);
  return Blur(out, letter, grain);
}

std::string BlurDates(std::string_view text) {
  static const RE2 quarter(R"(\[DATE: Q[1-4] ([0-9]{4})\])");
  std::string out(text);
  RE2::GlobalReplace(&out, quarter, R"([DATE: \1])");
  return out;
}

std::string_view AgeBand(uint32_t age_years, Audience audience) {
  return audience == Audience::kMembers ? BandOf(kMemberBands, age_years)
                                        : BandOf(kOpenBands, age_years);
}

std::optional<CalendarDay> ParseDay(std::string_view iso) {
  if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return std::nullopt;
  auto year = Number(iso.substr(0, 4));
  auto month = Number(iso.substr(5, 2));
  auto day = Number(iso.substr(8, 2));
  if (!year || !month || !day || *year < 1800 || *month < 1 || *month > 12) return std::nullopt;
  if (*day < 1 || *day > DaysIn(*year, *month)) return std::nullopt;
  return CalendarDay{
      .year = *year, .month = static_cast<uint32_t>(*month), .day = static_cast<uint32_t>(*day)};
}

std::string ToMonth(const CalendarDay& day) {
  std::string month = std::to_string(day.month);
  return std::to_string(day.year) + (month.size() == 1 ? "-0" : "-") + month;
}

std::string ToQuarter(const CalendarDay& day) {
  return "Q" + std::to_string((day.month - 1) / 3 + 1) + " " + std::to_string(day.year);
}

std::string_view TimeBand(const CalendarDay& day, uint32_t hour) {
  int weekday = Weekday(day);
  if (weekday == 0 || weekday == 6) return "weekend";
  if (hour >= 8 && hour < 18) return "day";
  return hour >= 18 && hour < 22 ? "evening" : "night";
}

uint64_t LeastLikeRecords(Audience audience, Subject subject) {
  if (subject == Subject::kSensitive) return 20;
  return audience == Audience::kMembers ? 5 : 10;
}

DateGrain GrainFor(Audience audience, Subject subject, uint64_t like_records,
                   uint64_t records_held) {
  if (records_held < kFewRecords) return DateGrain::kYear;
  bool met = like_records >= LeastLikeRecords(audience, subject);
  return met && audience == Audience::kMembers ? DateGrain::kMonth : DateGrain::kQuarter;
}

}  // namespace candour::anonymise
