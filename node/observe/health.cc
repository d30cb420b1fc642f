#include "node/observe/health.h"

#include <algorithm>

namespace candour::observe {

HealthLevel Health::Worst() const {
  HealthLevel worst = HealthLevel::kOk;
  for (const HealthCheck& check : checks) worst = std::max(worst, check.level);
  return worst;
}

std::string Health::Summary() const {
  std::string text;
  for (HealthLevel level : {HealthLevel::kFail, HealthLevel::kWarn}) {
    for (const HealthCheck& check : checks) {
      if (check.level != level) continue;
      if (!text.empty()) text += "; ";
      text +=
          (level == HealthLevel::kFail ? "fail " : "warn ") + check.name + ": " + check.sentence;
    }
  }
  return text.empty() ? "ok" : text;
}

}  // namespace candour::observe
