#include "node/learning/placements.h"

#include "federation/feed/leaf.h"
#include "node/learning/reading.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

std::optional<NetworkView> NetworkOf(Turns& turns, const storage::Reader& store,
                                     std::string_view id) {
  for (auto& network : Networks(turns, store)) {
    if (network.id.view() == id) return network;
  }
  return std::nullopt;
}

node::v1::Placement ShowWaiting(const NetworkView& network, const ItemId& item) {
  const Manifest& manifest = network.manifest->manifest;
  const Member* self = manifest.FindMember(network.self);
  node::v1::Placement shown;
  shown.set_network(manifest.name);
  shown.set_organisation(self != nullptr ? self->name : "");
  shown.set_name(Slug(manifest.name) + "/" + Slug(shown.organisation()) + "/" + ShowItem(item));
  shown.set_state(node::v1::REPORT_STATE_APPROVED);
  return shown;
}

}  // namespace

Result<ItemPlace> PlaceOfPlacement(Turns& turns, const storage::Reader& store,
                                   const node::v1::StoredPlacement& placement) {
  auto network = NetworkOf(turns, store, placement.network_id());
  auto item = ItemId::From(placement.item_id());
  if (network && item) {
    const Manifest& manifest = network->manifest->manifest;
    const Member* self = manifest.FindMember(network->self);
    const auto feeds = FeedsOf(manifest, network->self);
    for (auto feed = feeds.rbegin(); feed != feeds.rend(); ++feed) {
      auto chain = store.Chain(*feed, *item);
      if (self != nullptr && chain) return ItemPlace{*network, *self, *feed, *chain};
    }
  }
  return Fail(ErrorCode::kNotFound, "NOT_SIGNED_YET",
              "it still waits for its signature; candour status says why");
}

bool MayBeWithdrawn(Turns& turns, const storage::Reader& store,
                    const node::v1::StoredRecord& record) {
  for (const NetworkView& network : Networks(turns, store)) {
    if (!network.recovering) continue;
    for (const auto& placement : record.placements()) {
      if (placement.network_id() == network.id.view()) return true;
    }
  }
  return false;
}

void ShowPlacements(Turns& turns, const storage::Reader& store,
                    const node::v1::StoredRecord& record, PlacementList& out) {
  for (const auto& placement : record.placements()) {
    auto network = NetworkOf(turns, store, placement.network_id());
    auto item = ItemId::From(placement.item_id());
    if (!network || !item) continue;
    auto place = PlaceOfPlacement(turns, store, placement);
    if (!place) {
      *out.Add() = ShowWaiting(*network, *item);
      continue;
    }
    auto visible = ReadItem(store, *place);
    if (!visible) continue;
    auto& shown = *out.Add();
    shown = ShowPlacement(store, *visible);
    if (placement.withdrawn_at() != 0 && !shown.has_withdrawn()) {
      // Withdrawn here, the signature of the retraction still to come.
      shown.mutable_withdrawn()->set_day(placement.withdrawn_at());
      shown.mutable_withdrawn()->set_reason(
          ReasonText(static_cast<uint16_t>(placement.withdraw_reason())));
      shown.set_state(node::v1::REPORT_STATE_WITHDRAWN);
    }
  }
}

}  // namespace candour
