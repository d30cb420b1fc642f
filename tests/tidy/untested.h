// Sources without a test of the same name, each with the reason.
#pragma once

#include <vector>

#include "tests/tidy/rules.h"

namespace candour::tidy {

inline const std::vector<Untested> kUntested = {};

}  // namespace candour::tidy
