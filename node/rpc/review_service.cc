#include "candour/node/v1/review.grpc.pb.h"
#include "node/learning/review_handlers.h"
#include "node/rpc/services.h"

namespace candour::rpc {
namespace {

class ReviewCalls final : public node::v1::ReviewService::CallbackService {
 public:
  ReviewCalls(const LocalCalls& calls, ReviewHandlers& handlers)
      : calls_(calls), handlers_(handlers) {}

  using Context = grpc::CallbackServerContext;
  using Unary = grpc::ServerUnaryReactor;

  Unary* ListQueue(Context* context, const node::v1::ListQueueRequest* request,
                   node::v1::ListQueueResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &ReviewHandlers::ListQueue);
  }
  Unary* GetReview(Context* context, const node::v1::GetReviewRequest* request,
                   node::v1::GetReviewResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &ReviewHandlers::GetReview);
  }
  Unary* DecideRedaction(Context* context, const node::v1::DecideRedactionRequest* request,
                         node::v1::DecideRedactionResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &ReviewHandlers::DecideRedaction);
  }
  Unary* Approve(Context* context, const node::v1::ApproveRequest* request,
                 node::v1::ApproveResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &ReviewHandlers::Approve);
  }
  Unary* Return(Context* context, const node::v1::ReturnRequest* request,
                node::v1::ReturnResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &ReviewHandlers::Return);
  }
  Unary* Keep(Context* context, const node::v1::KeepRequest* request,
              node::v1::KeepResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &ReviewHandlers::Keep);
  }
  Unary* ApproveBatch(Context* context, const node::v1::ApproveBatchRequest* request,
                      node::v1::ApproveBatchResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &ReviewHandlers::ApproveBatch);
  }
  Unary* RescanPublished(Context* context, const node::v1::RescanPublishedRequest* request,
                         node::v1::RescanPublishedResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &ReviewHandlers::RescanPublished);
  }
  Unary* ListWords(Context* context, const node::v1::ListWordsRequest* request,
                   node::v1::ListWordsResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &ReviewHandlers::ListWords);
  }
  Unary* SetWord(Context* context, const node::v1::SetWordRequest* request,
                 node::v1::SetWordResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &ReviewHandlers::SetWord);
  }
  Unary* Publish(Context* context, const node::v1::PublishRequest* request,
                 node::v1::PublishResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &ReviewHandlers::Publish);
  }
  Unary* Withdraw(Context* context, const node::v1::WithdrawRequest* request,
                  node::v1::WithdrawResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &ReviewHandlers::Withdraw);
  }
  Unary* GetWithdrawal(Context* context, const node::v1::GetWithdrawalRequest* request,
                       node::v1::GetWithdrawalResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &ReviewHandlers::GetWithdrawal);
  }
  Unary* ExplainVisibility(Context* context, const node::v1::ExplainVisibilityRequest* request,
                           node::v1::ExplainVisibilityResponse* response) override {
    return calls_.Run(context, request, response, handlers_, &ReviewHandlers::ExplainVisibility);
  }

 private:
  const LocalCalls calls_;
  ReviewHandlers& handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeReviewService(const LocalCalls& calls,
                                                 ReviewHandlers& handlers) {
  return std::make_unique<ReviewCalls>(calls, handlers);
}

}  // namespace candour::rpc
