// Bundles: the bytes of sync in one file, for networks without a wire (docs/protocol.md section 6).
//
// A file is its first line and then records, each a kind, a length and what one push would have
// carried. Nothing in it is believed because it is there: who reads one verifies every record as if
// a peer had brought it. Pure and thread-safe.
#pragma once

#include <optional>
#include <variant>

#include "federation/base/result.h"
#include "federation/sync/push_messages.h"

namespace candour {

inline constexpr BytesView kBundleFirstLine = "candour/bundle/v1\n";
inline constexpr size_t kBundleRecordBytesMax = 8 << 20;

struct BundleManifest {
  NetworkId network;
  Bytes note;
};
using BundleRecord = std::variant<BundleManifest, PushHeadRequest, PushLeavesRequest,
                                  PushBodiesRequest, PutCosignaturesRequest>;

// Bodies that are not kOk are left out: a bundle carries what is held, and withdrawals as leaves.
Bytes EncodeRecord(const BundleRecord& record);

// Cuts the next record off. Empty at the end. kInvalid BUNDLE_DAMAGED for anything else; nothing
// behind it can be read then.
Result<std::optional<BundleRecord>> NextRecord(BytesView& bytes);

// The length of the record at the beginning, or empty when fewer bytes are there than it has.
// kInvalid BUNDLE_DAMAGED when it is longer than a record may be.
Result<std::optional<size_t>> RecordBytes(BytesView bytes);

// What the part of a page beyond `held` says, when a reader holds its beginning already. The page
// unchanged otherwise.
PushLeavesRequest TrimPage(PushLeavesRequest page, uint64_t held);

}  // namespace candour
