// The versions of one network's manifest as this node follows them: exactly the next one, each
// verified and kept (protocol section 5).
#pragma once

#include <memory>
#include <optional>

#include "federation/network/manifest.h"
#include "federation/sync/turn_book.h"

namespace candour {

class ManifestChain {
 public:
  explicit ManifestChain(const NetworkId& network) : network_(network) {}

  const NetworkId& network() const { return network_; }
  // Null until one is known. Stays valid for whoever holds it.
  std::shared_ptr<const SignedManifest> current() const { return current_; }
  uint64_t version() const { return current_ ? current_->manifest.version : 0; }

  // What an earlier run of this node stored. kCorrupt when that no longer verifies.
  Status Load(const StoreView& store);

  // The first or the next version; the one held already is no error. `pinned` is the hash of the
  // first version that the caller was promised. Reasons, besides those of the verification:
  // OTHER_NETWORK, VERSION_GAP, OLD_VERSION, TWO_TEXTS (another text of a version held).
  Status Offer(BytesView note, const std::optional<crypto::Hash>& pinned, TurnBook& book);

 private:
  Status Keep(Result<SignedManifest> verified, TurnBook& book);

  NetworkId network_;
  std::shared_ptr<const SignedManifest> current_;
};

}  // namespace candour
