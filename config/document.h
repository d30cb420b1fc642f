// The configuration's documentation, made from the same table as the loader.
#pragma once

#include <string>

namespace candour::config {

// A complete, commented candour.toml: every option with its meaning, unit, range and default.
// Loading it gives the defaults.
std::string DocumentedExample();

}  // namespace candour::config
