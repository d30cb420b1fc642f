// The versions of one network's manifest as this node follows them: exactly the next one, each
// verified and kept (protocol section 5).
//
// Two valid texts of one version N are kept both, and version N-1 is in force until its governors
// sign a version N+1 that continues one and names the other.
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
  // The one in force. Null until one is known. Stays valid for whoever holds it.
  std::shared_ptr<const SignedManifest> current() const { return current_; }
  // The newest version that is held, in force or disputed, and a hash over its text or its two.
  uint64_t version() const;
  crypto::Hash hash() const;

  // What an earlier run of this node stored. kCorrupt when that no longer verifies.
  Status Load(TurnBook& book);

  // The first or the next version, or another text of the newest one; those held already are no
  // error. `pinned` is the hash of the first version that the caller was promised. Reasons, besides
  // those of the verification: OTHER_NETWORK, VERSION_GAP, OLD_VERSION, TWO_TEXTS (a third text, or
  // another text of the first version), NOT_RESOLVED (the version in front is disputed and this one
  // does not name both texts), RESOLVES_UNKNOWN (it names a text that is not held: offer that).
  Status Offer(BytesView note, const std::optional<crypto::Hash>& pinned, TurnBook& book);

  // The next version with the lines of some of its governors: kept, with the lines that are known
  // already, and put in force once they suffice. True when that brought something new. Reasons:
  // NO_MANIFEST and those of Proposals::Offer. The version in force is no error.
  Result<bool> Propose(BytesView note, TurnBook& book);
  const Proposals& proposals() const { return proposals_; }
  // Moves on whenever a proposal came or got another line.
  uint64_t proposals_seen() const { return proposals_seen_; }

 private:
  struct Dispute {
    SignedManifest one;  // Stored as the version.
    SignedManifest other;
  };

  Status Keep(Result<SignedManifest> verified, TurnBook& book);
  Result<SignedManifest> Stored(uint64_t version, const StoreView& store) const;
  Status OfferOtherText(BytesView note, TurnBook& book);
  Status Resolve(BytesView note, const Manifest& offered, TurnBook& book);
  Status Disputed(const Dispute& dispute, const TurnBook& book);
  bool Known(const crypto::Hash& text) const;

  NetworkId network_;
  std::shared_ptr<const SignedManifest> current_;
  std::shared_ptr<const SignedManifest> previous_;  // Null where it must be read from the store.
  std::optional<Dispute> dispute_;
  Proposals proposals_;
  uint64_t proposals_seen_ = 0;
};

}  // namespace candour
