// A hub and three members of "Golden Vale" that ask each other questions.
#pragma once

#include <string>
#include <vector>

#include "crypto/encoding.h"
#include "node/learning/audit.h"
#include "node/learning/cubes.h"
#include "node/learning/query_handlers.h"
#include "node/learning/question_notes.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {

using node::v1::AskRequest;
using node::v1::AskResponse;
using node::v1::GetAnswerResponse;
using node::v1::Question;

inline Principal Analyst() { return As("nat", {node::v1::USER_ROLE_ANALYST}); }

// A hub and three members, of whom the last may ask; three have to answer.
class QuestionTest : public testing::Test {
 protected:
  void SetUp() override {
    node::v1::CreateNetworkRequest create;
    create.set_name("Golden Vale");
    create.set_kind(node::v1::NETWORK_KIND_GEOGRAPHIC);
    create.set_hub_address(hub.address());
    (*create.mutable_parameters())["min-nodes"] = 3;
    const auto created = hub.networks.CreateNetwork(Coordinator(), create);
    ASSERT_TRUE(created) << created.error().message;
    Admit(ridge, "rwa");
    Admit(vale, "rwa");
    Admit(asker, "rwq");
    for (ServiceNode* node : All()) {
      node->Put(CountCubes(node->store(), DraftsInCubes::kNotCounted));
    }
    world.Settle();
  }

  void Admit(ServiceNode& joiner, const std::string& roles) {
    node::v1::JoinNetworkRequest join;
    join.set_ticket(Invite(hub, "Golden Vale", roles));
    ASSERT_TRUE(joiner.networks.Join(Coordinator(), join));
    node::v1::ApproveMemberRequest approve;
    approve.set_network("Golden Vale");
    approve.set_pending_id(hub.networks.ListPending(Coordinator(), {})->pending(0).id());
    ASSERT_TRUE(hub.networks.ApproveMember(Coordinator(), approve));
    joiner.networks.PollJoins();
    world.Settle();
  }

  std::vector<ServiceNode*> All() { return {&hub, &ridge, &vale, &asker}; }

  // Kept near misses of April 2025 at this node.
  void Hold(ServiceNode& node, int count) {
    storage::LocalWrites writes;
    for (int i = 0; i < count; ++i) {
      node::v1::StoredRecord record;
      record.set_id(crypto::U64(static_cast<uint64_t>(i)) + crypto::U64(7));
      record.set_state(node::v1::REPORT_STATE_KEPT);
      *record.mutable_learning() = PlainLearning("one of many");
      writes.push_back(PutRecord(record));
    }
    EXPECT_TRUE(node.Run([&](const storage::Reader&, Now) -> Result<LocalTurn> {
      LocalTurn turn;
      turn.writes = writes;
      return turn;
    }));
  }

  static AskRequest Request() {
    AskRequest request;
    request.set_network("golden-vale");
    request.set_cube("near-misses");
    request.set_first("2025-Q2");
    request.set_purpose("improvement");
    request.set_reply_seconds(60);
    return request;
  }
  Question Ask(const AskRequest& request = Request()) {
    const auto asked = asker.query.Ask(Analyst(), request);
    EXPECT_TRUE(asked) << asked.error().message;
    return asked ? asked->question() : Question();
  }
  GetAnswerResponse AnswerAt(ServiceNode& node, const std::string& name) {
    node::v1::GetAnswerRequest request;
    request.set_name(name.substr(0, 8));
    const auto answer = node.query.GetAnswer(Author(), request);
    EXPECT_TRUE(answer) << answer.error().message;
    return answer.value_or(GetAnswerResponse());
  }
  static std::string OutcomeOf(const GetAnswerResponse& answer, const std::string& name) {
    for (const auto& member : answer.members()) {
      if (member.name() == name) return member.outcome();
    }
    return "absent";
  }
  static std::string Reasons(ServiceNode& node) {
    std::string reasons;
    for (const auto& entry : ListAudit(node.store(), 0, 100)) {
      if (entry.action().starts_with("query.")) reasons += entry.action() + " ";
    }
    return reasons;
  }

  World world;
  ServiceNode& hub = world.AddNode("Vale Hub");
  ServiceNode& ridge = world.AddNode("ZB1 Ridge Trust");
  ServiceNode& vale = world.AddNode("ZA1 Vale Trust");
  ServiceNode& asker = world.AddNode("ZN1 National Body");
};

}  // namespace candour::service_test
