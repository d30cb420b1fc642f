// QueryService: questions across nodes, for the people of this one.
#pragma once

#include "candour/node/v1/query.pb.h"
#include "node/learning/question_desk.h"

namespace candour {

class QueryHandlers {
 public:
  QueryHandlers(Services& services, const QuestionDesk& desk) : services_(services), desk_(desk) {}

  Result<node::v1::ListCubesResponse> ListCubes(const Principal& who,
                                                const node::v1::ListCubesRequest& request);
  // kPolicy QUESTION_...: why nobody would answer, said before anything is published.
  Result<node::v1::AskResponse> Ask(const Principal& who, const node::v1::AskRequest& request);
  Result<node::v1::GetAnswerResponse> GetAnswer(const Principal& who,
                                                const node::v1::GetAnswerRequest& request);
  Result<node::v1::ListLedgerResponse> ListLedger(const Principal& who,
                                                  const node::v1::ListLedgerRequest& request);
  Result<node::v1::GetBudgetResponse> GetBudget(const Principal& who,
                                                const node::v1::GetBudgetRequest& request);
  Result<node::v1::CountPublishedResponse> CountPublished(
      const Principal& who, const node::v1::CountPublishedRequest& request);
  Result<node::v1::DecideQuestionResponse> DecideQuestion(
      const Principal& who, const node::v1::DecideQuestionRequest& request);

 private:
  Services& services_;
  const QuestionDesk& desk_;
};

}  // namespace candour
