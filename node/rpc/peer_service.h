// The calls of ExchangeService at the server: admit, convert, hand on, answer.
// Included by peer_server.cc only.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "candour/peer/v1/exchange.grpc.pb.h"
#include "node/rpc/call_table.h"
#include "node/rpc/inflow_ledger.h"
#include "node/rpc/peer_budget.h"
#include "node/rpc/peer_server.h"
#include "node/rpc/peer_streams.h"
#include "node/rpc/unary_call.h"

namespace candour::rpc {

// What calls share with the server, and may outlive it with.
struct PeerServerState {
  explicit PeerServerState(const PeerServerOptions& from)
      : options(from),
        budget({.calls = from.in_flight_max,
                .watches = from.watches_max,
                .malformed = from.malformed_max}) {}

  const PeerServerOptions options;
  PeerBudget budget;
  InflowLedger inflow{InflowLedger::Limits{}};
  const std::shared_ptr<CallTable> table = std::make_shared<CallTable>();
  std::mutex mutex;  // Of `watchers`.
  std::map<WatcherHandle, std::weak_ptr<WatchStream>> watchers;
  std::atomic<WatcherHandle> next_watcher{1};
};

class PeerService final : public peer::v1::ExchangeService::CallbackService {
 public:
  PeerService(std::shared_ptr<PeerServerState> state, PeerHandler& handler)
      : state_(std::move(state)), handler_(handler) {}

  using Context = grpc::CallbackServerContext;
  using Unary = grpc::ServerUnaryReactor;
  template <class Response>
  using Stream = grpc::ServerWriteReactor<Response>;

  Unary* Hello(Context* context, const peer::v1::HelloRequest* request,
               peer::v1::HelloResponse* response) override;
  Unary* GetManifests(Context* context, const peer::v1::GetManifestsRequest* request,
                      peer::v1::GetManifestsResponse* response) override;
  Unary* ListHeads(Context* context, const peer::v1::ListHeadsRequest* request,
                   peer::v1::ListHeadsResponse* response) override;
  Unary* FetchLeaves(Context* context, const peer::v1::FetchLeavesRequest* request,
                     peer::v1::FetchLeavesResponse* response) override;
  Stream<peer::v1::FetchBodiesResponse>* FetchBodies(
      Context* context, const peer::v1::FetchBodiesRequest* request) override;
  Unary* PushHead(Context* context, const peer::v1::PushHeadRequest* request,
                  peer::v1::PushHeadResponse* response) override;
  Unary* PushLeaves(Context* context, const peer::v1::PushLeavesRequest* request,
                    peer::v1::PushLeavesResponse* response) override;
  Unary* PushBodies(Context* context, const peer::v1::PushBodiesRequest* request,
                    peer::v1::PushBodiesResponse* response) override;
  Unary* PutCosignatures(Context* context, const peer::v1::PutCosignaturesRequest* request,
                         peer::v1::PutCosignaturesResponse* response) override;
  Unary* ListCosignatures(Context* context, const peer::v1::ListCosignaturesRequest* request,
                          peer::v1::ListCosignaturesResponse* response) override;
  Unary* GetConsistency(Context* context, const peer::v1::GetConsistencyRequest* request,
                        peer::v1::GetConsistencyResponse* response) override;
  Unary* GetProof(Context* context, const peer::v1::GetProofRequest* request,
                  peer::v1::GetProofResponse* response) override;
  Unary* ReportEvidence(Context* context, const peer::v1::ReportEvidenceRequest* request,
                        peer::v1::ReportEvidenceResponse* response) override;
  Stream<peer::v1::WatchResponse>* Watch(Context* context,
                                         const peer::v1::WatchRequest* request) override;
  Unary* PutProposal(Context* context, const peer::v1::PutProposalRequest* request,
                     peer::v1::PutProposalResponse* response) override;
  Unary* ListProposals(Context* context, const peer::v1::ListProposalsRequest* request,
                       peer::v1::ListProposalsResponse* response) override;
  Unary* Join(Context* context, const peer::v1::JoinRequest* request,
              peer::v1::JoinResponse* response) override;
  Unary* SubmitReport(Context* context, const peer::v1::SubmitReportRequest* request,
                      peer::v1::SubmitReportResponse* response) override;
  Unary* FetchReports(Context* context, const peer::v1::FetchReportsRequest* request,
                      peer::v1::FetchReportsResponse* response) override;

 private:
  // Who calls, counted against its budget; or why it is not even heard.
  struct Admission {
    crypto::Hash spki;
    std::optional<Error> refused;
    std::function<void()> at_end;
  };
  // `bytes`: of the call's message.
  Admission Admit(const Context& context, CallKind kind, size_t bytes);
  template <class Request, class Response>
  Unary* Serve(Context* context, const Request* request, Response* response);

  const std::shared_ptr<PeerServerState> state_;
  PeerHandler& handler_;
};

}  // namespace candour::rpc
