// What a version of a manifest changes, for the people who are to sign it.
#pragma once

#include <string>
#include <vector>

#include "federation/network/manifest.h"

namespace candour {

// Every line that only one of the two has, "+ ..." or "- ...", in the order of the text: nothing
// that a signature would cover is left out but version, prev and issued. Members are named.
std::vector<std::string> DescribeChange(const Manifest& from, const Manifest& to);

}  // namespace candour
