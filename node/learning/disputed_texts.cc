#include "node/learning/disputed_texts.h"

#include <algorithm>
#include <utility>

#include "federation/network/disputed.h"

namespace candour {
namespace {

std::string NamesOf(const DisputedTexts& texts) {
  return TextId(texts.one.hash) + " and " + TextId(texts.other.hash);
}

}  // namespace

std::optional<DisputedTexts> DisputedIn(const storage::Reader& store, const NetworkView& network) {
  const uint64_t newest = store.NewestManifest(network.id);
  if (newest <= network.manifest->manifest.version) return std::nullopt;
  const auto one = store.Manifest(network.id, newest);
  const auto other = store.Manifest(network.id, newest | kOtherText);
  if (!one || !other) return std::nullopt;
  auto first = OpenStored(*one);
  auto second = OpenStored(*other);
  if (!first || !second) return std::nullopt;
  return DisputedTexts{std::move(*first), std::move(*second)};
}

std::vector<SignedManifest> BasesOf(const storage::Reader& store, const NetworkView& network) {
  const auto texts = DisputedIn(store, network);
  if (!texts) return {*network.manifest};
  return {ResolvedTo(*network.manifest, texts->one), ResolvedTo(*network.manifest, texts->other)};
}

Result<Proposal> OpenProposalOn(const std::vector<SignedManifest>& bases, BytesView note) {
  Result<Proposal> opened = OpenProposal(bases.front(), note);
  for (size_t i = 1; i < bases.size() && !opened; ++i) opened = OpenProposal(bases[i], note);
  return opened;
}

bool Suffices(const std::vector<SignedManifest>& bases, BytesView note) {
  return std::any_of(bases.begin(), bases.end(), [&](const SignedManifest& base) {
    return VerifyUpdate(base, note).has_value();
  });
}

std::string TextId(const crypto::Hash& text) { return crypto::HexEncode(text.view()).substr(0, 8); }

Error StillDisputed(const DisputedTexts& texts) {
  const Manifest& manifest = texts.one.manifest;
  return {.code = ErrorCode::kConflict,
          .reason = "MANIFEST_DISPUTED",
          .message = manifest.name + ": the governors signed two texts of version " +
                     std::to_string(manifest.version) + ", " + NamesOf(texts) +
                     "; settle that first with candour network settle"};
}

Result<Manifest> Settled(const storage::Reader& store, const NetworkView& network,
                         const std::string& keep, Now now) {
  const std::string& name = network.manifest->manifest.name;
  const auto texts = DisputedIn(store, network);
  if (!texts) {
    return Fail(ErrorCode::kConflict, "NOT_DISPUTED",
                name + " has one text of every version; nothing is to be settled");
  }
  const bool one = keep == TextId(texts->one.hash);
  if (!one && keep != TextId(texts->other.hash)) {
    return Fail(ErrorCode::kNotFound, "TEXT_UNKNOWN",
                name + ": the two texts are " + NamesOf(*texts) + "; name one of them");
  }
  const SignedManifest& kept = one ? texts->one : texts->other;
  return Resolution(*network.manifest, kept, one ? texts->other : texts->one, now.wall,
                    kept.manifest.expires);
}

}  // namespace candour
