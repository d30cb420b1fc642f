#include "federation/sync/messages.h"

#include <type_traits>

namespace candour {
namespace {

// What changes a node goes through its core.
template <class T>
inline constexpr bool kIsWrite =
    std::is_same_v<T, PushHeadRequest> || std::is_same_v<T, PushLeavesRequest> ||
    std::is_same_v<T, PushBodiesRequest> || std::is_same_v<T, PutCosignaturesRequest> ||
    std::is_same_v<T, PutProposalRequest> || std::is_same_v<T, SubmitReportRequest> ||
    std::is_same_v<T, ReportEvidenceRequest>;

}  // namespace

const NetworkId& NetworkOf(const Request& request) {
  return std::visit([](const auto& r) -> const NetworkId& { return r.network; }, request);
}

bool IsRead(const Request& request) {
  return std::visit([](const auto& r) { return !kIsWrite<std::decay_t<decltype(r)>>; }, request);
}

}  // namespace candour
