// The one function through which text of a published item is read: it checks network, role and
// retraction.
#pragma once

#include <optional>
#include <string>

#include "candour/learning/v1/body.pb.h"
#include "candour/node/v1/learning.pb.h"
#include "node/learning/names.h"

namespace candour {

struct VisibleItem {
  ItemPlace place;
  uint64_t index = 0;  // Of the newest version.
  uint64_t day = 0;
  std::optional<learning::v1::Body> body;  // Absent when withdrawn, not yet here, or unreadable.
  std::optional<Retraction> withdrawn;
  std::string problem;  // Why there is no body although it is not withdrawn.
};

// kNotFound when this node may not read bodies in that network.
Result<VisibleItem> ReadItem(const storage::Reader& store, const ItemPlace& place);

// What stands where, for screens: name, organisation, day, verified, seen by, withdrawn.
node::v1::Placement ShowPlacement(const storage::Reader& store, const VisibleItem& item);

// The retraction of an item's newest version as the screens show it.
node::v1::Withdrawal ShowWithdrawal(const Retraction& retraction);

}  // namespace candour
