// What members say to a hub about a question: their signed note, and whose notes it holds.
// peer.v1 without its encoding.
#pragma once

#include <string>
#include <vector>

#include "crypto/hash.h"
#include "federation/base/bytes.h"
#include "federation/base/ids.h"

namespace candour {

inline constexpr size_t kReportBytesMax = 96 * 1024;
inline constexpr size_t kReportsPerPageMax = 64;
inline constexpr size_t kReportBytesPerReplyMax = 2 << 20;

// `note` is the caller's own word on the plan, signed by its feed key. The first is kept; the same
// bytes again are taken, others are refused.
struct SubmitReportRequest {
  NetworkId network;
  crypto::Hash plan;
  Bytes note;
};
struct SubmitReportReply {
  bool settled = false;  // The question was answered already: nothing more is needed.
};

// The notes that are for the caller to read, in order of `place`.
struct FetchReportsRequest {
  NetworkId network;
  crypto::Hash plan;
  Bytes after;  // The last place of the page before; empty: from the first.
};
struct HeldReport {
  Bytes place;
  Bytes note;
};
struct FetchReportsReply {
  std::vector<HeldReport> reports;  // Empty: no more.
};

}  // namespace candour
