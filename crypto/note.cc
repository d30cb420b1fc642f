#include "crypto/note.h"

#include <algorithm>
#include <optional>

#include "crypto/cosignature.h"
#include "crypto/encoding.h"

namespace candour::crypto {
namespace {

constexpr std::string_view kLinePrefix = "\xe2\x80\x94 ";  // An em dash and a space.
constexpr size_t kKeyIdBytes = 4;

bool HasForbiddenControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
}

// Of two verified lines by one key, whether the second says more than the first.
bool IsNewer(const VerifierKey& key, const SignatureLine& kept, const SignatureLine& line) {
  return key.type == kTypeCosignature &&
         CosignatureTime(line).value_or(0) > CosignatureTime(kept).value_or(0);
}

bool CanVerify(const VerifierKey& key) {
  return key.type == kTypeEd25519 || key.type == kTypeCosignature;
}

// The one known key a line claims; none for a stranger's line.
Outcome<const VerifierKey*> FindKey(std::span<const VerifierKey> known, const SignatureLine& line) {
  const VerifierKey* found = nullptr;
  for (const VerifierKey& key : known) {
    if (!line.IsBy(key)) continue;
    if (found != nullptr && *found != key) return Refuse("two known keys have one name and id");
    found = &key;
  }
  return found;
}

}  // namespace

std::string SignatureLine::ToString() const {
  return std::string(kLinePrefix) + name + " " + Base64Encode(U32(key_id) + signature) + "\n";
}

Outcome<SignatureLine> SignatureLine::Parse(std::string_view line) {
  if (!line.starts_with(kLinePrefix) || !line.ends_with('\n')) {
    return Refuse("a signature line does not start with a dash or does not end");
  }
  const std::string_view body =
      line.substr(kLinePrefix.size(), line.size() - 1 - kLinePrefix.size());
  const size_t space = body.find(' ');
  if (space == std::string_view::npos) return Refuse("a signature line has no signature");
  const std::string_view name = body.substr(0, space);
  if (!IsKeyName(name)) return Refuse("a signature line has a name that is not allowed");
  const std::optional<std::string> raw = Base64Decode(body.substr(space + 1));
  if (!raw || raw->size() <= kKeyIdBytes) {
    return Refuse("a signature line is not base64 of a key id and a signature");
  }
  return SignatureLine{
      .name = std::string(name), .key_id = GetU32(*raw), .signature = raw->substr(kKeyIdBytes)};
}

Outcome<Note> ParseNote(std::string_view bytes, size_t bytes_max) {
  if (bytes.size() > bytes_max) return Refuse("the note is too large");
  if (!IsUtf8(bytes)) return Refuse("the note is not UTF-8");
  if (HasForbiddenControl(bytes)) return Refuse("the note holds a control character");
  const size_t blank = bytes.rfind("\n\n");
  if (blank == std::string_view::npos) return Refuse("the note has no blank line");
  Note out{.text = std::string(bytes.substr(0, blank + 1)), .signatures = {}};
  std::string_view rest = bytes.substr(blank + 2);
  if (rest.empty()) return Refuse("the note has no signature");
  while (!rest.empty()) {
    if (out.signatures.size() == kParsedSignaturesMax) return Refuse("the note has too many lines");
    const size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end == std::string_view::npos ? end : end + 1);
    Outcome<SignatureLine> parsed = SignatureLine::Parse(line);
    if (!parsed) return Refuse(parsed.error());
    out.signatures.push_back(std::move(*parsed));
    rest.remove_prefix(line.size());
  }
  return out;
}

std::string FormatNote(const Note& note) {
  std::string out = note.text + "\n";
  const size_t count = std::min(note.signatures.size(), kEmittedSignaturesMax);
  for (size_t i = 0; i < count; ++i) out += note.signatures[i].ToString();
  return out;
}

Outcome<void> VerifyLine(const VerifierKey& key, std::string_view text, const SignatureLine& line) {
  if (key.type == kTypeCosignature) {
    Outcome<uint64_t> time = VerifyCosignature(key, text, line);
    if (!time) return Refuse(time.error());
    return {};
  }
  if (key.type != kTypeEd25519) return Refuse("the key is of a type that cannot be verified");
  if (!line.IsBy(key)) return Refuse("the signature line is by another key");
  const std::optional<PublicKey> public_key = PublicKey::From(key.key);
  if (!public_key || !Verify(*public_key, text, line.signature)) {
    return Refuse("the signature of a known key does not verify");
  }
  return {};
}

Outcome<Note> OpenNote(std::string_view bytes, std::span<const VerifierKey> known,
                       size_t bytes_max) {
  Outcome<Note> parsed = ParseNote(bytes, bytes_max);
  if (!parsed) return Refuse(parsed.error());
  std::vector<SignatureLine> kept;
  for (SignatureLine& line : parsed->signatures) {
    Outcome<const VerifierKey*> key = FindKey(known, line);
    if (!key) return Refuse(key.error());
    if (*key == nullptr || !CanVerify(**key)) continue;
    Outcome<void> verified = VerifyLine(**key, parsed->text, line);
    if (!verified) return Refuse(verified.error());
    const auto earlier = std::find_if(kept.begin(), kept.end(),
                                      [&](const SignatureLine& k) { return k.IsBy(**key); });
    if (earlier == kept.end()) {
      kept.push_back(std::move(line));
    } else if (IsNewer(**key, *earlier, line)) {
      *earlier = std::move(line);
    }
  }
  if (kept.empty()) return Refuse("no known key has signed the note");
  parsed->signatures = std::move(kept);
  return parsed;
}

SignatureLine SignNote(std::string_view name, const PrivateKey& key, std::string_view text) {
  return {.name = std::string(name),
          .key_id = KeyId(name, kTypeEd25519, key.public_key().view()),
          .signature = key.Sign(text)};
}

}  // namespace candour::crypto
