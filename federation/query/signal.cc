#include "federation/query/signal.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace candour::query {
namespace {

constexpr size_t kKnownMin = 5;
constexpr double kDeviations = 3;
// Nothing is a signal below this, however quiet it was before.
constexpr int64_t kCountMin = 8;

double MeanOf(const std::vector<double>& values) {
  double sum = 0;
  for (double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double VarianceOf(const std::vector<double>& values, double mean) {
  double sum = 0;
  for (double value : values) sum += (value - mean) * (value - mean);
  return sum / static_cast<double>(values.size() - 1);
}

std::string Whole(double value) { return std::to_string(std::llround(value)); }

}  // namespace

std::optional<Signal> Judge(PeriodCounts counts, size_t at, double noise_deviation) {
  if (at >= counts.size() || at < kSignalHistory || !counts[at]) return std::nullopt;
  std::vector<double> baseline;
  for (size_t i = at - kSignalHistory; i < at - kSignalGap; ++i) {
    if (counts[i]) baseline.push_back(static_cast<double>(*counts[i]));
  }
  if (baseline.size() < kKnownMin) return std::nullopt;
  Signal signal;
  signal.expected = std::max(0.0, MeanOf(baseline));
  // The baseline's own variance holds the noise already; the Poisson floor does not.
  const double floor = std::max(1.0, signal.expected) + noise_deviation * noise_deviation;
  signal.deviation = std::sqrt(std::max(VarianceOf(baseline, signal.expected), floor));
  signal.limit = signal.expected + kDeviations * signal.deviation;
  const double count = static_cast<double>(*counts[at]);
  signal.score = (count - signal.expected) / signal.deviation;
  signal.raised = *counts[at] >= kCountMin && count > signal.limit;
  return signal;
}

std::string SignalWords(const Signal& signal, int64_t count) {
  const std::string seen = std::to_string(count) + " in this period where " +
                           Whole(signal.expected) + " were expected from the periods before";
  if (!signal.raised) return seen + ": within what is usual (limit " + Whole(signal.limit) + ").";
  return seen + " (limit " + Whole(signal.limit) +
         "): higher than usual. This is a reason to look, not a finding.";
}

}  // namespace candour::query
