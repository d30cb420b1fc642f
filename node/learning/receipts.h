// Who has confirmed that a withdrawn item is gone, and the file that proves it.
//
// A member has confirmed when its newest cosignature covers the RETRACT leaf: its statement then
// says that it holds no body of anything retracted below (protocol section 4). For a takedown there
// is no leaf: a line counts once it is younger than the manifest that took the item down.
#pragma once

#include <string>
#include <vector>

#include "candour/node/v1/review.pb.h"
#include "federation/base/result.h"
#include "node/learning/reading.h"

namespace candour {

// One row per member of the item's network. The item is withdrawn.
std::vector<node::v1::Confirmation> ConfirmationsOf(const storage::Reader& store,
                                                    const VisibleItem& item);

// The receipt file (federation/network/receipt.h) from what this node holds. kNotFound
// NO_RECEIPT_YET while no cosigned size covers the withdrawal.
Result<std::string> ReceiptOf(const storage::Reader& store, const VisibleItem& item);

}  // namespace candour
