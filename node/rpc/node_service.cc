#include "candour/node/v1/node.grpc.pb.h"
#include "node/learning/node_handlers.h"
#include "node/rpc/services.h"

namespace candour::rpc {
namespace {

class NodeCalls final : public node::v1::NodeService::CallbackService {
 public:
  NodeCalls(const LocalCalls& calls, NodeHandlers& handlers) : calls_(calls), handlers_(handlers) {}

  using Context = grpc::CallbackServerContext;
  using Unary = grpc::ServerUnaryReactor;

  Unary* GetStatus(Context* context, const node::v1::GetStatusRequest* request,
                   node::v1::GetStatusResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NodeHandlers::GetStatus);
  }
  Unary* ListPeers(Context* context, const node::v1::ListPeersRequest* request,
                   node::v1::ListPeersResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NodeHandlers::ListPeers);
  }
  Unary* SyncNow(Context* context, const node::v1::SyncNowRequest* request,
                 node::v1::SyncNowResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NodeHandlers::SyncNow);
  }
  Unary* ListQuarantine(Context* context, const node::v1::ListQuarantineRequest* request,
                        node::v1::ListQuarantineResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NodeHandlers::ListQuarantine);
  }
  Unary* ListUsers(Context* context, const node::v1::ListUsersRequest* request,
                   node::v1::ListUsersResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NodeHandlers::ListUsers);
  }
  Unary* AddUser(Context* context, const node::v1::AddUserRequest* request,
                 node::v1::AddUserResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NodeHandlers::AddUser);
  }
  Unary* SetUserRoles(Context* context, const node::v1::SetUserRolesRequest* request,
                      node::v1::SetUserRolesResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NodeHandlers::SetUserRoles);
  }
  Unary* DisableUser(Context* context, const node::v1::DisableUserRequest* request,
                     node::v1::DisableUserResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NodeHandlers::DisableUser);
  }
  Unary* ListAudit(Context* context, const node::v1::ListAuditRequest* request,
                   node::v1::ListAuditResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NodeHandlers::ListAudit);
  }
  Unary* CreateBackup(Context* context, const node::v1::CreateBackupRequest* request,
                      node::v1::CreateBackupResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NodeHandlers::CreateBackup);
  }
  Unary* ListBackups(Context* context, const node::v1::ListBackupsRequest* request,
                     node::v1::ListBackupsResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NodeHandlers::ListBackups);
  }
  Unary* VerifyBackup(Context* context, const node::v1::VerifyBackupRequest* request,
                      node::v1::VerifyBackupResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &NodeHandlers::VerifyBackup);
  }

 private:
  const LocalCalls calls_;
  NodeHandlers& handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeNodeService(const LocalCalls& calls, NodeHandlers& handlers) {
  return std::make_unique<NodeCalls>(calls, handlers);
}

}  // namespace candour::rpc
