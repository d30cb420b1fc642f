#include "node/rpc/sessions.h"

#include <gtest/gtest.h>

#include "tests/unit/node/rpc/login_fixture.h"

namespace candour::rpc {
namespace {

using SessionsTest = LoginTest;

TEST_F(SessionsTest, GivesTheKeeperOfAnEmptyNodeTheBuiltInAdmin) {
  for (const uint32_t uid : {0u, kNodeUid}) {
    const std::string answer = AnswerLogin(sessions_, uid, "CANDOUR1 -\n");
    EXPECT_TRUE(answer.ends_with(" operator admin\n")) << answer;
    const auto who = sessions_.Find(TokenOf(answer));
    ASSERT_TRUE(who);
    EXPECT_EQ(who->user, "operator");
    EXPECT_EQ(who->operator_, "uid " + std::to_string(uid));
    EXPECT_EQ(who->roles, std::vector{node::v1::USER_ROLE_ADMIN});
  }
  EXPECT_TRUE(AnswerLogin(sessions_, kAnnaUid, "CANDOUR1 -\n").starts_with("ERR "));
}

TEST_F(SessionsTest, EndsTheBuiltInAdminWithTheFirstUser) {
  const std::string token = TokenOf(AnswerLogin(sessions_, 0, "CANDOUR1 -\n"));
  AddUser("anna", kAnnaUid, node::v1::USER_ROLE_ADMIN);
  EXPECT_FALSE(sessions_.Find(token));
  EXPECT_TRUE(AnswerLogin(sessions_, 0, "CANDOUR1 -\n").starts_with("ERR "));
}

TEST_F(SessionsTest, KnowsAUserByUid) {
  AddUser("anna", kAnnaUid, node::v1::USER_ROLE_REVIEWER);
  const std::string answer = AnswerLogin(sessions_, kAnnaUid, "CANDOUR1 -\n");
  EXPECT_TRUE(answer.ends_with(" anna reviewer\n")) << answer;
  const auto who = sessions_.Find(TokenOf(answer));
  ASSERT_TRUE(who);
  EXPECT_EQ(who->user, "anna");
  EXPECT_EQ(who->operator_, "");
}

TEST_F(SessionsTest, LetsOnlyRootAndTheNodeActForAnother) {
  AddUser("anna", kAnnaUid, node::v1::USER_ROLE_REVIEWER);
  AddUser("ben", 1002, node::v1::USER_ROLE_AUTHOR);

  const auto who = sessions_.Find(TokenOf(AnswerLogin(sessions_, 0, "CANDOUR1 ben\n")));
  ASSERT_TRUE(who);
  EXPECT_EQ(who->user, "ben");
  EXPECT_EQ(who->operator_, "uid 0");
  EXPECT_TRUE(AnswerLogin(sessions_, kNodeUid, "CANDOUR1 ben\n").starts_with("OK "));
  EXPECT_TRUE(AnswerLogin(sessions_, kAnnaUid, "CANDOUR1 ben\n").starts_with("ERR "));
  EXPECT_TRUE(AnswerLogin(sessions_, kAnnaUid, "CANDOUR1 anna\n").starts_with("OK "));
  EXPECT_TRUE(AnswerLogin(sessions_, 0, "CANDOUR1 nobody-here\n").starts_with("ERR "));
}

TEST_F(SessionsTest, RefusesADisabledUserAlsoInAnOpenSession) {
  AddUser("anna", kAnnaUid, node::v1::USER_ROLE_REVIEWER);
  const std::string token = TokenOf(AnswerLogin(sessions_, kAnnaUid, "CANDOUR1 -\n"));
  users_["anna"].set_disabled(true);
  ASSERT_FALSE(sessions_.Find(token));
  EXPECT_EQ(sessions_.Find(token).error().reason, "USER_DISABLED");
}

TEST_F(SessionsTest, EndsASessionAfterTwelveHours) {
  AddUser("anna", kAnnaUid, node::v1::USER_ROLE_REVIEWER);
  const std::string token = TokenOf(AnswerLogin(sessions_, kAnnaUid, "CANDOUR1 -\n"));
  now_ = now_ + (std::chrono::hours(12) - Duration(1));
  EXPECT_TRUE(sessions_.Find(token));
  now_ = now_ + Duration(1);
  EXPECT_FALSE(sessions_.Find(token));
}

// A monitor that asks every ten seconds has opened more within twelve hours.
TEST_F(SessionsTest, EndsTheOnesUsedLeastOfWhoLogsInAgainAndAgain) {
  AddUser("anna", kAnnaUid, node::v1::USER_ROLE_REVIEWER);
  AddUser("ben", 1002, node::v1::USER_ROLE_AUTHOR);
  const std::string anna = TokenOf(AnswerLogin(sessions_, kAnnaUid, "CANDOUR1 -\n"));
  const std::string console = TokenOf(AnswerLogin(sessions_, 1002, "CANDOUR1 -\n"));
  const std::string once = TokenOf(AnswerLogin(sessions_, 1002, "CANDOUR1 -\n"));
  for (size_t i = 0; i < kSessionsMax; ++i) {
    now_ = now_ + Duration(10);
    ASSERT_TRUE(sessions_.Find(console));
    ASSERT_TRUE(AnswerLogin(sessions_, 1002, "CANDOUR1 -\n").starts_with("OK "));
  }

  EXPECT_TRUE(sessions_.Find(anna)) << "of somebody else";
  EXPECT_TRUE(sessions_.Find(console)) << "in use";
  EXPECT_EQ(sessions_.Find(once).error().reason, "SESSION_OVER");
}

}  // namespace
}  // namespace candour::rpc
