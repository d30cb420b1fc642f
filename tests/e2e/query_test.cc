// A question across real processes: asked by the national body, answered by whoever runs, in the
// ledger of every member.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>

#include "candour/node/v1/query.pb.h"
#include "node/ctl/wait_for.h"
#include "tests/e2e/federation_run.h"
#include "tests/places.h"

namespace candour::e2e {
namespace {

constexpr double kPatience = 30;

node::v1::AskRequest Request(const std::string& first, uint32_t seconds) {
  node::v1::AskRequest request;
  request.set_network(ctl::kDemoRegion);
  request.set_cube("near-misses");
  request.set_first(first);
  request.set_purpose("improvement");
  request.set_reply_seconds(seconds);
  return request;
}

node::v1::AskResponse Ask(const node::v1::AskRequest& request) {
  node::v1::AskResponse asked;
  auto analyst = FederationRun::Get().As("zn1", "nat");
  const auto status = analyst->Call("QueryService/Ask", request, asked);
  EXPECT_TRUE(status) << status.error().message;
  return asked;
}

node::v1::GetAnswerResponse AnswerAt(const std::string& code, const std::string& name) {
  node::v1::GetAnswerResponse answer;
  auto reader = FederationRun::Get().As(code, "op");
  node::v1::GetAnswerRequest request;
  request.set_name(name);
  if (reader) (void)reader->Call("QueryService/GetAnswer", request, answer);
  return answer;
}

bool Answered(const std::string& code, const std::string& name) {
  return ctl::WaitFor(kPatience, [&] {
    return AnswerAt(code, name).question().state() == node::v1::QUESTION_STATE_ANSWERED;
  });
}

TEST(Query, IsAnsweredByEveryMemberAndReplayedFree) {
  const auto asked = Ask(Request("2024-Q1", 60));
  EXPECT_FALSE(asked.replayed());
  const std::string name = asked.question().name();
  for (const std::string code : {"zn1", "zh1", "za1", "zb1"}) {
    ASSERT_TRUE(Answered(code, name)) << code;
    const auto answer = AnswerAt(code, name);
    EXPECT_EQ(answer.organisations(), 4u);
    EXPECT_EQ(answer.question().own_outcome(), "ANSWERED");
    EXPECT_EQ(answer.question().asker(), "ZN1 National Learning Body");
    EXPECT_EQ(answer.SerializeAsString().empty(), false);
  }
  // Nobody outside the region hears of it.
  EXPECT_TRUE(AnswerAt("zx1", name).question().name().empty());

  const auto again = Ask(Request("2024-Q1", 60));
  EXPECT_TRUE(again.replayed());
  EXPECT_EQ(again.question().name(), name);
  node::v1::GetBudgetResponse budget;
  auto guardian = FederationRun::Get().As("za1", "ravi");
  ASSERT_TRUE(guardian->Call("QueryService/GetBudget", node::v1::GetBudgetRequest(), budget));
  for (const auto& quarter : budget.quarters()) {
    if (quarter.quarter() == "2024-Q1") {
      EXPECT_EQ(quarter.spent(), 1000u);
    }
  }
}

TEST(Query, NamesTheMemberThatIsDown) {
  auto& run = FederationRun::Get();
  run.Stop("zb1");
  const std::string name = Ask(Request("2024-Q2", 4)).question().name();
  EXPECT_TRUE(Answered("zn1", name));
  const auto answer = AnswerAt("zn1", name);
  EXPECT_EQ(answer.question().answered(), 3u);
  EXPECT_EQ(answer.question().silent(), 1u);
  for (const auto& member : answer.members()) {
    EXPECT_EQ(member.outcome(), member.name().starts_with("ZB1") ? "NO_REPLY" : "ANSWERED");
  }
  run.Restart("zb1");
  // Who was away finds it in its ledger, discloses nothing and pays nothing.
  ASSERT_TRUE(Answered("zb1", name));
  EXPECT_NE(AnswerAt("zb1", name).question().own_outcome(), "ANSWERED");
}

// What a person types; exit code 7 is a partial answer.
TEST(Query, IsAskedFromTheCommandLine) {
  const std::string candour = places::BinaryDir() + "/node/ctl/candour";
  const std::string node = FederationRun::Get().node("zn1").directory;
  const auto run = [&](const std::string& words) {
    const std::string command = candour + " --node " + node + " --as nat " + words + " >" +
                                FederationRun::Get().root() + "/out 2>&1";
    const int status = std::system(command.c_str());
    return WEXITSTATUS(status);
  };
  const auto out = [] { return ReadFile(FederationRun::Get().root() + "/out"); };
  EXPECT_EQ(run("query cubes"), 0) << out();
  EXPECT_NE(out().find("near-misses"), std::string::npos);
  EXPECT_EQ(run("query ask near-misses --network 'Vale Region' --period 2024-Q3 --within 30"), 0)
      << out();
  EXPECT_NE(out().find("summed over 4 organisations"), std::string::npos) << out();
  EXPECT_EQ(run("query ask near-misses --network 'Vale Region' --period 2024-Q3 --chart"), 0)
      << out();
  EXPECT_NE(out().find("asked before"), std::string::npos) << out();
  EXPECT_EQ(run("query ledger -o csv"), 0) << out();
  EXPECT_NE(out().find("2024-Q3"), std::string::npos) << out();
  EXPECT_EQ(run("query budget"), 0) << out();
  EXPECT_EQ(run("query ask near-misses --network 'Vale Region' --period 2024-05"), 1) << out();
  EXPECT_EQ(run("query show 00000000"), 3) << out();

  // What is published is counted exactly, and costs nothing.
  ASSERT_FALSE(Publish(ApprovedRecord("A pump that was silenced", "It was empty.")).empty());
  EXPECT_TRUE(ctl::WaitFor(kPatience, [&] {
    return run("query published --network 'Vale Region' --by none --together") == 0 &&
           out().find("Vale Region: 0 counted") == std::string::npos;
  })) << out();
  EXPECT_EQ(run("query published --chart"), 0) << out();
  EXPECT_NE(out().find("#"), std::string::npos) << out();
  EXPECT_EQ(run("query published -o csv"), 0) << out();
  EXPECT_NE(out().find("network,month,kind,count"), std::string::npos) << out();
  EXPECT_EQ(run("query published wards"), 1) << out();
}

}  // namespace
}  // namespace candour::e2e
