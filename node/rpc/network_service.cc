#include "candour/node/v1/network.grpc.pb.h"
#include "node/learning/network_handlers.h"
#include "node/rpc/services.h"

namespace candour::rpc {
namespace {

class NetworkCalls final : public node::v1::NetworkService::CallbackService {
 public:
  NetworkCalls(const LocalCalls& calls, NetworkHandlers& handlers)
      : calls_(calls), handlers_(handlers) {}

  using Context = grpc::CallbackServerContext;
  using Unary = grpc::ServerUnaryReactor;

  Unary* CreateNetwork(Context* context, const node::v1::CreateNetworkRequest* request,
                       node::v1::CreateNetworkResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::CreateNetwork);
  }
  Unary* Invite(Context* context, const node::v1::InviteRequest* request,
                node::v1::InviteResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::Invite);
  }
  Unary* ListPending(Context* context, const node::v1::ListPendingRequest* request,
                     node::v1::ListPendingResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::ListPending);
  }
  Unary* ApproveMember(Context* context, const node::v1::ApproveMemberRequest* request,
                       node::v1::ApproveMemberResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::ApproveMember);
  }
  Unary* Renew(Context* context, const node::v1::RenewRequest* request,
               node::v1::RenewResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::Renew);
  }
  Unary* ProposeManifest(Context* context, const node::v1::ProposeManifestRequest* request,
                         node::v1::ProposeManifestResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::ProposeManifest);
  }
  Unary* SignManifest(Context* context, const node::v1::SignManifestRequest* request,
                      node::v1::SignManifestResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::SignProposal);
  }
  Unary* ListProposals(Context* context, const node::v1::ListProposalsRequest* request,
                       node::v1::ListProposalsResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::ListProposals);
  }
  Unary* ListManifests(Context* context, const node::v1::ListManifestsRequest* request,
                       node::v1::ListManifestsResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::ListManifests);
  }
  Unary* PrepareGovernor(Context* context, const node::v1::PrepareGovernorRequest* request,
                         node::v1::PrepareGovernorResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::PrepareGovernor);
  }
  Unary* PrepareRotation(Context* context, const node::v1::PrepareRotationRequest* request,
                         node::v1::PrepareRotationResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::PrepareRotation);
  }
  Unary* JoinNetwork(Context* context, const node::v1::JoinNetworkRequest* request,
                     node::v1::JoinNetworkResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::Join);
  }
  Unary* LeaveNetwork(Context* context, const node::v1::LeaveNetworkRequest* request,
                      node::v1::LeaveNetworkResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::LeaveNetwork);
  }
  Unary* ListNetworks(Context* context, const node::v1::ListNetworksRequest* request,
                      node::v1::ListNetworksResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::ListNetworks);
  }
  Unary* ListMembers(Context* context, const node::v1::ListMembersRequest* request,
                     node::v1::ListMembersResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::ListMembers);
  }
  Unary* GetManifest(Context* context, const node::v1::GetManifestRequest* request,
                     node::v1::GetManifestResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::GetManifest);
  }
  Unary* GetFeed(Context* context, const node::v1::GetFeedRequest* request,
                 node::v1::GetFeedResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::GetFeed);
  }
  Unary* ConfirmHead(Context* context, const node::v1::ConfirmHeadRequest* request,
                     node::v1::ConfirmHeadResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::ConfirmHead);
  }
  Unary* WriteBundle(Context* context, const node::v1::WriteBundleRequest* request,
                     node::v1::WriteBundleResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::WriteBundle);
  }
  Unary* ReadBundle(Context* context, const node::v1::ReadBundleRequest* request,
                    node::v1::ReadBundleResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::ReadBundle);
  }
  Unary* ListEvidence(Context* context, const node::v1::ListEvidenceRequest* request,
                      node::v1::ListEvidenceResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NetworkHandlers::ListEvidence);
  }

 private:
  const LocalCalls calls_;
  NetworkHandlers& handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeNetworkService(const LocalCalls& calls,
                                                  NetworkHandlers& handlers) {
  return std::make_unique<NetworkCalls>(calls, handlers);
}

}  // namespace candour::rpc
