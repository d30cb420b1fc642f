// Everything nodes say to each other, as values. One request, one reply.
#pragma once

#include <variant>

#include "federation/base/result.h"
#include "federation/sync/pull_messages.h"
#include "federation/sync/push_messages.h"
#include "federation/sync/report_messages.h"

namespace candour {

using Request =
    std::variant<HelloRequest, ManifestsRequest, HeadsRequest, LeavesRequest, BodiesRequest,
                 PushHeadRequest, PushLeavesRequest, PushBodiesRequest, PutCosignaturesRequest,
                 ListCosignaturesRequest, ConsistencyRequest, ProofRequest, PutProposalRequest,
                 ListProposalsRequest, SubmitReportRequest, FetchReportsRequest,
                 ReportEvidenceRequest>;
using Reply = std::variant<HelloReply, ManifestsReply, HeadsReply, LeavesReply, BodiesReply,
                           PushHeadReply, PushLeavesReply, PushBodiesReply, PutCosignaturesReply,
                           ListCosignaturesReply, ConsistencyReply, ProofReply, PutProposalReply,
                           ListProposalsReply, SubmitReportReply, FetchReportsReply,
                           ReportEvidenceReply>;

const NetworkId& NetworkOf(const Request& request);
bool IsRead(const Request&
                request);  // True: answered from a store view by ServeRead, never through the core.

}  // namespace candour
