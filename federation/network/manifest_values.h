// The values inside manifest lines and key sets: one value has one accepted spelling.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "crypto/hash.h"
#include "federation/base/ids.h"
#include "federation/base/time.h"

namespace candour {

inline constexpr std::string_view kManifestFirstLine = "candour/manifest/v1";
inline constexpr std::string_view kRoleOrder = "rwhqag";
inline constexpr size_t kNameBytesMax = 256;
inline constexpr size_t kPinsMax = 2;
// The governors of two versions together fit into one note (64 emitted lines).
inline constexpr size_t kGovernorsMax = 32;
inline constexpr WallSeconds kWallSecondsMax = 253402300799;  // The end of the year 9999.

// Everything but the unreserved characters of RFC 3986 s.2.3, in upper-case hexadecimal.
std::string PercentEncode(std::string_view bytes);
// Empty unless PercentEncode gives `text` again.
std::optional<std::string> PercentDecode(std::string_view text);

// Fit to be shown: UTF-8 of 1 to kNameBytesMax bytes, no control or direction-changing characters,
// no space at either end.
bool IsShownName(std::string_view name);

// host:port, with a name, an IPv4 address or an IPv6 address in brackets.
bool IsHubAddress(std::string_view address);

// type, icb, region, ods
bool IsAttributeKey(std::string_view key);

std::string Base64Of(const crypto::Hash& hash);
std::optional<crypto::Hash> HashFromBase64(std::string_view text);

// The number at the end of a governor's name of that network.
std::optional<uint32_t> GovernorNumber(const NetworkId& network, std::string_view name);

struct ParamRule {
  std::string_view name;
  int64_t fallback = 0;
  int64_t min = 0;
  int64_t max = 0;
};
std::span<const ParamRule> ParamRules();
const ParamRule* FindParamRule(std::string_view name);  // Null when there is no such parameter.

}  // namespace candour
