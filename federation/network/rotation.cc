#include "federation/network/rotation.h"

#include <vector>

#include "crypto/encoding.h"
#include "federation/feed/names.h"
#include "federation/network/manifest_values.h"
#include "federation/network/ticket.h"

namespace candour {
namespace {

constexpr std::string_view kPrefix = "candour-rotation-1.";
constexpr std::string_view kFirstLine = "candour/rotation/v1";
constexpr size_t kSignatureBytes = 64;
constexpr size_t kLineBytesMax = 4096;

tl::unexpected<Error> Bad(const std::string& why) {
  return Fail(ErrorCode::kInvalid, "ROTATION_MALFORMED",
              "rotation keys: " + why +
                  "; copy the whole line that candour network rotate printed");
}

std::string TextOf(const NetworkId& network, const Rotation& keys) {
  std::string text = std::string(kFirstLine) + "\nnetwork " + network.hex() + "\nmember " +
                     keys.member.hex() + "\nepoch " + std::to_string(keys.epoch) + "\nfeed " +
                     keys.feed.ToString() + "\ncosigner " + keys.cosigner.ToString() + "\n";
  if (!keys.kex.empty()) text += "kex " + crypto::Base64Encode(keys.kex) + "\n";
  for (const crypto::Hash& pin : keys.spki) text += "spki " + Base64Of(pin) + "\n";
  return text;
}

// One line of the text; false when it is no such line.
bool ReadLine(std::string_view name, std::string_view value, NetworkId& network, Rotation& keys) {
  if (name == "network") {
    const auto id = NetworkId::FromHex(value);
    if (id) network = *id;
    return id.has_value();
  }
  if (name == "member") {
    const auto id = MemberId::FromHex(value);
    if (id) keys.member = *id;
    return id.has_value();
  }
  if (name == "epoch") {
    const auto epoch = crypto::ParseDecimal(value);
    if (!epoch || *epoch == 0 || *epoch > UINT32_MAX) return false;
    keys.epoch = static_cast<uint32_t>(*epoch);
    return true;
  }
  if (name == "feed" || name == "cosigner") {
    auto key = crypto::VerifierKey::Parse(value);
    if (key) (name == "feed" ? keys.feed : keys.cosigner) = std::move(*key);
    return key.has_value();
  }
  if (name == "kex") {
    const auto raw = crypto::Base64Decode(value);
    if (raw) keys.kex = *raw;
    return raw && raw->size() == 32;
  }
  const auto pin = HashFromBase64(value);
  if (name != "spki" || !pin || keys.spki.size() == kPinsMax) return false;
  keys.spki.push_back(*pin);
  return true;
}

// The text must be exactly what these keys are written as.
bool ReadText(std::string_view text, NetworkId& network, Rotation& keys) {
  std::string_view rest = text;
  if (!rest.starts_with(kFirstLine)) return false;
  rest.remove_prefix(std::min(rest.size(), kFirstLine.size() + 1));
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const size_t space = line.find(' ');
    if (space == std::string_view::npos) return false;
    if (!ReadLine(line.substr(0, space), line.substr(space + 1), network, keys)) return false;
  }
  return TextOf(network, keys) == text && !keys.spki.empty();
}

}  // namespace

std::string FormatRotation(const NetworkId& network, const Rotation& keys,
                           const crypto::PrivateKey& feed) {
  const std::string text = TextOf(network, keys);
  return std::string(kPrefix) + crypto::Base64Encode(text + feed.Sign(text));
}

Result<Rotation> ParseRotation(const NetworkId& network, std::string_view line) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t first = line.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return Bad("the line is empty");
  line = line.substr(first, line.find_last_not_of(kSpace) - first + 1);
  if (!line.starts_with(kPrefix) || line.size() > kLineBytesMax) return Bad("it is no such line");
  const auto raw = crypto::Base64Decode(line.substr(kPrefix.size()));
  if (!raw || raw->size() <= kSignatureBytes) return Bad("a character is wrong or missing");
  const std::string_view text = std::string_view(*raw).substr(0, raw->size() - kSignatureBytes);
  NetworkId named;
  Rotation keys;
  if (!ReadText(text, named, keys)) return Bad("a character was changed");
  if (named != network) {
    return Fail(ErrorCode::kInvalid, "WRONG_NETWORK",
                "rotation keys: they are for another network");
  }
  const std::string origin = FeedOrigin(FeedIdOf(network, keys.member, keys.epoch));
  if (keys.feed.name != origin || keys.feed.type != crypto::kTypeEd25519 ||
      keys.cosigner.name != CosignerName(network, keys.member) ||
      keys.cosigner.type != crypto::kTypeCosignature || keys.feed.key == keys.cosigner.key) {
    return Bad("a key is not what it is named after");
  }
  const auto key = crypto::PublicKey::From(keys.feed.key);
  if (!key || !crypto::Verify(*key, text, std::string_view(*raw).substr(text.size()))) {
    return Fail(ErrorCode::kInvalid, "ROTATION_NOT_POSSESSED",
                "rotation keys: the new feed key did not sign them; make them again");
  }
  return keys;
}

std::string RotationFingerprint(const NetworkId& network, const Rotation& keys) {
  return FingerprintOf(TextOf(network, keys));
}

}  // namespace candour
