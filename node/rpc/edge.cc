#include "node/rpc/edge.h"

#include "crypto/x509.h"

namespace candour::rpc {
namespace {

constexpr size_t kEscapedBytesMax = 8 << 10;

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::optional<std::string> Unescape(std::string_view escaped) {
  std::string text;
  text.reserve(escaped.size());
  for (size_t i = 0; i < escaped.size(); ++i) {
    if (escaped[i] != '%') {
      text.push_back(escaped[i]);
      continue;
    }
    if (i + 2 >= escaped.size()) return std::nullopt;
    const int high = HexValue(escaped[i + 1]);
    const int low = HexValue(escaped[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    text.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  return text;
}

}  // namespace

std::optional<crypto::Hash> SpkiOfEscapedPem(std::string_view escaped) {
  if (escaped.empty() || escaped.size() > kEscapedBytesMax) return std::nullopt;
  const auto pem = Unescape(escaped);
  if (!pem) return std::nullopt;
  const auto spki = crypto::SpkiSha256FromPem(*pem);
  if (!spki) return std::nullopt;
  return *spki;
}

}  // namespace candour::rpc
