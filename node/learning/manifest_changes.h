// What people ask for in ProposeManifest, made of a manifest: names become ids, cuts become sizes
// and roots that this node has verified.
#pragma once

#include "candour/node/v1/network.pb.h"
#include "node/learning/names.h"

namespace candour {

// `next` is NextVersion(...) of the network's manifest. Refusals name the change; nothing of `next`
// may be used then.
Status ApplyChange(const storage::Reader& store, const NetworkView& network,
                   const node::v1::ManifestChange& change, Now now, Manifest& next);

// Rules over all changes of one proposal: who leaves or is replaced must not keep a governor's key.
Status CheckChanges(const NetworkView& network,
                    const google::protobuf::RepeatedPtrField<node::v1::ManifestChange>& changes);

// What a person hears when other governors still have to sign: kUnavailable MORE_SIGNATURES_NEEDED.
Error WaitsForOthers(const node::v1::Proposal& proposal);

// 0 gives the default of 365 days. kInvalid VALIDITY_TOO_LONG.
Result<WallSeconds> ExpiryFor(uint32_t valid_days, WallSeconds now);

// "privacy", "unsafe", ...: kInvalid REASON_MISSING, REASON_UNKNOWN.
Result<uint16_t> ReasonCode(const std::string& reason);

}  // namespace candour
