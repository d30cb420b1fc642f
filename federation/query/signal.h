// Emergent signals: is a count rising beyond what the periods before it lead to expect?
//
// The method is EARS C2 (Hutwagner and others, "The bioterrorism preparedness and response Early
// Aberration Reporting System", J Urban Health 2003): the mean and deviation of a baseline of seven
// periods that ends two periods before, so that a slow start does not hide itself, and three
// deviations as the limit. Two things are added for small counts: the deviation is at least that of
// a Poisson count of the same mean, and the error of a noised count is added to it. A signal is a
// reason to look, never a finding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace candour::query {

inline constexpr size_t kSignalBaseline = 7;
inline constexpr size_t kSignalGap = 2;
// Periods that are needed before the first one that can be judged.
inline constexpr size_t kSignalHistory = kSignalBaseline + kSignalGap;

// One count a period, oldest first; empty where it was suppressed.
using PeriodCounts = std::span<const std::optional<int64_t>>;

struct Signal {
  double expected = 0;   // mean of the baseline
  double deviation = 0;  // at least that of a Poisson count, with the noise in it
  double limit = 0;
  double score = 0;  // deviations above expected
  bool raised = false;
};

// Judges the count at `at`. `noise_deviation` is 0 for exact counts, else that of NoiseDeviation
// (interval.h). Empty when fewer than five of the seven periods are known, or it is not known
// itself, or the history is too short.
std::optional<Signal> Judge(PeriodCounts counts, size_t at, double noise_deviation);

// "41 in this period where 18 were expected from the 7 periods before (limit 31): look into it."
std::string SignalWords(const Signal& signal, int64_t count);

}  // namespace candour::query
