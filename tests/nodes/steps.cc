#include "tests/nodes/steps.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "candour/node/v1/learning.pb.h"
#include "candour/node/v1/network.pb.h"
#include "candour/node/v1/node.pb.h"

namespace candour::nodes {
namespace {

// One call by one person.
template <class Request, class Response>
Status CallAs(const ctl::DemoNode& node, const std::string& user, const std::string& method,
              const Request& request, Response& response) {
  auto client = ctl::NodeClient::Connect({node.directory, user});
  if (!client) return Fail(client.error());
  return (*client)->Call(method, request, response);
}

Status AddUser(const ctl::DemoNode& node, const std::string& by, const std::string& name,
               const std::vector<node::v1::UserRole>& roles) {
  node::v1::AddUserRequest request;
  request.mutable_user()->set_name(name);
  request.mutable_user()->set_uid(-1);
  for (const auto role : roles) request.mutable_user()->add_roles(role);
  node::v1::AddUserResponse answer;
  return CallAs(node, by, "NodeService/AddUser", request, answer);
}

}  // namespace

Status AddPeople(const ctl::DemoNode& node) {
  using enum node::v1::UserRole;
  Status added =
      AddUser(node, "operator", "op", {USER_ROLE_ADMIN, USER_ROLE_COORDINATOR, USER_ROLE_REVIEWER});
  if (added) added = AddUser(node, "op", "ana", {USER_ROLE_AUTHOR});
  if (added) added = AddUser(node, "op", "nat", {USER_ROLE_ANALYST});
  if (added) added = AddUser(node, "op", "ravi", {USER_ROLE_REVIEWER, USER_ROLE_GUARDIAN});
  return added;
}

Status Admit(const ctl::DemoNode& hub, const ctl::DemoNode& joiner, const Admission& admission) {
  node::v1::InviteRequest invite;
  invite.set_network(admission.network);
  invite.set_roles(admission.roles);
  node::v1::InviteResponse ticket;
  Status done = CallAs(hub, "op", "NetworkService/Invite", invite, ticket);
  if (!done) return done;
  node::v1::JoinNetworkRequest join;
  join.set_ticket(ticket.ticket());
  node::v1::JoinNetworkResponse joined;
  done = CallAs(joiner, "op", "NetworkService/JoinNetwork", join, joined);
  node::v1::ListPendingResponse pending;
  if (done) {
    done = CallAs(hub, "op", "NetworkService/ListPending", node::v1::ListPendingRequest(), pending);
  }
  if (!done) return done;
  for (const auto& row : pending.pending()) {
    if (row.fingerprint() != joined.fingerprint()) continue;
    node::v1::ApproveMemberRequest approve;
    approve.set_network(admission.network);
    approve.set_pending_id(row.id());
    node::v1::ApproveMemberResponse approved;
    return CallAs(hub, "op", "NetworkService/ApproveMember", approve, approved);
  }
  return Fail(ErrorCode::kConflict, "NOT_PENDING",
              joiner.name + " is not in the list of those who want to join " + admission.network);
}

bool IsMember(const ctl::DemoNode& node, const std::string& network) {
  node::v1::ListNetworksResponse list;
  return CallAs(node, "op", "NetworkService/ListNetworks", node::v1::ListNetworksRequest(), list) &&
         std::any_of(list.networks().begin(), list.networks().end(), [&](const auto& row) {
           return row.name() == network && row.state() == node::v1::MEMBERSHIP_STATE_MEMBER;
         });
}

Result<std::string> ApprovedRecord(const ctl::DemoNode& node, const std::string& title,
                                   const std::string& text) {
  node::v1::CreateDraftRequest create;
  auto& learning = *create.mutable_draft()->mutable_learning();
  learning.set_kind(learning::v1::LEARNING_KIND_INCIDENT);
  learning.set_title(title);
  learning.set_what_happened(text);
  learning.set_setting("Acute ward");
  learning.set_period("2025-05");
  node::v1::CreateDraftResponse created;
  Status done = CallAs(node, "ana", "LearningService/CreateDraft", create, created);
  if (!done) return Fail(done.error());
  return ApproveDraft(node, created.draft().id(), node::v1::REDACTION_STATE_KEPT);
}

Result<std::string> ApproveDraft(const ctl::DemoNode& node, const std::string& draft_id,
                                 node::v1::RedactionState flags_become) {
  node::v1::GetReviewRequest get;
  get.set_id(draft_id);
  node::v1::GetReviewResponse review;
  Status done = CallAs(node, "ravi", "ReviewService/GetReview", get, review);
  node::v1::DecideRedactionRequest decide;
  decide.set_id(draft_id);
  for (const auto& redaction : review.redactions()) {
    if (redaction.state() != node::v1::REDACTION_STATE_FLAGGED) continue;
    auto& decision = *decide.add_decisions();
    decision.set_redaction_id(redaction.id());
    decision.set_state(flags_become);
    decision.set_reason("decided by the test");
  }
  node::v1::DecideRedactionResponse decided;
  if (done && decide.decisions_size() > 0) {
    done = CallAs(node, "ravi", "ReviewService/DecideRedaction", decide, decided);
  }
  node::v1::ApproveRequest approve;
  approve.set_id(draft_id);
  approve.set_questions_answered(true);
  node::v1::ApproveResponse approved;
  if (done) done = CallAs(node, "ravi", "ReviewService/Approve", approve, approved);
  if (done && approved.approvals_missing() > 0) {
    done = CallAs(node, "op", "ReviewService/Approve", approve, approved);
  }
  if (!done) return Fail(done.error());
  return approved.record_id();
}

Result<std::string> Publish(const ctl::DemoNode& node, const std::string& record_id,
                            const std::string& network) {
  node::v1::PublishRequest publish;
  publish.set_record_id(record_id);
  publish.add_networks(network);
  node::v1::PublishResponse published;
  Status done = CallAs(node, "ravi", "ReviewService/Publish", publish, published);
  if (!done) return Fail(done.error());
  if (published.placements_size() > 0) return published.placements(0).name();
  return Fail(ErrorCode::kConflict, "NOT_PLACED", record_id + " was published nowhere");
}

Status Withdraw(const ctl::DemoNode& node, const std::string& name) {
  node::v1::WithdrawRequest request;
  request.set_name(name);
  request.set_reason("mistake");
  node::v1::WithdrawResponse answer;
  return CallAs(node, "ravi", "ReviewService/Withdraw", request, answer);
}

Standing StandingOf(const ctl::DemoNode& node, const std::string& name) {
  node::v1::GetLearningRequest get;
  get.set_name(name);
  node::v1::GetLearningResponse shown;
  if (!CallAs(node, "op", "LearningService/GetLearning", get, shown)) return Standing::kAbsent;
  return shown.has_learning() ? Standing::kShown : Standing::kWithdrawn;
}

}  // namespace candour::nodes
