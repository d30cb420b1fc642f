// Signed notes (C2SP signed-note v1.0.0, protocol section 1.2).
//
// A note is a text, a blank line and signature lines. Parsing only takes it apart; OpenNote also
// decides what to believe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/ed25519.h"
#include "crypto/outcome.h"

namespace candour::crypto {

inline constexpr size_t kNoteBytesMax = 96 * 1024;
inline constexpr size_t kManifestBytesMax = 1024 * 1024;
inline constexpr size_t kParsedSignaturesMax = 128;
inline constexpr size_t kEmittedSignaturesMax = 64;

inline constexpr uint8_t kTypeEd25519 = 0x01;
inline constexpr uint8_t kTypeCosignature = 0x04;

// Not empty, UTF-8, no Unicode space, no control character, no '+'.
bool IsKeyName(std::string_view name);

// SHA-256(name || 0x0A || type || key)[:4], big-endian.
uint32_t KeyId(std::string_view name, uint8_t type, std::string_view key);

struct VerifierKey {
  std::string name;
  uint32_t key_id = 0;
  uint8_t type = 0;
  std::string key;  // 32 bytes for the two types we know

  bool operator==(const VerifierKey&) const = default;

  // name + "+" + hex8(key id) + "+" + base64(type || key). The id must be the computed one. Types
  // we do not know are kept, and verify nothing.
  static Outcome<VerifierKey> Parse(std::string_view vkey);
  std::string ToString() const;

  static VerifierKey Ed25519(std::string_view name, const PublicKey& key);      // type 0x01
  static VerifierKey Cosignature(std::string_view name, const PublicKey& key);  // type 0x04
};

struct SignatureLine {
  std::string name;
  uint32_t key_id = 0;
  std::string signature;  // without the key id; not empty

  bool operator==(const SignatureLine&) const = default;

  // "U+2014 SP name SP base64 \n", with the line's end.
  std::string ToString() const;
  static Outcome<SignatureLine> Parse(std::string_view line);

  bool IsBy(const VerifierKey& key) const { return key_id == key.key_id && name == key.name; }
};

struct Note {
  std::string text;  // ends in \n
  std::vector<SignatureLine> signatures{};

  bool operator==(const Note&) const = default;
};

// Form only: nothing is verified. At least one signature line.
Outcome<Note> ParseNote(std::string_view bytes, size_t bytes_max = kNoteBytesMax);

// Emits the first kEmittedSignaturesMax lines.
std::string FormatNote(const Note& note);

// Lines of unknown keys are dropped; a line of a known key that fails, two known keys with one
// (name, id), or no verifying line refuses the note. Gives one line per key: the first, or for
// type 0x04 the newest. FormatNote of the result is what may be stored.
Outcome<Note> OpenNote(std::string_view bytes, std::span<const VerifierKey> known,
                       size_t bytes_max = kNoteBytesMax);

// One line against one key, of type 0x01 or 0x04. Refuses any other type and other people's lines.
Outcome<void> VerifyLine(const VerifierKey& key, std::string_view text, const SignatureLine& line);

// Type 0x01. The caller owes a name and text that keep the rules above.
SignatureLine SignNote(std::string_view name, const PrivateKey& key, std::string_view text);

}  // namespace candour::crypto
