#include "federation/network/audience.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/federation/network/network_fixture.h"

namespace candour {
namespace {

using testing::kExpires;
using testing::TestManifest;
using testing::TestMember;

constexpr WallSeconds kBefore = kExpires - 1;

Manifest WithRoles(const std::string& roles) {
  Manifest m = TestManifest();
  m.members[0].roles = roles;
  return m;
}

TEST(Decide, FollowsTheTableOfRolesAndAccess) {
  constexpr Access kAll[] = {Access::kReadBodies, Access::kReadLog,    Access::kWrite,
                             Access::kRelay,      Access::kAskNetwork, Access::kGetManifests,
                             Access::kGovern};
  struct Row {
    const char* roles;
    const char* now;  // In the order above: yes or no.
    const char* expired;
  };
  constexpr Row kTable[] = {
      // bodies, log, write, relay, ask, manifests, govern
      {"r", "yy-y-y-", "-y-y-y-"},      {"w", "-yyy-y-", "-y-y-y-"},
      {"h", "yy-y-yy", "-y-y-yy"},      {"q", "-y-yyy-", "-y-y-y-"},
      {"a", "-y-y-y-", "-y-y-y-"},      {"g", "-y-y-yy", "-y-y-yy"},
      {"rw", "yyyy-y-", "-y-y-y-"},     {"rq", "yy-yyy-", "-y-y-y-"},
      {"wh", "yyyy-yy", "-y-y-yy"},     {"rwhqag", "yyyyyyy", "-y-y-yy"},
      {"stranger", "-------", "-------"},
  };
  for (const Row& row : kTable) {
    const bool stranger = row.roles == std::string("stranger");
    const Manifest m = stranger ? TestManifest() : WithRoles(row.roles);
    const MemberId who = stranger ? TestMember(7) : TestMember(1);
    std::string now;
    std::string expired;
    for (Access access : kAll) {
      now += Decide(m, who, access, kBefore).allowed ? 'y' : '-';
      expired += Decide(m, who, access, kExpires).allowed ? 'y' : '-';
    }
    EXPECT_EQ(now, row.now) << row.roles;
    EXPECT_EQ(expired, row.expired) << row.roles;
  }
}

TEST(Decide, NamesTheRuleTheMemberAndTheNetwork) {
  const auto rule = [](const std::string& roles, Access access, WallSeconds now) {
    const Decision d = Decide(WithRoles(roles), TestMember(1), access, now);
    EXPECT_NE(d.reason.find("North West"), std::string::npos) << d.reason;
    EXPECT_NE(d.reason.find("Trust 1"), std::string::npos) << d.reason;
    return d.rule;
  };

  EXPECT_EQ(rule("r", Access::kReadBodies, kBefore), "member-reads");
  EXPECT_EQ(rule("rh", Access::kReadBodies, kBefore), "hub-relays");
  EXPECT_EQ(rule("w", Access::kReadBodies, kBefore), "role-missing");
  EXPECT_EQ(rule("r", Access::kReadBodies, kExpires), "expired");
  EXPECT_EQ(rule("w", Access::kReadBodies, kExpires), "role-missing");
  EXPECT_EQ(rule("a", Access::kReadLog, kExpires), "member-log");
  EXPECT_EQ(rule("w", Access::kWrite, kBefore), "member-writes");
  EXPECT_EQ(rule("r", Access::kWrite, kBefore), "role-missing");
  EXPECT_EQ(rule("w", Access::kWrite, kExpires), "expired");
  EXPECT_EQ(rule("h", Access::kRelay, kExpires), "hub-relays");
  EXPECT_EQ(rule("w", Access::kRelay, kExpires), "member-relays");
  EXPECT_EQ(rule("q", Access::kAskNetwork, kBefore), "member-asks");
  EXPECT_EQ(rule("r", Access::kAskNetwork, kBefore), "role-missing");
  EXPECT_EQ(rule("r", Access::kGetManifests, kExpires), "member-manifests");
  EXPECT_EQ(rule("r", Access::kGovern, kExpires), "role-missing");
  EXPECT_EQ(rule("rg", Access::kGovern, kExpires), "member-governs");
  EXPECT_EQ(rule("rh", Access::kGovern, kExpires), "hub-relays");
  const Decision stranger = Decide(TestManifest(), TestMember(7), Access::kReadLog, kBefore);
  EXPECT_EQ(stranger.rule, "not-a-member");
  EXPECT_NE(stranger.reason.find(TestMember(7).hex()), std::string::npos);
}

TEST(Decide, LetsNobodyWriteIntoAClosedFeed) {
  Manifest m = TestManifest();
  m.feeds[0].closed = FeedKey::Cut{.size = 1, .root = testing::HashOf("root")};

  EXPECT_EQ(Decide(m, TestMember(1), Access::kWrite, kBefore).rule, "feed-closed");
  EXPECT_TRUE(Decide(m, TestMember(1), Access::kReadBodies, kBefore).allowed);
}

TEST(DecideAudience, IsTheOtherMembersThatRead) {
  Manifest m = TestManifest();
  testing::AddMember(m, 4, "w");
  testing::AddMember(m, 5, "h");

  const Result<Audience> audience = DecideAudience(m, TestMember(1), kBefore);

  ASSERT_TRUE(audience) << audience.error().message;
  EXPECT_EQ(audience->network(), m.network);
  EXPECT_EQ(audience->publisher(), TestMember(1));
  std::string seen;
  for (const AudienceEntry& e : audience->entries()) {
    seen += e.organisation + ":" + e.decision.rule + " ";
    EXPECT_TRUE(e.decision.allowed);
  }
  EXPECT_EQ(seen, "Trust 2:member-reads Trust 3:hub-relays Trust 5:hub-relays ");
  EXPECT_TRUE(audience->Includes(TestMember(2)));
  EXPECT_FALSE(audience->Includes(TestMember(4)));
  EXPECT_FALSE(audience->Includes(TestMember(1)));
  EXPECT_FALSE(audience->Includes(TestMember(7)));
}

TEST(DecideAudience, IsNobodyWhenNobodyElseReads) {
  Manifest m = TestManifest();
  m.members[1].roles = "w";
  m.members[2].roles = "w";

  const Result<Audience> audience = DecideAudience(m, TestMember(1), kBefore);

  ASSERT_TRUE(audience);
  EXPECT_TRUE(audience->entries().empty());
}

TEST(DecideAudience, IsRefusedToWhoMayNotWriteNow) {
  const auto refusal = [](const MemberId& who, WallSeconds now) {
    const Result<Audience> audience = DecideAudience(TestManifest(), who, now);
    return audience ? std::string("made")
                    : std::string(CodeName(audience.error().code)) + " " + audience.error().reason;
  };

  EXPECT_EQ(refusal(TestMember(1), kBefore), "made");
  EXPECT_EQ(refusal(TestMember(2), kBefore), "POLICY MAY_NOT_PUBLISH");
  EXPECT_EQ(refusal(TestMember(7), kBefore), "POLICY MAY_NOT_PUBLISH");
  EXPECT_EQ(refusal(TestMember(1), kExpires), "POLICY MAY_NOT_PUBLISH");
}

}  // namespace
}  // namespace candour
