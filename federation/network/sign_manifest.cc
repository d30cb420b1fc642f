#include "federation/network/sign_manifest.h"

#include <algorithm>

#include "federation/network/manifest_values.h"

namespace candour {

Result<std::string> SignManifest(std::string_view text,
                                 const std::vector<GovernorSigner>& signers) {
  const Result<Manifest> manifest = ParseManifest(text);
  if (!manifest) return Fail(manifest.error());
  crypto::Note note{.text = std::string(text), .signatures = {}};
  for (const auto& [vkey, key] : signers) {
    if (vkey.type != crypto::kTypeEd25519 || vkey.key != key.public_key().view()) {
      return Fail(ErrorCode::kInvalid, "MANIFEST_WRONG_SIGNER",
                  "manifest of " + manifest->name +
                      ": a private key is not that of its governor line; check which key is used");
    }
    note.signatures.push_back(crypto::SignNote(vkey.name, key, text));
  }
  if (note.signatures.empty() || note.signatures.size() > crypto::kEmittedSignaturesMax) {
    return Fail(ErrorCode::kInvalid, "MANIFEST_WRONG_SIGNER",
                "manifest of " + manifest->name + ": it needs from 1 to 64 governors to sign it");
  }
  return crypto::FormatNote(note);
}

Manifest NextVersion(const SignedManifest& current, WallSeconds issued, WallSeconds expires) {
  Manifest next = current.manifest;
  next.version = current.manifest.version + 1;
  next.prev = current.hash;
  next.resolves.reset();
  next.issued = issued;
  next.expires = expires;
  return next;
}

uint32_t NextGovernorNumber(const Manifest& manifest) {
  uint32_t next = 0;
  for (const crypto::VerifierKey& key : manifest.governors) {
    const std::optional<uint32_t> number = GovernorNumber(manifest.network, key.name);
    if (number) next = std::max(next, *number + 1);
  }
  return next;
}

}  // namespace candour
