// Key names, key ids and vkey strings of signed notes.
#include "crypto/encoding.h"
#include "crypto/hash.h"
#include "crypto/note.h"

namespace candour::crypto {
namespace {

constexpr size_t kNameBytesMax = 1024;
constexpr size_t kKeyIdBytes = 4;

// The characters with Unicode's White_Space property, as UTF-8.
constexpr std::string_view kSpaces[] = {
    " ",
    "\xc2\x85",
    "\xc2\xa0",
    "\xe1\x9a\x80",
    "\xe2\x80\x80",
    "\xe2\x80\x81",
    "\xe2\x80\x82",
    "\xe2\x80\x83",
    "\xe2\x80\x84",
    "\xe2\x80\x85",
    "\xe2\x80\x86",
    "\xe2\x80\x87",
    "\xe2\x80\x88",
    "\xe2\x80\x89",
    "\xe2\x80\x8a",
    "\xe2\x80\xa8",
    "\xe2\x80\xa9",
    "\xe2\x80\xaf",
    "\xe2\x81\x9f",
    "\xe3\x80\x80",
};

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20; }

VerifierKey MakeKey(std::string_view name, uint8_t type, std::string_view key) {
  return {.name = std::string(name),
          .key_id = KeyId(name, type, key),
          .type = type,
          .key = std::string(key)};
}

}  // namespace

bool IsKeyName(std::string_view name) {
  if (name.empty() || name.size() > kNameBytesMax || !IsUtf8(name)) return false;
  for (char c : name) {
    if (c == '+' || IsControl(c)) return false;
  }
  for (std::string_view space : kSpaces) {
    if (name.find(space) != std::string_view::npos) return false;
  }
  return true;
}

uint32_t KeyId(std::string_view name, uint8_t type, std::string_view key) {
  const char kind = static_cast<char>(type);
  return GetU32(Sha256({name, "\n", std::string_view(&kind, 1), key}).view());
}

Outcome<VerifierKey> VerifierKey::Parse(std::string_view vkey) {
  const size_t first = vkey.find('+');
  if (first == std::string_view::npos) return Refuse("the key has no '+'");
  const std::string_view name = vkey.substr(0, first);
  if (!IsKeyName(name)) return Refuse("the key's name is not allowed");
  const std::string_view rest = vkey.substr(first + 1);
  constexpr size_t kHexBytes = 2 * kKeyIdBytes;
  if (rest.size() <= kHexBytes || rest[kHexBytes] != '+') {
    return Refuse("the key's id is not 8 hexadecimal digits");
  }
  const std::optional<std::string> id = HexDecode(rest.substr(0, kHexBytes));
  if (!id) return Refuse("the key's id is not 8 hexadecimal digits");
  const std::optional<std::string> raw = Base64Decode(rest.substr(kHexBytes + 1));
  if (!raw || raw->size() < 2) return Refuse("the key is not base64 of a type and a key");

  VerifierKey out = MakeKey(name, static_cast<uint8_t>(raw->front()), raw->substr(1));
  const bool known = out.type == kTypeEd25519 || out.type == kTypeCosignature;
  if (known && !PublicKey::From(out.key)) return Refuse("the key is not 32 bytes long");
  if (out.key_id != GetU32(*id)) return Refuse("the key's id does not fit its name and key");
  return out;
}

std::string VerifierKey::ToString() const {
  std::string raw(1, static_cast<char>(type));
  raw += key;
  return name + "+" + HexEncode(U32(key_id)) + "+" + Base64Encode(raw);
}

VerifierKey VerifierKey::Ed25519(std::string_view name, const PublicKey& key) {
  return MakeKey(name, kTypeEd25519, key.view());
}

VerifierKey VerifierKey::Cosignature(std::string_view name, const PublicKey& key) {
  return MakeKey(name, kTypeCosignature, key.view());
}

}  // namespace candour::crypto
