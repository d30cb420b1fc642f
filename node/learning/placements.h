// Where a record of this node stands in each network it was published to.
#pragma once

#include "candour/node/v1/stored.pb.h"
#include "node/learning/names.h"

namespace candour {

// For Turns::Await, of an entry whose batch has to close: that takes a quarter of a second.
constexpr Duration kSignaturePatience{2'000};

using PlacementList = google::protobuf::RepeatedPtrField<node::v1::Placement>;

// The item of one stored placement; kNotFound while it waits for its signature.
Result<ItemPlace> PlaceOfPlacement(Turns& turns, const storage::Reader& store,
                                   const node::v1::StoredPlacement& placement);

// Whether it was published in a network that this node, restored or copied, has not caught up with:
// it may have been withdrawn there since, so it is not shown.
bool MayBeWithdrawn(Turns& turns, const storage::Reader& store,
                    const node::v1::StoredRecord& record);

// One line per network. What still waits for its signature shows as APPROVED without an index.
void ShowPlacements(Turns& turns, const storage::Reader& store,
                    const node::v1::StoredRecord& record, PlacementList& out);

}  // namespace candour
