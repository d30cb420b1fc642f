#include "federation/query/plan.h"

#include <gtest/gtest.h>

#include "tests/unit/federation/query/query_fixture.h"

namespace candour::query {
namespace {

using testing::kSnapshot;
using testing::MakeNetwork;
using testing::MemberOf;
using testing::PlanFor;
using testing::QueryNetwork;
using testing::SignerOf;

const QueryNetwork& Network() {
  static const QueryNetwork kNetwork = MakeNetwork(12);
  return kNetwork;
}

std::string ReasonOf(const Plan& plan) {
  const Result<Plan> parsed = ParsePlan(FormatPlan(plan));
  return parsed ? "" : parsed.error().reason;
}

TEST(Plan, IsTheTextOfTheProtocol) {
  const Plan plan = PlanFor(Network(), Tier::kAggregators);
  const std::string text = FormatPlan(plan);

  EXPECT_TRUE(
      text.starts_with("candour/query/v1\nnetwork 61207175657279206e6574776f726b2e\nasker "
                       "00001111111111111111111111111111\nmanifest 1 "))
      << text;
  EXPECT_NE(text.find("\nwindow 2025-Q1 2025-Q2\nsnapshot 2025-07-01\nepsilon 1000\ntier 1\n"
                      "min-nodes 10\naggregator 00011111111111111111111111111111\naggregator "
                      "00021111111111111111111111111111\nexpires 1751932800\n"),
            std::string::npos)
      << text;
  EXPECT_EQ(ParsePlan(text).value(), plan);
  EXPECT_EQ(PlanHash(text), crypto::Sha256(text));
}

TEST(Plan, AskedAgainOnTheSameDayIsTheSameText) {
  EXPECT_EQ(FormatPlan(PlanFor(Network(), Tier::kNodesNoise)),
            FormatPlan(PlanFor(Network(), Tier::kNodesNoise)));
}

TEST(Plan, KeepsItsRules) {
  const Plan tier0 = PlanFor(Network(), Tier::kNodesNoise);
  const Plan tier1 = PlanFor(Network(), Tier::kAggregators);
  std::vector<Plan> bad(10, tier0);
  bad[0].snapshot -= kSecondsPerDay;  // the window has not ended
  bad[1].epsilon = 9;
  bad[2].epsilon = 4001;
  bad[3].expires = kSnapshot + kPlanLifetimeMax + 1;
  bad[4].expires = kSnapshot;
  bad[5].window.last = bad[5].window.first - 1;
  bad[6].min_nodes = 0;
  bad[7].purpose = "Audit";
  bad[8].purpose = "";
  bad[9].aggregators = {MemberOf(1), MemberOf(2)};
  for (std::vector<MemberId> members : {std::vector<MemberId>{},
                                        {MemberOf(1)},
                                        {MemberOf(1), MemberOf(1)},
                                        {MemberOf(1), MemberOf(0)},
                                        {MemberOf(1), MemberOf(2), MemberOf(3)}}) {
    bad.push_back(tier1);
    bad.back().aggregators = std::move(members);
  }

  EXPECT_EQ(ReasonOf(tier0), "");
  EXPECT_EQ(ReasonOf(tier1), "");
  for (size_t i = 0; i < bad.size(); ++i) EXPECT_EQ(ReasonOf(bad[i]), "PLAN_MALFORMED") << i;
}

TEST(Plan, HasNoByteThatMayChange) {
  const std::string text = FormatPlan(PlanFor(Network(), Tier::kAggregators));
  const std::string note = SignText(text, SignerOf(0));
  for (size_t i = 0; i < note.size(); ++i) {
    std::string other = note;
    other[i] = static_cast<char>(other[i] ^ 1);
    EXPECT_FALSE(OpenPlan(other, Network().manifest.manifest)) << i;
  }
  EXPECT_TRUE(OpenPlan(note, Network().manifest.manifest));
}

TEST(Plan, SpeaksOnlyForTheAskerItNames) {
  const Plan plan = PlanFor(Network(), Tier::kNodesNoise);
  const Manifest& manifest = Network().manifest.manifest;

  const Result<SignedPlan> by_other = OpenPlan(SignText(FormatPlan(plan), SignerOf(3)), manifest);
  Plan elsewhere = plan;
  elsewhere.network = *NetworkId::From("another network.");
  const Result<SignedPlan> of_other =
      OpenPlan(SignText(FormatPlan(elsewhere), SignerOf(0)), manifest);
  Plan stranger = plan;
  stranger.asker = MemberOf(99);
  const Result<SignedPlan> by_stranger =
      OpenPlan(SignText(FormatPlan(stranger), SignerOf(0)), manifest);
  Manifest closed = manifest;
  closed.feeds[0].closed = FeedKey::Cut{};
  const Result<SignedPlan> cut = OpenPlan(SignText(FormatPlan(plan), SignerOf(0)), closed);

  EXPECT_EQ(by_other.error().reason, "PLAN_NOT_SIGNED");
  EXPECT_EQ(of_other.error().reason, "PLAN_WRONG_NETWORK");
  EXPECT_EQ(by_stranger.error().reason, "PLAN_NOT_SIGNED");
  EXPECT_EQ(cut.error().reason, "PLAN_NOT_SIGNED");
}

}  // namespace
}  // namespace candour::query
