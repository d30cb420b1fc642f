#include "tests/bench/steps.h"

#include "candour/node/v1/learning.pb.h"
#include "candour/node/v1/review.pb.h"

namespace candour::bench {

Result<std::string> ApprovedRecord(const ctl::DemoNode& node, const std::string& word) {
  auto author = Nodes::As(node, "ana");
  if (!author) return Fail(author.error());
  auto reviewer = Nodes::As(node, "ravi");
  if (!reviewer) return Fail(reviewer.error());
  node::v1::CreateDraftRequest create;
  auto& learning = *create.mutable_draft()->mutable_learning();
  learning.set_kind(learning::v1::LEARNING_KIND_INCIDENT);
  learning.set_title("A loose bed rail");
  learning.set_what_happened("The rail of a bed was loose and was fixed. Word: " + word + ".");
  learning.set_setting("Acute ward");
  learning.set_period("2025-05");
  node::v1::CreateDraftResponse created;
  Status done = (*author)->Call("LearningService/CreateDraft", create, created);
  if (!done) return Fail(done.error());
  node::v1::GetReviewRequest get;
  get.set_id(created.draft().id());
  node::v1::GetReviewResponse review;
  done = (*reviewer)->Call("ReviewService/GetReview", get, review);
  node::v1::DecideRedactionRequest decide;
  decide.set_id(created.draft().id());
  for (const auto& redaction : review.redactions()) {
    if (redaction.state() != node::v1::REDACTION_STATE_FLAGGED) continue;
    auto& decision = *decide.add_decisions();
    decision.set_redaction_id(redaction.id());
    decision.set_state(node::v1::REDACTION_STATE_KEPT);
    decision.set_reason("decided by the bench");
  }
  node::v1::DecideRedactionResponse decided;
  if (done && decide.decisions_size() > 0) {
    done = (*reviewer)->Call("ReviewService/DecideRedaction", decide, decided);
  }
  node::v1::ApproveRequest approve;
  approve.set_id(created.draft().id());
  approve.set_questions_answered(true);
  node::v1::ApproveResponse approved;
  if (done) done = (*reviewer)->Call("ReviewService/Approve", approve, approved);
  if (!done) return Fail(done.error());
  return approved.record_id();
}

Status Publish(ctl::NodeClient& reviewer, const std::string& record_id) {
  node::v1::PublishRequest publish;
  publish.set_record_id(record_id);
  publish.add_networks(kNetworkName);
  node::v1::PublishResponse published;
  return reviewer.Call("ReviewService/Publish", publish, published);
}

bool Finds(ctl::NodeClient& reader, const std::string& word) {
  node::v1::SearchLearningRequest request;
  request.set_query(word);
  node::v1::SearchLearningResponse found;
  return reader.Call("LearningService/SearchLearning", request, found) && found.hits_size() > 0;
}

}  // namespace candour::bench
