#include "node/observe/metrics.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace candour::observe {
namespace {

constexpr MetricName kRefused = {"refused_total", "What was refused, by reason.", "reason"};
constexpr MetricName kOpen = {"drafts_open", "Drafts that wait for a reviewer."};

TEST(Metrics, ShowCountersAndGaugesByName) {
  Metrics metrics;
  metrics.CounterOf(kRefused, "too_big").Add();
  metrics.CounterOf(kRefused, "denied").Add(2);
  metrics.GaugeOf(kOpen).Set(5);
  metrics.GaugeOf(kOpen).Add(-7);

  EXPECT_EQ(metrics.Prometheus(),
            "# HELP candour_drafts_open Drafts that wait for a reviewer.\n"
            "# TYPE candour_drafts_open gauge\n"
            "candour_drafts_open -2\n"
            "# HELP candour_refused_total What was refused, by reason.\n"
            "# TYPE candour_refused_total counter\n"
            "candour_refused_total{reason=\"denied\"} 2\n"
            "candour_refused_total{reason=\"too_big\"} 1\n");
}

TEST(Metrics, GiveTheSameSeriesForTheSameName) {
  Metrics metrics;

  EXPECT_EQ(&metrics.CounterOf(kRefused, "a"), &metrics.CounterOf(kRefused, "a"));
  EXPECT_NE(&metrics.CounterOf(kRefused, "a"), &metrics.CounterOf(kRefused, "b"));
}

TEST(Metrics, EscapeLabelValues) {
  Metrics metrics;
  metrics.CounterOf(kRefused, "a\"b\nc").Add();

  EXPECT_NE(metrics.Prometheus().find("{reason=\"a\\\"b\\nc\"} 1\n"), std::string::npos);
}

TEST(Metrics, CountTooManyLabelValuesAsOther) {
  Metrics metrics;
  for (int i = 0; i < 1000; ++i) metrics.CounterOf(kRefused, std::to_string(i)).Add();

  const Counter& other = metrics.CounterOf(kRefused, "other");
  EXPECT_EQ(other.value(), 1000 - (Metrics::kSeriesMax - 1));
}

TEST(Metrics, LoseNoCountAmongThreads) {
  Metrics metrics;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&metrics] {
      for (int n = 0; n < 1000; ++n) metrics.CounterOf(kRefused, n % 2 == 0 ? "even" : "odd").Add();
    });
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(metrics.CounterOf(kRefused, "even").value(), 2000u);
  EXPECT_EQ(metrics.CounterOf(kRefused, "odd").value(), 2000u);
}

TEST(MetricsDeathTest, EndTheProgramWhenANameIsTwoThings) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  Metrics metrics;
  metrics.CounterOf(kRefused, "a");

  EXPECT_DEATH(metrics.GaugeOf(kRefused, "a"), "declared twice");
}

}  // namespace
}  // namespace candour::observe
