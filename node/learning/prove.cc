// A self-contained proof of one item: everything an offline reader needs, and nothing it must trust
// us for.
#include "federation/feed/proofs.h"
#include "federation/sync/takedowns.h"
#include "node/learning/authorise.h"
#include "node/learning/learning_handlers.h"
#include "node/learning/placements.h"
#include "node/learning/reading.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

Result<ItemPlace> PlaceNamed(Turns& turns, const storage::Reader& store, const std::string& name) {
  if (name.find('/') != std::string::npos) return FindItem(turns, store, name);
  auto id = FindRecord(store, name);
  if (!id) return Fail(id.error());
  auto record = LoadRecord(store, *id);
  if (!record) return Fail(record.error());
  if (record->placements().empty()) {
    return Fail(ErrorCode::kNotFound, "NOT_PUBLISHED",
                name + " is published nowhere, so there is nothing to prove");
  }
  return PlaceOfPlacement(turns, store, record->placements(0));
}

}  // namespace

Result<node::v1::GetProofResponse> LearningHandlers::GetProof(
    const Principal& who, const node::v1::GetProofRequest& request) {
  if (auto ok = Authorise(who, UserAction::kReadShared); !ok) return Fail(ok.error());
  auto snapshot = services_.turns.Snapshot();
  auto place = PlaceNamed(services_.turns, *snapshot, request.name());
  if (!place) return Fail(place.error());
  auto item = ReadItem(*snapshot, *place);
  if (!item) return Fail(NoItem(request.name()));

  if (item->withdrawn && item->withdrawn->by_index == kByTakedown) {
    return Fail(ErrorCode::kConflict, "TAKEN_DOWN",
                request.name() + " was taken down by the governors; candour receipts " +
                    request.name() + " --out FILE proves that");
  }
  node::v1::GetProofResponse response;
  uint64_t index = item->withdrawn ? item->withdrawn->by_index : item->index;
  FeedId feed = item->withdrawn ? item->withdrawn->by_feed : place->feed;
  auto bundle = BuildBundle(*snapshot, feed, index);
  if (!bundle) return Fail(bundle.error());
  response.set_bundle(*bundle);
  response.set_leaf(snapshot->Leaves(place->feed, item->index, 1));
  if (item->withdrawn) {
    response.set_retract_leaf(snapshot->Leaves(feed, index, 1));
  } else if (auto blob = snapshot->Body(place->feed, item->index)) {
    response.set_blob(*blob);
  }
  // The whole chain, so that the reader needs to know nothing but the network's first manifest.
  uint64_t newest = place->network.manifest->manifest.version;
  for (uint64_t version = 1; version <= newest; ++version) {
    auto note = snapshot->Manifest(place->network.id, version);
    if (!note) {
      return Fail(ErrorCode::kCorrupt, "MANIFEST_MISSING",
                  "version " + std::to_string(version) + " of the manifest is missing here");
    }
    response.add_manifests(*note);
  }
  return response;
}

}  // namespace candour
