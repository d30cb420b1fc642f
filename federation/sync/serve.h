// Answers to a peer's reads, straight from a store view. Pure; any thread with its own view may
// call it.
#pragma once

#include "federation/network/manifest.h"
#include "federation/port/store.h"
#include "federation/sync/messages.h"

namespace candour {

// What this node says of itself in Hello.
struct SelfDescription {
  crypto::Hash instance;
  std::string boot_id;
};

// `manifest` is the current one of the network named in the request. Checks role and expiry through
// Decide; absent and forbidden give the same kNotFound error, byte for byte.
Result<Reply> ServeRead(const StoreView& store, const SignedManifest& manifest,
                        const SelfDescription& self, const PeerIdentity& who,
                        const Request& request, WallSeconds now);

// Versions from `from` on, each with its second text after it where there is one; about 3 MiB at
// most, and at most kManifestsPerPageMax texts.
ManifestsReply ManifestsFrom(const StoreView& store, const NetworkId& network, uint64_t from);

// The one answer for "absent" and "forbidden".
Error NotVisible();

}  // namespace candour
