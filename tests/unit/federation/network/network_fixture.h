// A small network with keys that follow from numbers, for tests.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "federation/network/manifest.h"
#include "federation/network/sign_manifest.h"
#include "federation/network/ticket.h"

namespace candour::testing {

inline constexpr WallSeconds kIssued = 1764547200;
inline constexpr WallSeconds kExpires = 1780099200;

crypto::PrivateKey KeyOf(std::string_view label);
crypto::Hash HashOf(std::string_view label);
NetworkId TestNetwork();
MemberId TestMember(int number);  // Ids sort by number.
GovernorSigner Governor(uint32_t number);
std::vector<GovernorSigner> Signers(std::initializer_list<uint32_t> numbers);

// Feed, cosigner and member line.
void AddMember(Manifest& manifest, int number, const std::string& roles);

// Version 1 with governors 0, 1, 2, threshold 2, and members 1 (rw), 2 (r), 3 (rwhqg, a hub).
Manifest TestManifest();
// Uses every keyword.
Manifest FullManifest();
// Signed by governors 0 and 1.
SignedManifest TestGenesis();

KeySet TestKeySet();

// `text` with the first `from` replaced; the text must hold it.
std::string Replaced(std::string text, std::string_view from, std::string_view to);
// The line that starts so, with its end.
std::string LineOf(const std::string& text, std::string_view start);

}  // namespace candour::testing
