// Bytes travel as std::string, are looked at as std::string_view, and are never text unless a name
// says so.
#pragma once

#include <string>
#include <string_view>

namespace candour {

using Bytes = std::string;
using BytesView = std::string_view;

}  // namespace candour
