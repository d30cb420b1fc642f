// The versions of one network's manifest as this node follows them: exactly the next one, each
// verified and kept (protocol section 5).
#pragma once

#include <memory>
#include <optional>

#include "federation/network/manifest.h"
#include "federation/sync/proposals.h"
#include "federation/sync/turn_book.h"

namespace candour {

class ManifestChain {
 public:
  explicit ManifestChain(const NetworkId& network) : network_(network), proposals_(network) {}

  const NetworkId& network() const { return network_; }
  // Null until one is known. Stays valid for whoever holds it.
  std::shared_ptr<const SignedManifest> current() const { return current_; }
  uint64_t version() const { return current_ ? current_->manifest.version : 0; }

  // What an earlier run of this node stored. kCorrupt when that no longer verifies.
  Status Load(TurnBook& book);

  // The first or the next version; the one held already is no error. `pinned` is the hash of the
  // first version that the caller was promised. Reasons, besides those of the verification:
  // OTHER_NETWORK, VERSION_GAP, OLD_VERSION, TWO_TEXTS (another text of a version held).
  Status Offer(BytesView note, const std::optional<crypto::Hash>& pinned, TurnBook& book);

  // The next version with the lines of some of its governors: kept, with the lines that are known
  // already, and put in force once they suffice. True when that brought something new. Reasons:
  // NO_MANIFEST and those of Proposals::Offer. The version in force is no error.
  Result<bool> Propose(BytesView note, TurnBook& book);
  const Proposals& proposals() const { return proposals_; }
  // Moves on whenever a proposal came or got another line.
  uint64_t proposals_seen() const { return proposals_seen_; }

 private:
  Status Keep(Result<SignedManifest> verified, TurnBook& book);

  NetworkId network_;
  std::shared_ptr<const SignedManifest> current_;
  Proposals proposals_;
  uint64_t proposals_seen_ = 0;
};

}  // namespace candour
