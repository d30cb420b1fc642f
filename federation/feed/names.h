// How feeds, cosigners and governors are named (protocol section 2).
#pragma once

#include <cstdint>
#include <string>

#include "federation/base/ids.h"

namespace candour {

FeedId FeedIdOf(const NetworkId& network, const MemberId& member, uint32_t epoch);
std::string FeedOrigin(const FeedId& feed);  // candour/f/<hex>
std::string CosignerName(const NetworkId& network, const MemberId& member);
std::string GovernorName(const NetworkId& network, uint32_t number);

}  // namespace candour
