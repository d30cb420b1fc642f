// What governors' actions are built on and checked against: the manifest in force, or, where two
// texts of the version after it are signed, each of the two (protocol section 5). Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "federation/network/manifest.h"
#include "federation/sync/proposals.h"
#include "node/learning/names.h"

namespace candour {

struct DisputedTexts {
  SignedManifest one;
  SignedManifest other;
};

std::optional<DisputedTexts> DisputedIn(const storage::Reader& store, const NetworkView& network);

// What the next version is verified against.
std::vector<SignedManifest> BasesOf(const storage::Reader& store, const NetworkView& network);
Result<Proposal> OpenProposalOn(const std::vector<SignedManifest>& bases, BytesView note);
// Whether enough governors have signed it.
bool Suffices(const std::vector<SignedManifest>& bases, BytesView note);

// 8 characters of a text's hash, as people name it.
std::string TextId(const crypto::Hash& text);

// The version that keeps the text of that id and names the other.
Result<Manifest> Settled(const storage::Reader& store, const NetworkView& network,
                         const std::string& keep, Now now);
Error StillDisputed(const DisputedTexts& texts);

}  // namespace candour
