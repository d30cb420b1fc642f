// What every handler works with. Everything here outlives the handlers.
#pragma once

#include <string>

#include "node/anonymise/anonymise.h"
#include "node/learning/ports.h"

namespace candour::index {
class Index;
}

namespace candour {

struct Services {
  Turns& turns;
  const anonymise::Anonymiser& anonymiser;
  index::Index& index;
  KeyVault& vault;
  JoinDialer& dialer;
  std::string organisation;  // Display name of this node's organisation.
  std::string software_version;
  // How many organisations of this one's type and region there are: what a reader who knows only
  // those could choose from.
  uint64_t organisation_class = 229;
  uint64_t draft_bytes_max = 61'440;
  uint64_t import_row_bytes_max = uint64_t{1} << 20;
};

}  // namespace candour
