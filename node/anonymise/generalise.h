// Coarser forms of what a record says, for release (docs/privacy.md section 4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace candour::anonymise {

enum class Audience { kMembers, kOpen };

// "0-17", "18-29" ... "90+" for members; "0-17", "18-64", "65+" openly. Empty above 130.
std::string_view AgeBand(uint32_t age_years, Audience audience);

struct CalendarDay {
  int32_t year = 0;
  uint32_t month = 0;  // 1 to 12
  uint32_t day = 0;
};

// Reads "2025-04-09"; nothing when it is not a day of the calendar.
std::optional<CalendarDay> ParseDay(std::string_view iso);

std::string ToMonth(const CalendarDay& day);    // "2025-04"
std::string ToQuarter(const CalendarDay& day);  // "Q2 2025"

// "day" (08-18), "evening" (18-22), "night"; "weekend" all day on Saturday and Sunday.
std::string_view TimeBand(const CalendarDay& day, uint32_t hour);

// The least k a release needs: 5 for members, 10 openly, 20 for suicide, children, maternity deaths
// and never events.
enum class Subject { kOrdinary, kSensitive };
uint64_t LeastLikeRecords(Audience audience, Subject subject);

// True for a text about suicide, a child, a death around birth or a never event.
bool TellsOfSensitiveSubject(std::string_view text);

// `text` with the ages of people in it ("a 67-year-old", "aged 67", "67M") as bands for members,
// or without them: "[AGE 60-74]" or "[AGE]". Durations ("for 6 years") stay.
enum class AgeGrain { kBand, kNone };
std::string BlurAges(std::string_view text, AgeGrain grain);

// `text` with its date placeholders no finer than the year: "[DATE: Q2 2025]" -> "[DATE: 2025]".
std::string BlurDates(std::string_view text);

// How far a date has to be blurred: a month only for members and only when k is met.
enum class DateGrain { kMonth, kQuarter, kYear };
DateGrain GrainFor(Audience audience, Subject subject, uint64_t like_records,
                   uint64_t records_held);

}  // namespace candour::anonymise
