#include "node/rpc/peer_service.h"

#include <type_traits>
#include <utility>
#include <variant>

#include "federation/sync/serve.h"
#include "node/rpc/convert.h"
#include "node/rpc/edge.h"
#include "node/rpc/tls.h"

namespace candour::rpc {
namespace {

size_t MetadataBytes(const grpc::CallbackServerContext& context) {
  size_t bytes = 0;
  for (const auto& [key, value] : context.client_metadata()) bytes += key.size() + value.size();
  return bytes;
}

// Only the edge's socket is a unix socket here; there the edge has checked possession of the key.
std::optional<crypto::Hash> SpkiFromEdge(const grpc::CallbackServerContext& context) {
  if (!context.peer().starts_with("unix:")) return std::nullopt;
  const auto& metadata = context.client_metadata();
  const grpc::string_ref key(kEdgeCertificateKey.data(), kEdgeCertificateKey.size());
  if (metadata.count(key) != 1) return std::nullopt;
  const grpc::string_ref escaped = metadata.find(key)->second;
  return SpkiOfEscapedPem({escaped.data(), escaped.size()});
}

// Writes the reply if it is of the kind that this response is for.
template <class Response>
bool Put(const Reply& reply, Response& response) {
  return std::visit(
      [&](const auto& value) {
        if constexpr (requires { ToWire(value, response); }) {
          ToWire(value, response);
          return true;
        } else {
          return false;
        }
      },
      reply);
}

Error WrongReply() {
  return {ErrorCode::kCorrupt, "WRONG_REPLY", "this node has made an answer of another kind"};
}

// Counts calls whose content could not be read or did not verify.
void Blame(PeerServerState& state, const crypto::Hash& spki, const Error& error) {
  if (error.code != ErrorCode::kInvalid && error.code != ErrorCode::kCorrupt) return;
  const bool paused = state.budget.Malformed(spki, std::chrono::steady_clock::now());
  if (paused && state.options.on_paused) state.options.on_paused(spki);
}

}  // namespace

PeerService::Admission PeerService::Admit(const Context& context, CallKind kind, size_t bytes) {
  Admission admission;
  state_->inflow.Delivered(context.peer(), bytes);
  std::optional<crypto::Hash> spki = SpkiOf(context);
  if (!spki) spki = SpkiFromEdge(context);
  if (!spki) {
    admission.refused = NotVisible();
    return admission;
  }
  admission.spki = *spki;
  if (MetadataBytes(context) > state_->options.metadata_bytes_max) {
    admission.refused = Error{ErrorCode::kFull, "METADATA_TOO_LARGE",
                              "the call's metadata is larger than this node takes"};
    return admission;
  }
  admission.refused = state_->budget.Take(*spki, kind, std::chrono::steady_clock::now());
  if (admission.refused) return admission;
  admission.at_end = [state = state_, key = *spki, kind] { state->budget.Return(key, kind); };
  return admission;
}

template <class Request, class Response>
grpc::ServerUnaryReactor* PeerService::Serve(Context* context, const Request* request,
                                             Response* response) {
  Admission admission = Admit(*context, CallKind::kCall, request->ByteSizeLong());
  const auto call =
      UnaryCall<Response>::Begin(context, response, {state_->table, state_->options.call_deadline},
                                 std::move(admission.at_end));
  grpc::ServerUnaryReactor* const reactor = call->reactor();
  if (admission.refused) {
    call->Refuse(ToGrpc(*admission.refused));
    return reactor;
  }
  auto value = FromWire(*request);
  if (!value) {
    Blame(*state_, admission.spki, value.error());
    call->Refuse(ToGrpc(value.error()));
    return reactor;
  }
  handler_.Ask(admission.spki, candour::Request(std::move(*value)),
               [state = state_, call, spki = admission.spki](const Result<Reply>& reply) {
                 if (!reply) Blame(*state, spki, reply.error());
                 call->Finish([&](Response& out) {
                   if (!reply) return ToGrpc(reply.error());
                   return Put(*reply, out) ? grpc::Status::OK : ToGrpc(WrongReply());
                 });
               });
  return reactor;
}

grpc::ServerUnaryReactor* PeerService::Hello(Context* context,
                                             const peer::v1::HelloRequest* request,
                                             peer::v1::HelloResponse* response) {
  return Serve(context, request, response);
}

grpc::ServerUnaryReactor* PeerService::GetManifests(Context* context,
                                                    const peer::v1::GetManifestsRequest* request,
                                                    peer::v1::GetManifestsResponse* response) {
  return Serve(context, request, response);
}

grpc::ServerUnaryReactor* PeerService::ListHeads(Context* context,
                                                 const peer::v1::ListHeadsRequest* request,
                                                 peer::v1::ListHeadsResponse* response) {
  return Serve(context, request, response);
}

grpc::ServerUnaryReactor* PeerService::FetchLeaves(Context* context,
                                                   const peer::v1::FetchLeavesRequest* request,
                                                   peer::v1::FetchLeavesResponse* response) {
  return Serve(context, request, response);
}

grpc::ServerUnaryReactor* PeerService::PushHead(Context* context,
                                                const peer::v1::PushHeadRequest* request,
                                                peer::v1::PushHeadResponse* response) {
  return Serve(context, request, response);
}

grpc::ServerUnaryReactor* PeerService::PushLeaves(Context* context,
                                                  const peer::v1::PushLeavesRequest* request,
                                                  peer::v1::PushLeavesResponse* response) {
  return Serve(context, request, response);
}

grpc::ServerUnaryReactor* PeerService::PushBodies(Context* context,
                                                  const peer::v1::PushBodiesRequest* request,
                                                  peer::v1::PushBodiesResponse* response) {
  return Serve(context, request, response);
}

grpc::ServerUnaryReactor* PeerService::PutCosignatures(
    Context* context, const peer::v1::PutCosignaturesRequest* request,
    peer::v1::PutCosignaturesResponse* response) {
  return Serve(context, request, response);
}

grpc::ServerUnaryReactor* PeerService::ListCosignatures(
    Context* context, const peer::v1::ListCosignaturesRequest* request,
    peer::v1::ListCosignaturesResponse* response) {
  return Serve(context, request, response);
}

grpc::ServerUnaryReactor* PeerService::GetConsistency(
    Context* context, const peer::v1::GetConsistencyRequest* request,
    peer::v1::GetConsistencyResponse* response) {
  return Serve(context, request, response);
}

grpc::ServerUnaryReactor* PeerService::GetProof(Context* context,
                                                const peer::v1::GetProofRequest* request,
                                                peer::v1::GetProofResponse* response) {
  return Serve(context, request, response);
}

grpc::ServerUnaryReactor* PeerService::PutProposal(Context* context,
                                                   const peer::v1::PutProposalRequest* request,
                                                   peer::v1::PutProposalResponse* response) {
  return Serve(context, request, response);
}

grpc::ServerUnaryReactor* PeerService::ListProposals(Context* context,
                                                     const peer::v1::ListProposalsRequest* request,
                                                     peer::v1::ListProposalsResponse* response) {
  return Serve(context, request, response);
}

grpc::ServerUnaryReactor* PeerService::SubmitReport(Context* context,
                                                    const peer::v1::SubmitReportRequest* request,
                                                    peer::v1::SubmitReportResponse* response) {
  return Serve(context, request, response);
}

grpc::ServerUnaryReactor* PeerService::FetchReports(Context* context,
                                                    const peer::v1::FetchReportsRequest* request,
                                                    peer::v1::FetchReportsResponse* response) {
  return Serve(context, request, response);
}

grpc::ServerUnaryReactor* PeerService::ReportEvidence(
    Context* context, const peer::v1::ReportEvidenceRequest* request,
    peer::v1::ReportEvidenceResponse* response) {
  return Serve(context, request, response);
}

grpc::ServerWriteReactor<peer::v1::FetchBodiesResponse>* PeerService::FetchBodies(
    Context* context, const peer::v1::FetchBodiesRequest* request) {
  Admission admission = Admit(*context, CallKind::kCall, request->ByteSizeLong());
  const auto stream =
      std::make_shared<BodiesStream>(context, state_->table, std::move(admission.at_end));
  stream->Begin(2 * state_->options.call_deadline);
  if (admission.refused) {
    stream->Close(ToGrpc(*admission.refused));
    return stream.get();
  }
  Result<BodiesRequest> value = FromWire(*request);
  if (!value) {
    Blame(*state_, admission.spki, value.error());
    stream->Close(ToGrpc(value.error()));
    return stream.get();
  }
  handler_.Ask(admission.spki, candour::Request(std::move(*value)), [stream](Result<Reply> reply) {
    if (!reply) return stream->Close(ToGrpc(reply.error()));
    auto* bodies = std::get_if<BodiesReply>(&*reply);
    if (bodies == nullptr) return stream->Close(ToGrpc(WrongReply()));
    stream->Send(std::move(*bodies));
  });
  return stream.get();
}

grpc::ServerWriteReactor<peer::v1::WatchResponse>* PeerService::Watch(
    Context* context, const peer::v1::WatchRequest* request) {
  Admission admission = Admit(*context, CallKind::kWatch, request->ByteSizeLong());
  const auto stream = std::make_shared<WatchStream>(
      context, state_->table, std::move(admission.at_end), state_->options.hints_max);
  stream->Begin(state_->options.watch_deadline);
  const Result<NetworkId> network = FromWire(*request);
  if (admission.refused || !network) {
    stream->Close(ToGrpc(admission.refused ? *admission.refused : network.error()));
    return stream.get();
  }
  const WatcherHandle handle = state_->next_watcher.fetch_add(1);
  {
    const std::lock_guard<std::mutex> lock(state_->mutex);
    state_->watchers[handle] = stream;
  }
  // The handler outlives every call: gRPC ends all of them before the server is gone.
  handler_.OpenWatch(admission.spki, *network, handle,
                     [stream, handle, state = state_, &handler = handler_](const Status& taken) {
                       const auto forget = [state, handle] {
                         const std::lock_guard<std::mutex> lock(state->mutex);
                         state->watchers.erase(handle);
                       };
                       if (!taken) {
                         forget();
                         return stream->Close(ToGrpc(taken.error()));
                       }
                       stream->Accepted([forget, handle, &handler] {
                         forget();
                         handler.WatchClosed(handle);
                       });
                     });
  return stream.get();
}

grpc::ServerUnaryReactor* PeerService::Join(Context* context, const peer::v1::JoinRequest* request,
                                            peer::v1::JoinResponse* response) {
  Admission admission = Admit(*context, CallKind::kCall, request->ByteSizeLong());
  const auto call = UnaryCall<peer::v1::JoinResponse>::Begin(
      context, response, {state_->table, state_->options.call_deadline},
      std::move(admission.at_end));
  grpc::ServerUnaryReactor* const reactor = call->reactor();
  if (admission.refused) {
    call->Refuse(ToGrpc(*admission.refused));
    return reactor;
  }
  handler_.Join(admission.spki, *request, [call](const Result<peer::v1::JoinResponse>& answer) {
    call->Finish([&](peer::v1::JoinResponse& out) {
      if (!answer) return ToGrpc(answer.error());
      out = *answer;
      return grpc::Status::OK;
    });
  });
  return reactor;
}

}  // namespace candour::rpc
