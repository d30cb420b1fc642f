// Counters and gauges of a node, shown in Prometheus's text format.
//
// A series belongs to the registry and lives as long as it does; keep the reference and count on it
// without a lock. The registry takes a lock only to make a series and to print. Names and label
// names are literals; label values are cleaned and bounded, and so is the number of series of one
// name (the rest is counted under the label value "other").
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "node/observe/log.h"

namespace candour::observe {

class Counter {
 public:
  void Add(uint64_t count = 1) { value_.fetch_add(count, std::memory_order_relaxed); }
  uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<uint64_t> value_{0};
};

class Gauge {
 public:
  void Set(int64_t value) { value_.store(value, std::memory_order_relaxed); }
  void Add(int64_t change) { value_.fetch_add(change, std::memory_order_relaxed); }
  int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<int64_t> value_{0};
};

// What a series counts. `name` without the prefix "candour_" that every name gets; `label` may be
// empty.
struct MetricName {
  Literal name;
  Literal help;
  Literal label = "";
};

class Metrics {
 public:
  static constexpr size_t kSeriesMax = 256;  // Of one name.

  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // The same name and label value give the same series. A name is a counter or a gauge for good,
  // with one help text and one label: anything else is a programmer's mistake and ends the program.
  Counter& CounterOf(const MetricName& name, std::string_view label_value = {});
  Gauge& GaugeOf(const MetricName& name, std::string_view label_value = {});

  // Sorted by name and label value.
  std::string Prometheus() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace candour::observe
