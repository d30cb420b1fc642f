// Where the tests find the tree and what was built from it. The only file that knows is places.cc,
// so that no other object differs between two checkouts.
#pragma once

#include <string>

namespace candour::places {

std::string SourceDir();  // The checkout, absolute, without a slash at its end.
std::string BinaryDir();  // The build folder, likewise.

}  // namespace candour::places
