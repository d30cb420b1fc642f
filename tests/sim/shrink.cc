#include "tests/sim/shrink.h"

#include "tests/sim/world.h"

namespace candour::sim {
namespace {

bool StillFails(const Plan& plan, const std::string& checker) {
  if (plan.nodes < 3 + plan.joins || plan.hubs + 1 > plan.nodes) return false;
  if (plan.hostile_hub && plan.hubs < 2) return false;
  if (plan.hostility && plan.nodes < 4) return false;
  const Outcome outcome = World(plan, Trace::kQuiet).Run();
  return outcome.violation && outcome.violation->checker == checker;
}

}  // namespace

Plan Shrink(Plan plan, const std::string& checker, int runs) {
  for (bool smaller = true; smaller && runs > 0;) {
    smaller = false;
    for (const Knob& knob : Knobs()) {
      const uint64_t value = plan.*knob.value;
      for (uint64_t less : {knob.least, knob.least + (value - knob.least) / 2}) {
        if (value <= knob.least || less >= value || runs-- <= 0) break;
        Plan attempt = plan;
        attempt.*knob.value = less;
        if (!StillFails(attempt, checker)) continue;
        plan = attempt;
        smaller = true;
        break;
      }
    }
  }
  return plan;
}

}  // namespace candour::sim
