#include "federation/network/rotation.h"

#include <vector>

#include "crypto/encoding.h"
#include "federation/feed/names.h"
#include "federation/network/manifest_values.h"
#include "federation/network/signed_line.h"
#include "federation/network/ticket.h"

namespace candour {
namespace {

constexpr std::string_view kPrefix = "candour-rotation-1.";
constexpr std::string_view kFirstLine = "candour/rotation/v1";

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
  return SealLine(kPrefix, TextOf(network, keys), feed);
}

Result<Rotation> ParseRotation(const NetworkId& network, std::string_view line) {
  const auto opened = OpenLine(kPrefix, line);
  if (!opened) return Bad(opened.error());
  NetworkId named;
  Rotation keys;
  if (!ReadText(opened->text, named, keys)) return Bad("a character was changed");
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
  if (!key || !crypto::Verify(*key, opened->text, opened->signature)) {
    return Fail(ErrorCode::kInvalid, "ROTATION_NOT_POSSESSED",
                "rotation keys: the new feed key did not sign them; make them again");
  }
  return keys;
}

std::string RotationFingerprint(const NetworkId& network, const Rotation& keys) {
  return FingerprintOf(TextOf(network, keys));
}

}  // namespace candour
