#include "federation/network/manifest_values.h"

#include <algorithm>

#include "crypto/encoding.h"
#include "federation/feed/names.h"

namespace candour {
namespace {

constexpr int64_t kParamMax = 4294967295;

constexpr std::array<ParamRule, 8> kParams = {{
    {.name = "max-silence", .fallback = 1209600, .min = 1, .max = kParamMax},
    {.name = "witness-quorum", .fallback = 2, .min = 0, .max = kParamMax},
    {.name = "heartbeat", .fallback = 86400, .min = 1, .max = kParamMax},
    {.name = "min-count", .fallback = 8, .min = 1, .max = kParamMax},
    {.name = "min-nodes", .fallback = 10, .min = 1, .max = kParamMax},
    {.name = "backup-lifetime", .fallback = 3024000, .min = 1, .max = kParamMax},
    {.name = "retract-burst", .fallback = 20, .min = 0, .max = kParamMax},
    {.name = "history", .fallback = 1, .min = 1, .max = 1},
}};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsUnreserved(char c) {
  return IsLetter(c) || IsDigit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

// The value of an upper-case hexadecimal digit, or -1.
int UpperHex(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Whether the well-formed UTF-8 character that starts here hides or reorders what is around it.
bool IsUnshowable(std::string_view rest) {
  const auto at = [&](size_t i) { return i < rest.size() ? static_cast<uint8_t>(rest[i]) : 0; };
  if (at(0) < 0x20 || at(0) == 0x7f) return true;
  if (at(0) == 0xc2) return at(1) < 0xa0;  // U+0080 to U+009F
  if (at(0) != 0xe2) return false;
  const bool separators_and_embeddings = at(1) == 0x80 && at(2) >= 0xa8 && at(2) <= 0xae;
  const bool marks = at(1) == 0x80 && at(2) >= 0x8b && at(2) <= 0x8f;  // Zero width, direction.
  const bool isolates = at(1) == 0x81 && at(2) >= 0xa6 && at(2) <= 0xa9;
  return separators_and_embeddings || marks || isolates;
}

bool IsHost(std::string_view host) {
  if (host.empty() || host.size() > 253) return false;
  if (host.front() == '[') {
    if (host.size() < 4 || host.back() != ']') return false;
    host = host.substr(1, host.size() - 2);
    return std::all_of(host.begin(), host.end(), [](char c) {
      return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
    });
  }
  return host.front() != '-' && host.front() != '.' &&
         std::all_of(host.begin(), host.end(),
                     [](char c) { return IsLetter(c) || IsDigit(c) || c == '-' || c == '.'; });
}

}  // namespace

std::string PercentEncode(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  out.reserve(bytes.size());
  for (char c : bytes) {
    if (IsUnreserved(c)) {
      out += c;
      continue;
    }
    const auto value = static_cast<uint8_t>(c);
    out += '%';
    out += kDigits[value >> 4];
    out += kDigits[value & 15];
  }
  return out;
}

std::optional<std::string> PercentDecode(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      if (!IsUnreserved(text[i])) return std::nullopt;
      out += text[i];
      continue;
    }
    if (text.size() - i < 3) return std::nullopt;
    const int high = UpperHex(text[i + 1]);
    const int low = UpperHex(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    const char c = static_cast<char>(high << 4 | low);
    if (IsUnreserved(c)) return std::nullopt;  // A second spelling.
    out += c;
    i += 2;
  }
  return out;
}

bool IsShownName(std::string_view name) {
  if (name.empty() || name.size() > kNameBytesMax || !crypto::IsUtf8(name)) return false;
  if (name.front() == ' ' || name.back() == ' ') return false;
  for (size_t i = 0; i < name.size(); ++i) {
    if (IsUnshowable(name.substr(i))) return false;
  }
  return true;
}

bool IsHubAddress(std::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string_view::npos || !IsHost(address.substr(0, colon))) return false;
  const std::optional<uint64_t> port = crypto::ParseDecimal(address.substr(colon + 1));
  return port && *port >= 1 && *port <= 65535;
}

bool IsAttributeKey(std::string_view key) {
  return key == "type" || key == "icb" || key == "region" || key == "ods";
}

std::string Base64Of(const crypto::Hash& hash) { return crypto::Base64Encode(hash.view()); }

std::optional<crypto::Hash> HashFromBase64(std::string_view text) {
  const std::optional<std::string> raw = crypto::Base64Decode(text);
  if (!raw) return std::nullopt;
  return crypto::Hash::From(*raw);
}

std::optional<uint32_t> GovernorNumber(const NetworkId& network, std::string_view name) {
  const size_t slash = name.rfind('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::optional<uint64_t> number = crypto::ParseDecimal(name.substr(slash + 1));
  if (!number || *number > UINT32_MAX) return std::nullopt;
  const auto out = static_cast<uint32_t>(*number);
  if (GovernorName(network, out) != name) return std::nullopt;
  return out;
}

std::span<const ParamRule> ParamRules() { return kParams; }

const ParamRule* FindParamRule(std::string_view name) {
  const auto found = std::find_if(kParams.begin(), kParams.end(),
                                  [&](const ParamRule& rule) { return rule.name == name; });
  return found == kParams.end() ? nullptr : &*found;
}

}  // namespace candour
