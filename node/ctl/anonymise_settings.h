// The anonymiser's settings from a node's configuration file, for work without a node.
#pragma once

#include <string>

#include "federation/base/result.h"
#include "node/anonymise/anonymise.h"

namespace candour::ctl {

// Reads `path` as candourd does, and the staff directory it names; "" gives the plain rules. Fails
// with the file and line of each problem, or the file that cannot be read.
Result<anonymise::Settings> ReadAnonymiseSettings(const std::string& path);

}  // namespace candour::ctl
