// Two valid texts of one version (protocol section 5). Pure and thread-safe.
#pragma once

#include "federation/network/manifest.h"

namespace candour {

// One number for both, whichever came first: what nodes compare in their greetings.
crypto::Hash HashOfTexts(const SignedManifest& one, const SignedManifest& other);

// What a version that settles the dispute is verified against: `kept`, with the governors of the
// version in front of both.
SignedManifest ResolvedTo(const SignedManifest& before, const SignedManifest& kept);

// The text of a version after the two: it continues `kept` and names `dropped`.
Manifest Resolution(const SignedManifest& before, const SignedManifest& kept,
                    const SignedManifest& dropped, WallSeconds issued, WallSeconds expires);

}  // namespace candour
