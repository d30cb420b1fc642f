#include "candour/node/v1/learning.grpc.pb.h"
#include "node/learning/learning_handlers.h"
#include "node/rpc/import_call.h"
#include "node/rpc/services.h"

namespace candour::rpc {
namespace {

class LearningCalls final : public node::v1::LearningService::CallbackService {
 public:
  LearningCalls(const LocalCalls& calls, Workers& importers, LearningHandlers& handlers)
      : calls_(calls), importers_(importers), handlers_(handlers) {}

  using Context = grpc::CallbackServerContext;
  using Unary = grpc::ServerUnaryReactor;

  Unary* CreateDraft(Context* context, const node::v1::CreateDraftRequest* request,
                     node::v1::CreateDraftResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &LearningHandlers::CreateDraft);
  }
  Unary* CheckDraft(Context* context, const node::v1::CheckDraftRequest* request,
                    node::v1::CheckDraftResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &LearningHandlers::CheckDraft);
  }
  Unary* ListDrafts(Context* context, const node::v1::ListDraftsRequest* request,
                    node::v1::ListDraftsResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &LearningHandlers::ListDrafts);
  }
  Unary* SearchLearning(Context* context, const node::v1::SearchLearningRequest* request,
                        node::v1::SearchLearningResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &LearningHandlers::SearchLearning);
  }
  Unary* GetLearning(Context* context, const node::v1::GetLearningRequest* request,
                     node::v1::GetLearningResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &LearningHandlers::GetLearning);
  }
  Unary* GetProof(Context* context, const node::v1::GetProofRequest* request,
                  node::v1::GetProofResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &LearningHandlers::GetProof);
  }
  grpc::ServerReadReactor<node::v1::ImportLearningRequest>* ImportLearning(
      Context* context, node::v1::ImportLearningResponse* response) override {
    return BeginImport(context, response, calls_, importers_, handlers_);
  }

 private:
  const LocalCalls calls_;
  Workers& importers_;
  LearningHandlers& handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeLearningService(const LocalCalls& calls, Workers& importers,
                                                   LearningHandlers& handlers) {
  return std::make_unique<LearningCalls>(calls, importers, handlers);
}

}  // namespace candour::rpc
