// How governors make the next version of a manifest.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crypto/ed25519.h"
#include "crypto/note.h"
#include "federation/network/manifest.h"

namespace candour {

using GovernorSigner = std::pair<crypto::VerifierKey, crypto::PrivateKey>;

// The note of that text with one line per signer. kInvalid when ParseManifest refuses the text, a
// private key does not belong to its vkey (MANIFEST_WRONG_SIGNER), or there is no signer. Whether
// the signers suffice is VerifyGenesis' and VerifyUpdate's to say.
Result<std::string> SignManifest(std::string_view text, const std::vector<GovernorSigner>& signers);

// A copy of `current` that follows it. The caller makes its changes before FormatManifest.
Manifest NextVersion(const SignedManifest& current, WallSeconds issued, WallSeconds expires);

// The number after the highest in use. Numbers that older versions gave up are the caller's to
// avoid.
uint32_t NextGovernorNumber(const Manifest& manifest);

}  // namespace candour
