#include "federation/sync/manifest_chain.h"

#include <algorithm>
#include <string>
#include <utility>

#include "crypto/note.h"
#include "federation/network/disputed.h"

namespace candour {
namespace {

std::string Name(const NetworkId& network) { return "network " + network.hex().substr(0, 8); }

}  // namespace

uint64_t ManifestChain::version() const {
  if (dispute_) return dispute_->one.manifest.version;
  return current_ ? current_->manifest.version : 0;
}

crypto::Hash ManifestChain::hash() const {
  if (dispute_) return HashOfTexts(dispute_->one, dispute_->other);
  return current_ ? current_->hash : crypto::Hash{};
}

bool ManifestChain::Known(const crypto::Hash& text) const {
  if (dispute_) return text == dispute_->one.hash || text == dispute_->other.hash;
  return text == current_->hash;
}

Result<SignedManifest> ManifestChain::Stored(uint64_t version, const StoreView& store) const {
  const auto note = store.Manifest(network_, version);
  const std::string name = Name(network_) + ": the stored manifest " +
                           std::to_string(version & ~kOtherText);
  if (!note) {
    return Fail(ErrorCode::kCorrupt, "MANIFEST_MISSING",
                name + " is gone; restore this node from a backup");
  }
  auto opened = OpenStored(*note);
  if (!opened) return opened;
  if (opened->manifest.network != network_ ||
      opened->manifest.version != (version & ~kOtherText)) {
    return Fail(ErrorCode::kCorrupt, "MANIFEST_MISPLACED",
                name + " is another one; restore this node from a backup");
  }
  return opened;
}

Status ManifestChain::Load(TurnBook& book) {
  const StoreView& store = book.store();
  const uint64_t newest = store.NewestManifest(network_);
  if (newest == 0 || version() >= newest) return {};
  auto opened = Stored(newest, store);
  if (!opened) return Fail(opened.error());
  if (!store.Manifest(network_, newest | kOtherText)) {
    current_ = std::make_shared<const SignedManifest>(std::move(*opened));
    previous_.reset();
    proposals_.Load({*current_}, book);
    return {};
  }
  auto other = Stored(newest | kOtherText, store);
  if (!other) return Fail(other.error());
  if (Status known = Disputed({*opened, *other}, book); !known) return known;
  proposals_.Load({ResolvedTo(*current_, *opened), ResolvedTo(*current_, *other)}, book);
  return {};
}

// The version before it is in force again.
Status ManifestChain::Disputed(const Dispute& dispute, const TurnBook& book) {
  const uint64_t before = dispute.one.manifest.version - 1;
  if (!previous_ || previous_->manifest.version != before) {
    auto stored = Stored(before, book.store());
    if (!stored) return Fail(stored.error());
    previous_ = std::make_shared<const SignedManifest>(std::move(*stored));
  }
  current_ = previous_;
  dispute_ = dispute;
  return {};
}

Status ManifestChain::Keep(Result<SignedManifest> verified, TurnBook& book) {
  if (!verified) return Fail(verified.error());
  if (verified->manifest.network != network_) {
    return Fail(ErrorCode::kInvalid, "OTHER_NETWORK",
                Name(network_) + ": this is a manifest of " + Name(verified->manifest.network));
  }
  book.Add(PutManifest{{network_, verified->manifest.version, verified->note}});
  previous_ = current_;
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
  if (parsed && Known(ManifestHash(parsed->text))) return false;
  const auto proposed = parsed ? ParseManifest(parsed->text) : Result<Manifest>(Fail(Error{}));
  if (proposed && proposed->version == version()) {
    const Status other = Offer(note, std::nullopt, book);
    if (other) return true;
    if (other.error().reason != "MANIFEST_NOT_SIGNED") return Fail(other.error());
  }
  const bool one = dispute_ && proposed && proposed->prev == dispute_->one.hash;
  const SignedManifest base =
      dispute_ ? ResolvedTo(*current_, one ? dispute_->one : dispute_->other) : *current_;
  auto outcome = proposals_.Offer(base, note, book);
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
  if (Known(ManifestHash(parsed->text))) return {};
  auto offered = ParseManifest(parsed->text);
  if (!offered) return Fail(offered.error());
  if (offered->network != network_) {
    return Fail(ErrorCode::kInvalid, "OTHER_NETWORK",
                Name(network_) + ": this is a manifest of " + Name(offered->network));
  }
  const uint64_t held = version();
  const std::string versions = Name(network_) + ": version " + std::to_string(offered->version) +
                               " was offered and version " + std::to_string(held) + " is held";
  if (offered->version < held) {
    return Fail(ErrorCode::kConflict, "OLD_VERSION", versions + "; nothing is to be done");
  }
  if (offered->version > held + 1) {
    return Fail(ErrorCode::kConflict, "VERSION_GAP", versions + "; offer those between first");
  }
  if (offered->version == held) {
    if (!dispute_ && held > 1) return OfferOtherText(note, book);
    return Fail(ErrorCode::kConflict, "TWO_TEXTS",
                versions + " with another text; tell the governors of the network");
  }
  if (dispute_) return Resolve(note, *offered, book);
  if (offered->resolves) {
    return Fail(ErrorCode::kConflict, "RESOLVES_UNKNOWN",
                versions + " with one text; offer the other one first");
  }
  return Keep(VerifyUpdate(*current_, note), book);
}

// A second text that the governors before it signed too is proof of itself.
Status ManifestChain::OfferOtherText(BytesView note, TurnBook& book) {
  const uint64_t before = version() - 1;
  Result<SignedManifest> base = previous_ && previous_->manifest.version == before
                                    ? *previous_
                                    : Stored(before, book.store());
  if (!base) return Fail(base.error());
  auto other = VerifyUpdate(*base, note);
  if (!other) return Fail(other.error());
  book.Add(PutManifest{{network_, version() | kOtherText, other->note}});
  book.Log("manifest-disputed", Name(network_) + ": the governors signed two texts of version " +
                                    std::to_string(version()) + "; version " +
                                    std::to_string(before) + " is in force until they settle it");
  proposals_.Clear(book);
  return Disputed({*current_, std::move(*other)}, book);
}

Status ManifestChain::Resolve(BytesView note, const Manifest& offered, TurnBook& book) {
  const bool one = offered.prev == dispute_->one.hash;
  const SignedManifest kept = one ? dispute_->one : dispute_->other;
  const SignedManifest dropped = one ? dispute_->other : dispute_->one;
  if (offered.prev != kept.hash || offered.resolves != dropped.hash) {
    return Fail(ErrorCode::kConflict, "NOT_RESOLVED",
                Name(network_) + ": version " + std::to_string(version()) +
                    " has two texts and the one after it does not name both; ask the governors");
  }
  auto next = VerifyUpdate(ResolvedTo(*current_, kept), note);
  if (!next) return Fail(next.error());
  book.Add(PutManifest{{network_, version(), kept.note}});
  book.Add(PutManifest{{network_, version() | kOtherText, dropped.note}});
  dispute_.reset();
  current_ = std::make_shared<const SignedManifest>(kept);
  return Keep(std::move(next), book);
}

}  // namespace candour
