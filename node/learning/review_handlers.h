// ReviewService: judging, publishing, withdrawing. Called on worker threads. Errors as in
// review.proto; the reviewer is never the author.
#pragma once

#include "candour/node/v1/review.pb.h"
#include "node/learning/services.h"

namespace candour {

class ReviewHandlers {
 public:
  explicit ReviewHandlers(Services& services) : services_(services) {}

  Result<node::v1::ListQueueResponse> ListQueue(const Principal& who,
                                                const node::v1::ListQueueRequest& request);
  Result<node::v1::GetReviewResponse> GetReview(const Principal& who,
                                                const node::v1::GetReviewRequest& request);
  Result<node::v1::DecideRedactionResponse> DecideRedaction(
      const Principal& who, const node::v1::DecideRedactionRequest& request);
  Result<node::v1::ApproveResponse> Approve(const Principal& who,
                                            const node::v1::ApproveRequest& request);
  Result<node::v1::ReturnResponse> Return(const Principal& who,
                                          const node::v1::ReturnRequest& request);
  Result<node::v1::KeepResponse> Keep(const Principal& who, const node::v1::KeepRequest& request);
  Result<node::v1::ApproveBatchResponse> ApproveBatch(
      const Principal& who, const node::v1::ApproveBatchRequest& request);
  Result<node::v1::RescanPublishedResponse> RescanPublished(
      const Principal& who, const node::v1::RescanPublishedRequest& request);
  Result<node::v1::ListWordsResponse> ListWords(const Principal& who,
                                                const node::v1::ListWordsRequest& request);
  Result<node::v1::SetWordResponse> SetWord(const Principal& who,
                                            const node::v1::SetWordRequest& request);
  Result<node::v1::PublishResponse> Publish(const Principal& who,
                                            const node::v1::PublishRequest& request);
  Result<node::v1::WithdrawResponse> Withdraw(const Principal& who,
                                              const node::v1::WithdrawRequest& request);
  Result<node::v1::GetWithdrawalResponse> GetWithdrawal(
      const Principal& who, const node::v1::GetWithdrawalRequest& request);
  Result<node::v1::ExplainVisibilityResponse> ExplainVisibility(
      const Principal& who, const node::v1::ExplainVisibilityRequest& request);

 private:
  Result<node::v1::ApproveBatchResponse> DrawBatch(const Principal& who,
                                                   const node::v1::ApproveBatchRequest& request);

  Services& services_;
};

}  // namespace candour
