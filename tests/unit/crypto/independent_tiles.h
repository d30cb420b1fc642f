// A second reader of tiled logs, written from the specifications alone (C2SP signed-note,
// tlog-checkpoint and tlog-tiles; RFC 6962 s.2.1): it shares no code with crypto/.
#pragma once

#include <string>

namespace candour::testing {

// Empty when the folder holds the log that its checkpoint claims, signed by `vkey`; else why not.
std::string CheckTilesIndependently(const std::string& folder, const std::string& vkey);

}  // namespace candour::testing
