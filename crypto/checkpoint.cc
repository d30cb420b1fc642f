#include "crypto/checkpoint.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "crypto/encoding.h"

namespace candour::crypto {
namespace {

// Takes the next line, without its \n, off the front.
std::optional<std::string_view> NextLine(std::string_view& rest) {
  const size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

bool IsOriginsOwn(const VerifierKey& key, const std::string& origin) {
  return key.type == kTypeEd25519 && key.name == origin;
}

}  // namespace

std::string Checkpoint::Format() const {
  return origin + "\n" + std::to_string(size) + "\n" + Base64Encode(root.view()) + "\n";
}

Outcome<Checkpoint> Checkpoint::Parse(std::string_view text) {
  const std::optional<std::string_view> origin = NextLine(text);
  const std::optional<std::string_view> size = NextLine(text);
  const std::optional<std::string_view> root = NextLine(text);
  if (!root) return Refuse("the checkpoint has fewer than three lines");
  if (!text.empty()) return Refuse("the checkpoint has more than three lines");
  if (!IsKeyName(*origin)) return Refuse("the checkpoint's origin is not allowed");
  const std::optional<uint64_t> count = ParseDecimal(*size);
  if (!count || *count > kTreeSizeMax) return Refuse("the checkpoint's size is not a number");
  const std::optional<std::string> raw = Base64Decode(*root);
  const std::optional<Hash> hash = raw ? Hash::From(*raw) : std::nullopt;
  if (!hash) return Refuse("the checkpoint's root is not base64 of 32 bytes");
  if (*count == 0 && *hash != EmptyRoot()) return Refuse("the empty checkpoint has a wrong root");
  return Checkpoint{.origin = std::string(*origin), .size = *count, .root = *hash};
}

SignatureLine Checkpoint::Sign(const PrivateKey& key) const {
  return SignNote(origin, key, Format());
}

Outcome<SignedCheckpoint> OpenCheckpoint(std::string_view bytes,
                                         std::span<const VerifierKey> known) {
  Outcome<Note> note = OpenNote(bytes, known);
  if (!note) return Refuse(note.error());
  Outcome<Checkpoint> checkpoint = Checkpoint::Parse(note->text);
  if (!checkpoint) return Refuse(checkpoint.error());
  const bool by_origin = std::any_of(known.begin(), known.end(), [&](const VerifierKey& key) {
    return IsOriginsOwn(key, checkpoint->origin) &&
           std::any_of(note->signatures.begin(), note->signatures.end(),
                       [&](const SignatureLine& line) { return line.IsBy(key); });
  });
  if (!by_origin) return Refuse("the checkpoint's origin has not signed it");
  return SignedCheckpoint{.checkpoint = std::move(*checkpoint), .note = std::move(*note)};
}

std::string SignCheckpoint(const Checkpoint& checkpoint, const PrivateKey& key) {
  return FormatNote({.text = checkpoint.Format(), .signatures = {checkpoint.Sign(key)}});
}

}  // namespace candour::crypto
