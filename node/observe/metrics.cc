#include "node/observe/metrics.h"

#include <map>
#include <mutex>
#include <utility>

#include "crypto/check.h"
#include "node/observe/printable.h"

namespace candour::observe {
namespace {

constexpr size_t kLabelBytesMax = 128;
constexpr std::string_view kOther = "other";

enum class Kind { kCounter, kGauge };

struct Series {
  Counter counter;
  Gauge gauge;
};

struct Family {
  Kind kind = Kind::kCounter;
  std::string help;
  std::string label;
  std::map<std::string, std::unique_ptr<Series>> series;
};

bool IsMetricName(std::string_view name) {
  for (char c : name) {
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (!allowed) return false;
  }
  return !name.empty();
}

}  // namespace

struct Metrics::Parts {
  mutable std::mutex lock;
  std::map<std::string, Family> families;

  Series& Find(Kind kind, const MetricName& name, std::string_view label_value) {
    crypto::Check(IsMetricName(name.name.text()), "a metric's name is lower case with underscores");
    const std::lock_guard guard(lock);
    auto [family, is_new] = families.try_emplace(std::string(name.name.text()));
    if (is_new) {
      family->second.kind = kind;
      family->second.help = name.help.text();
      family->second.label = name.label.text();
    }
    const bool same = family->second.kind == kind && family->second.label == name.label.text() &&
                      family->second.help == name.help.text();
    crypto::Check(same, "a metric is declared twice in different ways");
    crypto::Check(family->second.label.empty() == label_value.empty(),
                  "a metric's label and its value go together");
    return SeriesOf(family->second, label_value);
  }

  static Series& SeriesOf(Family& family, std::string_view label_value) {
    std::string value = CutUtf8(label_value, kLabelBytesMax);
    auto found = family.series.find(value);
    if (found == family.series.end()) {
      if (family.series.size() + 1 >= kSeriesMax) value = kOther;
      found = family.series.try_emplace(std::move(value)).first;
    }
    if (found->second == nullptr) found->second = std::make_unique<Series>();
    return *found->second;
  }
};

Metrics::Metrics() : parts_(std::make_unique<Parts>()) {}
Metrics::~Metrics() = default;

Counter& Metrics::CounterOf(const MetricName& name, std::string_view label_value) {
  return parts_->Find(Kind::kCounter, name, label_value).counter;
}

Gauge& Metrics::GaugeOf(const MetricName& name, std::string_view label_value) {
  return parts_->Find(Kind::kGauge, name, label_value).gauge;
}

std::string Metrics::Prometheus() const {
  const std::lock_guard guard(parts_->lock);
  std::string text;
  for (const auto& [name, family] : parts_->families) {
    const bool is_counter = family.kind == Kind::kCounter;
    text += "# HELP candour_" + name + " " + EscapePrintable(family.help) + "\n";
    text += "# TYPE candour_" + name + (is_counter ? " counter\n" : " gauge\n");
    for (const auto& [value, series] : family.series) {
      text += "candour_" + name;
      if (!family.label.empty())
        text += "{" + family.label + "=\"" + EscapePrintable(value) + "\"}";
      text += " " +
              (is_counter ? std::to_string(series->counter.value())
                          : std::to_string(series->gauge.value())) +
              "\n";
    }
  }
  return text;
}

}  // namespace candour::observe
