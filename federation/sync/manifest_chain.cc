#include "federation/sync/manifest_chain.h"

#include <string>

#include "crypto/note.h"

namespace candour {
namespace {

std::string Name(const NetworkId& network) { return "network " + network.hex().substr(0, 8); }

}  // namespace

Status ManifestChain::Load(TurnBook& book) {
  const StoreView& store = book.store();
  const uint64_t version = store.NewestManifest(network_);
  if (version == 0 || (current_ && current_->manifest.version >= version)) return {};
  auto note = store.Manifest(network_, version);
  if (!note) {
    return Fail(ErrorCode::kCorrupt, "MANIFEST_MISSING",
                Name(network_) + ": manifest " + std::to_string(version) +
                    " is not in the store; restore this node from a backup");
  }
  auto opened = OpenStored(*note);
  if (!opened) return Fail(opened.error());
  if (opened->manifest.network != network_ || opened->manifest.version != version) {
    return Fail(ErrorCode::kCorrupt, "MANIFEST_MISPLACED",
                Name(network_) + ": the stored manifest " + std::to_string(version) +
                    " is another one; restore this node from a backup");
  }
  current_ = std::make_shared<const SignedManifest>(std::move(*opened));
  proposals_.Load(*current_, book);
  return {};
}

Status ManifestChain::Keep(Result<SignedManifest> verified, TurnBook& book) {
  if (!verified) return Fail(verified.error());
  if (verified->manifest.network != network_) {
    return Fail(ErrorCode::kInvalid, "OTHER_NETWORK",
                Name(network_) + ": this is a manifest of " + Name(verified->manifest.network));
  }
  book.Add(PutManifest{{network_, verified->manifest.version, verified->note}});
  current_ = std::make_shared<const SignedManifest>(std::move(*verified));
  proposals_.OnManifest(*current_, book);
  return {};
}

Result<bool> ManifestChain::Propose(BytesView note, TurnBook& book) {
  if (!current_) {
    return Fail(ErrorCode::kNotFound, "NO_MANIFEST",
                Name(network_) + ": no manifest is known here yet; join the network first");
  }
  const auto parsed = crypto::ParseNote(note, kManifestBytesMax);
  if (parsed && ManifestHash(parsed->text) == current_->hash) return false;
  auto outcome = proposals_.Offer(*current_, note, book);
  if (!outcome) return Fail(outcome.error());
  if (!outcome->changed) return false;
  ++proposals_seen_;
  if (outcome->complete.empty()) return true;
  if (Status kept = Offer(outcome->complete, std::nullopt, book); !kept) return Fail(kept.error());
  return true;
}

Status ManifestChain::Offer(BytesView note, const std::optional<crypto::Hash>& pinned,
                            TurnBook& book) {
  if (!current_) return Keep(VerifyGenesis(note, pinned), book);

  auto parsed = crypto::ParseNote(note, kManifestBytesMax);
  if (!parsed) {
    return Fail(ErrorCode::kInvalid, "MALFORMED_NOTE",
                Name(network_) + ": manifest: " + parsed.error() + "; fetch it again");
  }
  if (ManifestHash(parsed->text) == current_->hash) return {};
  auto offered = ParseManifest(parsed->text);
  if (!offered) return Fail(offered.error());
  if (offered->network != network_) {
    return Fail(ErrorCode::kInvalid, "OTHER_NETWORK",
                Name(network_) + ": this is a manifest of " + Name(offered->network));
  }
  const uint64_t held = current_->manifest.version;
  const std::string versions = Name(network_) + ": version " + std::to_string(offered->version) +
                               " was offered and version " + std::to_string(held) + " is held";
  if (offered->version == held) {
    return Fail(ErrorCode::kConflict, "TWO_TEXTS",
                versions + " with another text; tell the governors of the network");
  }
  if (offered->version < held) {
    return Fail(ErrorCode::kConflict, "OLD_VERSION", versions + "; nothing is to be done");
  }
  if (offered->version > held + 1) {
    return Fail(ErrorCode::kConflict, "VERSION_GAP", versions + "; offer those between first");
  }
  return Keep(VerifyUpdate(*current_, note), book);
}

}  // namespace candour
