#include "tests/places.h"

namespace candour::places {

std::string SourceDir() { return CANDOUR_SOURCE_DIR; }
std::string BinaryDir() { return CANDOUR_BINARY_DIR; }

}  // namespace candour::places
