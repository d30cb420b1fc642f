#include <algorithm>
#include <set>

#include "crypto/encoding.h"
#include "crypto/note.h"
#include "federation/feed/names.h"
#include "federation/network/fingerprint_words.h"
#include "federation/network/manifest_values.h"
#include "federation/network/ticket.h"

namespace candour {
namespace {

constexpr int kWords = 6;
constexpr int kBitsPerWord = 11;
constexpr size_t kKexBytes = 32;

tl::unexpected<Error> Bad(const std::string& reason) {
  return Fail(
      ErrorCode::kInvalid, "KEYSET_INVALID",
      "key set of the joining organisation: " + reason + "; run join again with the ticket");
}

Status CheckIdentity(const KeySet& keys) {
  if (keys.network.zero() || keys.member.zero()) return Bad("an id is missing");
  if (!IsShownName(keys.name)) return Bad("the name is not allowed");
  if (keys.spki.empty() || keys.spki.size() > kPinsMax) return Bad("it needs one or two TLS pins");
  if (keys.spki.size() == 2 && keys.spki[0] == keys.spki[1]) return Bad("a TLS pin stands twice");
  if (!keys.kex.empty() && keys.kex.size() != kKexBytes) {
    return Bad("the key-exchange key is not 32 bytes long");
  }
  std::set<std::string> seen;
  for (const auto& [key, value] : keys.attributes) {
    if (!IsAttributeKey(key)) return Bad("an attribute is unknown");
    if (!IsShownName(value)) return Bad("the value of an attribute is not allowed");
    if (!seen.insert(key).second) return Bad("an attribute stands twice");
  }
  return {};
}

Result<crypto::VerifierKey> ReadKey(const std::string& vkey, uint8_t type,
                                    const std::string& name) {
  crypto::Outcome<crypto::VerifierKey> key = crypto::VerifierKey::Parse(vkey);
  if (!key) return Bad(key.error());
  if (key->type != type) return Bad("a key is of the wrong type");
  if (key->name != name) return Bad("a key is not named after the network and the member");
  return std::move(*key);
}

}  // namespace

std::string KeySetText(const KeySet& keys) {
  // Everything free is percent-encoded, so that no value can pass for another line.
  std::string out = "candour/keyset/v1\nnetwork " + keys.network.hex() + "\nmember " +
                    keys.member.hex() + "\nname " + PercentEncode(keys.name) + "\n";
  for (const crypto::Hash& pin : keys.spki) out += "spki " + Base64Of(pin) + "\n";
  out += "feed " + PercentEncode(keys.feed_vkey) + "\n";
  out += "cosigner " + PercentEncode(keys.cosigner_vkey) + "\n";
  if (!keys.kex.empty()) out += "kex " + crypto::Base64Encode(keys.kex) + "\n";
  std::vector<std::string> lines;
  for (const auto& [key, value] : keys.attributes) {
    lines.push_back("attr " + PercentEncode(key) + " " + PercentEncode(value) + "\n");
  }
  std::sort(lines.begin(), lines.end());
  for (const std::string& line : lines) out += line;
  return out;
}

Status CheckKeySet(const KeySet& keys, std::string_view possession) {
  const Status identity = CheckIdentity(keys);
  if (!identity) return identity;
  const FeedId feed_id = FeedIdOf(keys.network, keys.member, 0);
  const Result<crypto::VerifierKey> feed =
      ReadKey(keys.feed_vkey, crypto::kTypeEd25519, FeedOrigin(feed_id));
  if (!feed) return Fail(feed.error());
  const Result<crypto::VerifierKey> cosigner = ReadKey(keys.cosigner_vkey, crypto::kTypeCosignature,
                                                       CosignerName(keys.network, keys.member));
  if (!cosigner) return Fail(cosigner.error());
  if (feed->key == cosigner->key || feed->key == keys.kex || cosigner->key == keys.kex) {
    return Bad("one key serves two uses");
  }
  const std::optional<crypto::PublicKey> public_key = crypto::PublicKey::From(feed->key);
  if (!public_key || !crypto::Verify(*public_key, KeySetText(keys), possession)) {
    return Fail(ErrorCode::kInvalid, "KEYSET_NOT_POSSESSED",
                "key set of the joining organisation: its feed key did not sign it; run join "
                "again with the ticket");
  }
  return {};
}

std::string Fingerprint(const KeySet& keys) { return FingerprintOf(KeySetText(keys)); }

std::string FingerprintOf(std::string_view text) {
  const crypto::Hash hash = crypto::Sha256({"candour/fingerprint/v1\n", text});
  std::string out;
  for (int word = 0; word < kWords; ++word) {
    uint32_t index = 0;
    for (int bit = word * kBitsPerWord; bit < (word + 1) * kBitsPerWord; ++bit) {
      index = index << 1 | (hash.bytes[static_cast<size_t>(bit / 8)] >> (7 - bit % 8) & 1u);
    }
    if (word > 0) out += '-';
    out += FingerprintWord(index);
  }
  return out;
}

}  // namespace candour
