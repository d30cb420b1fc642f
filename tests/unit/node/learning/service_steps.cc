// The steps that most tests begin with, each taken through the services as a person would.
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {

learning::v1::Learning PlainLearning(const std::string& title) {
  learning::v1::Learning learning;
  learning.set_kind(learning::v1::LEARNING_KIND_NEAR_MISS);
  learning.set_title(title);
  learning.set_what_happened("the infusion pump alarm was silenced while the bag was empty");
  learning.set_learning("check the volume left before the alarm is silenced");
  learning.set_setting("ward");
  learning.set_period("2025-04");
  return learning;
}

node::v1::CreateDraftRequest DraftRequest(learning::v1::Learning learning) {
  node::v1::CreateDraftRequest request;
  *request.mutable_draft()->mutable_learning() = std::move(learning);
  return request;
}

std::string Report(ServiceNode& node, learning::v1::Learning learning) {
  auto made = node.learning.CreateDraft(Author(), DraftRequest(std::move(learning)));
  EXPECT_TRUE(made) << made.error().message;
  return made ? made->draft().id() : "";
}

namespace {

// What is only flagged in a made-up text identifies nobody.
void KeepFlagged(ServiceNode& node, const std::string& draft) {
  node::v1::GetReviewRequest get;
  get.set_id(draft);
  const auto review = node.review.GetReview(Reviewer(), get);
  if (!review) return;
  node::v1::DecideRedactionRequest decide;
  decide.set_id(draft);
  for (const auto& redaction : review->redactions()) {
    if (redaction.state() != node::v1::REDACTION_STATE_FLAGGED) continue;
    auto& decision = *decide.add_decisions();
    decision.set_redaction_id(redaction.id());
    decision.set_state(node::v1::REDACTION_STATE_KEPT);
    decision.set_reason("made up");
  }
  if (decide.decisions_size() == 0) return;
  const auto decided = node.review.DecideRedaction(Reviewer(), decide);
  EXPECT_TRUE(decided) << decided.error().message;
}

}  // namespace

std::string Approve(ServiceNode& node, const std::string& draft) {
  KeepFlagged(node, draft);
  node::v1::ApproveRequest request;
  request.set_id(draft);
  request.set_questions_answered(true);
  auto approved = node.review.Approve(Reviewer(), request);
  if (approved && approved->approvals_missing() > 0) {
    approved = node.review.Approve(As("second", {node::v1::USER_ROLE_REVIEWER}), request);
  }
  EXPECT_TRUE(approved) << approved.error().message;
  return approved ? approved->record_id() : "";
}

std::string Keep(ServiceNode& node, const std::string& draft) {
  node::v1::KeepRequest request;
  KeepFlagged(node, draft);
  request.add_ids(draft);
  auto kept = node.review.Keep(Reviewer(), request);
  EXPECT_TRUE(kept) << kept.error().message;
  EXPECT_EQ(kept->kept(), 1u);
  return draft;
}

std::string Publish(ServiceNode& node, const std::string& record,
                    std::vector<std::string> networks) {
  node::v1::PublishRequest request;
  request.set_record_id(record);
  for (auto& network : networks) request.add_networks(network);
  auto published = node.review.Publish(Reviewer(), request);
  EXPECT_TRUE(published) << published.error().message;
  return published && published->placements_size() > 0 ? published->placements(0).name() : "";
}

std::string PublishNew(ServiceNode& node, const std::string& title, const std::string& network) {
  return Publish(node, Approve(node, Report(node, PlainLearning(title))), {network});
}

void Withdraw(ServiceNode& node, const std::string& name) {
  node::v1::WithdrawRequest request;
  request.set_name(name);
  request.set_reason("privacy");
  auto withdrawn = node.review.Withdraw(Reviewer(), request);
  EXPECT_TRUE(withdrawn) << withdrawn.error().message;
}

void CreateNetwork(ServiceNode& node, const std::string& name) {
  node::v1::CreateNetworkRequest request;
  request.set_name(name);
  request.set_kind(node::v1::NETWORK_KIND_GEOGRAPHIC);
  request.set_hub_address(node.address());
  auto created = node.networks.CreateNetwork(Coordinator(), request);
  EXPECT_TRUE(created) << created.error().message;
}

std::string Invite(ServiceNode& node, const std::string& network, const std::string& roles) {
  node::v1::InviteRequest request;
  request.set_network(network);
  request.set_roles(roles);
  auto invited = node.networks.Invite(Coordinator(), request);
  EXPECT_TRUE(invited) << invited.error().message;
  return invited ? invited->ticket() : "";
}

void JoinNetwork(World& world, ServiceNode& hub, ServiceNode& joiner, const std::string& network) {
  node::v1::JoinNetworkRequest join;
  join.set_ticket(Invite(hub, network));
  auto joined = joiner.networks.Join(Coordinator(), join);
  ASSERT_TRUE(joined) << joined.error().message;
  auto pending = hub.networks.ListPending(Coordinator(), {});
  ASSERT_TRUE(pending);
  ASSERT_EQ(pending->pending_size(), 1);
  node::v1::ApproveMemberRequest approve;
  approve.set_network(network);
  approve.set_pending_id(pending->pending(0).id());
  auto approved = hub.networks.ApproveMember(Coordinator(), approve);
  ASSERT_TRUE(approved) << approved.error().message;
  joiner.networks.PollJoins();
  world.Settle();
}

}  // namespace candour::service_test
