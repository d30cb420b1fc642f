#include "node/learning/receipts.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "crypto/proof.h"
#include "federation/feed/proofs.h"
#include "federation/network/receipt.h"
#include "federation/sync/takedowns.h"

namespace candour {
namespace {

using storage::Reader;

bool Lists(const Manifest& manifest, const Retraction& row) {
  return std::any_of(
      manifest.takedowns.begin(), manifest.takedowns.end(),
      [&](const Takedown& line) { return line.feed == row.feed && line.index == row.target; });
}

// What is proven and from when on lines count.
struct Claim {
  FeedId feed;
  uint64_t index = 0;
  WallSeconds since = 0;
  std::string manifest_note;
};

Claim ClaimOf(const Reader& store, const VisibleItem& item) {
  const Retraction& row = *item.withdrawn;
  const SignedManifest& current = *item.place.network.manifest;
  Claim claim{row.by_feed, row.by_index, 0, current.note};
  if (row.by_index != kByTakedown) return claim;
  claim.feed = row.feed;
  claim.index = row.target;
  claim.since = current.manifest.issued;
  // The version that took it down: the members it names are those that are counted.
  for (uint64_t version = current.manifest.version; version > 1; --version) {
    const auto note = store.Manifest(item.place.network.id, version);
    const auto opened = note ? OpenStored(*note) : Result<SignedManifest>(Fail(Error{}));
    if (!opened || !Lists(opened->manifest, row)) break;
    claim.since = opened->manifest.issued;
    claim.manifest_note = *note;
  }
  return claim;
}

}  // namespace

std::vector<node::v1::Confirmation> ConfirmationsOf(const Reader& store, const VisibleItem& item) {
  const Retraction& retraction = *item.withdrawn;
  const Manifest& manifest = item.place.network.manifest->manifest;
  const Claim claim = ClaimOf(store, item);
  const auto rows = store.Cosignatures(claim.feed);
  std::vector<node::v1::Confirmation> out;
  for (const Member& member : manifest.members) {
    node::v1::Confirmation& shown = out.emplace_back();
    shown.set_organisation(member.name);
    shown.set_network(manifest.name);
    shown.set_self(member.id == item.place.network.self);
    for (const auto& row : rows) {
      if (row.member != member.id) continue;
      shown.set_last_heard(row.time);
      if (row.size > claim.index && row.time >= claim.since) shown.set_confirmed_at(row.time);
    }
    if (shown.self() && retraction.state == ErasureState::kErased && shown.confirmed_at() == 0) {
      shown.set_confirmed_at(retraction.erased_at);
    }
  }
  return out;
}

Result<std::string> ReceiptOf(const Reader& store, const VisibleItem& item) {
  const Claim claim = ClaimOf(store, item);
  const Bytes leaf = store.Leaves(claim.feed, claim.index, 1);
  Receipt receipt{.manifest_note = claim.manifest_note, .proofs = {}};
  std::map<uint64_t, bool> sizes;
  for (const auto& row : store.Cosignatures(claim.feed)) {
    if (row.size > claim.index && row.time >= claim.since) sizes[row.size] = true;
  }
  for (const auto& [size, wanted] : sizes) {
    const auto bundle = BuildBundleAt(store, claim.feed, claim.index, size);
    if (!bundle) continue;  // Cosigned at a size of which this node holds no checkpoint.
    auto proof = crypto::ParseProof(*bundle);
    if (!proof) continue;
    proof->extra = leaf;
    receipt.proofs.push_back(crypto::FormatProof(*proof));
  }
  if (receipt.proofs.empty()) {
    return Fail(ErrorCode::kNotFound, "NO_RECEIPT_YET",
                ItemName(item.place) + ": no member's confirmation is here yet; ask again later");
  }
  return FormatReceipt(receipt);
}

}  // namespace candour
