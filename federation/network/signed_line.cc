#include "federation/network/signed_line.h"

#include "crypto/encoding.h"

namespace candour {
namespace {

constexpr size_t kLineBytesMax = 4096;

}  // namespace

std::string SealLine(std::string_view prefix, std::string_view text,
                     const crypto::PrivateKey& key) {
  return std::string(prefix) + crypto::Base64Encode(std::string(text) + key.Sign(text));
}

crypto::Outcome<SignedLine> OpenLine(std::string_view prefix, std::string_view line) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t first = line.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return crypto::Refuse("the line is empty");
  line = line.substr(first, line.find_last_not_of(kSpace) - first + 1);
  if (!line.starts_with(prefix) || line.size() > kLineBytesMax) {
    return crypto::Refuse("it is no such line");
  }
  const auto raw = crypto::Base64Decode(line.substr(prefix.size()));
  if (!raw || raw->size() <= crypto::kSignatureBytes) {
    return crypto::Refuse("a character is wrong or missing");
  }
  const size_t text = raw->size() - crypto::kSignatureBytes;
  return SignedLine{raw->substr(0, text), raw->substr(text)};
}

}  // namespace candour
