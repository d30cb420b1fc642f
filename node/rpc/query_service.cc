#include "candour/node/v1/query.grpc.pb.h"
#include "node/learning/query_handlers.h"
#include "node/rpc/services.h"

namespace candour::rpc {
namespace {

class QueryCalls final : public node::v1::QueryService::CallbackService {
 public:
  QueryCalls(const LocalCalls& calls, QueryHandlers& handlers)
      : calls_(calls), handlers_(handlers) {}

  using Context = grpc::CallbackServerContext;
  using Unary = grpc::ServerUnaryReactor;

  Unary* ListCubes(Context* context, const node::v1::ListCubesRequest* request,
                   node::v1::ListCubesResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &QueryHandlers::ListCubes);
  }
  Unary* Ask(Context* context, const node::v1::AskRequest* request,
             node::v1::AskResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &QueryHandlers::Ask);
  }
  Unary* GetAnswer(Context* context, const node::v1::GetAnswerRequest* request,
                   node::v1::GetAnswerResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &QueryHandlers::GetAnswer);
  }
  Unary* ListLedger(Context* context, const node::v1::ListLedgerRequest* request,
                    node::v1::ListLedgerResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &QueryHandlers::ListLedger);
  }
  Unary* GetBudget(Context* context, const node::v1::GetBudgetRequest* request,
                   node::v1::GetBudgetResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &QueryHandlers::GetBudget);
  }
  Unary* CountPublished(Context* context, const node::v1::CountPublishedRequest* request,
                        node::v1::CountPublishedResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &QueryHandlers::CountPublished);
  }
  Unary* DecideQuestion(Context* context, const node::v1::DecideQuestionRequest* request,
                        node::v1::DecideQuestionResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &QueryHandlers::DecideQuestion);
  }

 private:
  const LocalCalls calls_;
  QueryHandlers& handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeQueryService(const LocalCalls& calls, QueryHandlers& handlers) {
  return std::make_unique<QueryCalls>(calls, handlers);
}

}  // namespace candour::rpc
