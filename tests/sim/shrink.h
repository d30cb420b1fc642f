// Cuts a failing plan down: every knob that is not needed for the same checker to fire is turned to
// its least, the others to half for as long as it still fires.
#pragma once

#include <string>

#include "tests/sim/plan.h"

namespace candour::sim {

// `runs` counts down; when it is used up the best plan so far is given back.
Plan Shrink(Plan plan, const std::string& checker, int runs);

}  // namespace candour::sim
