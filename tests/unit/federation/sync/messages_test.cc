#include "federation/sync/messages.h"

#include <gtest/gtest.h>

namespace candour {
namespace {

const NetworkId kNetwork = *NetworkId::From("0123456789abcdef");

template <class T>
Request Asking() {
  T request;
  request.network = kNetwork;
  return request;
}

TEST(Request, KnowsItsNetworkAndWhetherItOnlyReads) {
  const std::pair<Request, bool> kAll[] = {
      {Asking<HelloRequest>(), true},
      {Asking<ManifestsRequest>(), true},
      {Asking<HeadsRequest>(), true},
      {Asking<LeavesRequest>(), true},
      {Asking<BodiesRequest>(), true},
      {Asking<PushHeadRequest>(), false},
      {Asking<PushLeavesRequest>(), false},
      {Asking<PushBodiesRequest>(), false},
      {Asking<PutCosignaturesRequest>(), false},
      {Asking<ListCosignaturesRequest>(), true},
      {Asking<ConsistencyRequest>(), true},
      {Asking<ProofRequest>(), true},
      {Asking<PutProposalRequest>(), false},
      {Asking<ListProposalsRequest>(), true},
      {Asking<SubmitReportRequest>(), false},
      {Asking<FetchReportsRequest>(), true},
      {Asking<ReportEvidenceRequest>(), false},
  };
  static_assert(std::size(kAll) == std::variant_size_v<Request>);
  for (size_t i = 0; i < std::size(kAll); ++i) {
    EXPECT_EQ(kAll[i].first.index(), i);
    EXPECT_EQ(NetworkOf(kAll[i].first), kNetwork) << i;
    EXPECT_EQ(IsRead(kAll[i].first), kAll[i].second) << i;
  }
}

}  // namespace
}  // namespace candour
