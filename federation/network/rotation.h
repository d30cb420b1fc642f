// The line by which a member's node hands its next keys to a governor (`candour network rotate`).
//
// The new feed key signs it, so nobody can claim somebody else's key; that the member itself made
// it is for two people to check: both see the same six words.
#pragma once

#include <string>
#include <string_view>

#include "crypto/ed25519.h"
#include "federation/network/manifest_edit.h"

namespace candour {

// "candour-rotation-1." + base64 of the text and its signature by the new feed key.
std::string FormatRotation(const NetworkId& network, const Rotation& keys,
                           const crypto::PrivateKey& feed);

// kInvalid: ROTATION_MALFORMED, WRONG_NETWORK, ROTATION_NOT_POSSESSED. Space around the line is
// passed over.
Result<Rotation> ParseRotation(const NetworkId& network, std::string_view line);

// Six words over the keys in the line, for two people to compare.
std::string RotationFingerprint(const NetworkId& network, const Rotation& keys);

}  // namespace candour
