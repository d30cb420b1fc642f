// peer.v1 to and from the values of federation/sync. Pure: nothing here decides who may ask.
//
// FromWire checks every size before it copies anything: ids of 16 bytes, hashes of 32, whole
// leaves, pages, notes and blobs within their limits. Anything else is kInvalid and names the
// field, never its content. Nesting is bounded by the schema (three levels). ToWire cannot fail.
#pragma once

#include "candour/peer/v1/exchange.pb.h"
#include "federation/base/result.h"
#include "federation/sync/messages.h"

namespace candour::rpc {

namespace wire = ::candour::peer::v1;

// At the answering end.
Result<HelloRequest> FromWire(const wire::HelloRequest& in);
Result<ManifestsRequest> FromWire(const wire::GetManifestsRequest& in);
Result<HeadsRequest> FromWire(const wire::ListHeadsRequest& in);
Result<LeavesRequest> FromWire(const wire::FetchLeavesRequest& in);
Result<BodiesRequest> FromWire(const wire::FetchBodiesRequest& in);
Result<PushHeadRequest> FromWire(const wire::PushHeadRequest& in);
Result<PushLeavesRequest> FromWire(const wire::PushLeavesRequest& in);
Result<PushBodiesRequest> FromWire(const wire::PushBodiesRequest& in);
Result<PutCosignaturesRequest> FromWire(const wire::PutCosignaturesRequest& in);
Result<ListCosignaturesRequest> FromWire(const wire::ListCosignaturesRequest& in);
Result<ConsistencyRequest> FromWire(const wire::GetConsistencyRequest& in);
Result<ProofRequest> FromWire(const wire::GetProofRequest& in);
Result<PutProposalRequest> FromWire(const wire::PutProposalRequest& in);
Result<ListProposalsRequest> FromWire(const wire::ListProposalsRequest& in);
Result<SubmitReportRequest> FromWire(const wire::SubmitReportRequest& in);
Result<FetchReportsRequest> FromWire(const wire::FetchReportsRequest& in);
Result<ReportEvidenceRequest> FromWire(const wire::ReportEvidenceRequest& in);
Result<NetworkId> FromWire(const wire::WatchRequest& in);

void ToWire(const HelloReply& in, wire::HelloResponse& out);
void ToWire(const ManifestsReply& in, wire::GetManifestsResponse& out);
void ToWire(const HeadsReply& in, wire::ListHeadsResponse& out);
void ToWire(const LeavesReply& in, wire::FetchLeavesResponse& out);
void ToWire(const BodiesReply& in, wire::FetchBodiesResponse& out);
void ToWire(const PushHeadReply& in, wire::PushHeadResponse& out);
void ToWire(const PushLeavesReply& in, wire::PushLeavesResponse& out);
void ToWire(const PushBodiesReply& in, wire::PushBodiesResponse& out);
void ToWire(const PutCosignaturesReply& in, wire::PutCosignaturesResponse& out);
void ToWire(const ListCosignaturesReply& in, wire::ListCosignaturesResponse& out);
void ToWire(const ConsistencyReply& in, wire::GetConsistencyResponse& out);
void ToWire(const ProofReply& in, wire::GetProofResponse& out);
void ToWire(const PutProposalReply& in, wire::PutProposalResponse& out);
void ToWire(const ListProposalsReply& in, wire::ListProposalsResponse& out);
void ToWire(const SubmitReportReply& in, wire::SubmitReportResponse& out);
void ToWire(const FetchReportsReply& in, wire::FetchReportsResponse& out);
void ToWire(const ReportEvidenceReply& in, wire::ReportEvidenceResponse& out);
void ToWire(const WatchHint& in, wire::WatchResponse& out);

// At the asking end.
void ToWire(const HelloRequest& in, wire::HelloRequest& out);
void ToWire(const ManifestsRequest& in, wire::GetManifestsRequest& out);
void ToWire(const HeadsRequest& in, wire::ListHeadsRequest& out);
void ToWire(const LeavesRequest& in, wire::FetchLeavesRequest& out);
void ToWire(const BodiesRequest& in, wire::FetchBodiesRequest& out);
void ToWire(const PushHeadRequest& in, wire::PushHeadRequest& out);
void ToWire(const PushLeavesRequest& in, wire::PushLeavesRequest& out);
void ToWire(const PushBodiesRequest& in, wire::PushBodiesRequest& out);
void ToWire(const PutCosignaturesRequest& in, wire::PutCosignaturesRequest& out);
void ToWire(const ListCosignaturesRequest& in, wire::ListCosignaturesRequest& out);
void ToWire(const ConsistencyRequest& in, wire::GetConsistencyRequest& out);
void ToWire(const ProofRequest& in, wire::GetProofRequest& out);
void ToWire(const PutProposalRequest& in, wire::PutProposalRequest& out);
void ToWire(const ListProposalsRequest& in, wire::ListProposalsRequest& out);
void ToWire(const SubmitReportRequest& in, wire::SubmitReportRequest& out);
void ToWire(const FetchReportsRequest& in, wire::FetchReportsRequest& out);
void ToWire(const ReportEvidenceRequest& in, wire::ReportEvidenceRequest& out);

Result<HelloReply> FromWire(const wire::HelloResponse& in);
Result<ManifestsReply> FromWire(const wire::GetManifestsResponse& in);
Result<HeadsReply> FromWire(const wire::ListHeadsResponse& in);
Result<LeavesReply> FromWire(const wire::FetchLeavesResponse& in);
Result<BodiesReply> FromWire(const wire::FetchBodiesResponse& in);
Result<PushHeadReply> FromWire(const wire::PushHeadResponse& in);
Result<PushLeavesReply> FromWire(const wire::PushLeavesResponse& in);
Result<PushBodiesReply> FromWire(const wire::PushBodiesResponse& in);
Result<PutCosignaturesReply> FromWire(const wire::PutCosignaturesResponse& in);
Result<ListCosignaturesReply> FromWire(const wire::ListCosignaturesResponse& in);
Result<ConsistencyReply> FromWire(const wire::GetConsistencyResponse& in);
Result<ProofReply> FromWire(const wire::GetProofResponse& in);
Result<PutProposalReply> FromWire(const wire::PutProposalResponse& in);
Result<ListProposalsReply> FromWire(const wire::ListProposalsResponse& in);
Result<SubmitReportReply> FromWire(const wire::SubmitReportResponse& in);
Result<FetchReportsReply> FromWire(const wire::FetchReportsResponse& in);
Result<ReportEvidenceReply> FromWire(const wire::ReportEvidenceResponse& in);
// The stream is for one network; the hint does not repeat it.
Result<WatchHint> FromWire(const wire::WatchResponse& in, const NetworkId& network);

}  // namespace candour::rpc
