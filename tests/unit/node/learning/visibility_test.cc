#include "node/learning/visibility.h"

#include "node/learning/names.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class Visibility : public PairTest {
 protected:
  Result<node::v1::ExplainVisibilityResponse> Explain(const std::string& name,
                                                      const std::string& organisation = "") {
    node::v1::ExplainVisibilityRequest request;
    request.set_name(name);
    request.set_organisation(organisation);
    return hub.review.ExplainVisibility(Author(), request);
  }
};

TEST_F(Visibility, IsExactlyWhatTheEnforcingCodeDecides) {
  const std::string name = PublishNew(hub, "t", "golden-vale");

  const auto explained = Explain(name);

  ASSERT_TRUE(explained);
  const auto network = *FindNetwork(hub, hub.store(), "golden-vale");
  const auto audience =
      DecideAudience(network.manifest->manifest, network.self, world.now().wall);
  ASSERT_EQ(static_cast<size_t>(explained->audience_size()), audience->entries().size());
  ASSERT_GE(explained->audience_size(), 1);
  for (size_t i = 0; i < audience->entries().size(); ++i) {
    const auto& entry = audience->entries()[i];
    const auto& shown = explained->audience(static_cast<int>(i));
    EXPECT_EQ(shown.organisation(), entry.organisation);
    EXPECT_EQ(shown.allowed(), entry.decision.allowed);
    EXPECT_EQ(shown.rule(), entry.decision.rule);
    EXPECT_EQ(shown.reason(), entry.decision.reason);
  }
}

TEST_F(Visibility, OfARecordFollowsItsPlacements) {
  const std::string record = Approve(hub, Report(hub, PlainLearning("t")));
  EXPECT_EQ(Explain(record)->audience_size(), 0);

  Publish(hub, record, {"golden-vale"});

  EXPECT_EQ(Explain(record)->audience_size(), 1);
}

TEST_F(Visibility, SaysThatWhatIsPublishedNowhereIsNobodys) {
  const std::string record = Approve(hub, Report(hub, PlainLearning("t")));

  const auto explained = Explain(record, "ZA1 Vale Trust");

  ASSERT_EQ(explained->audience_size(), 1);
  EXPECT_FALSE(explained->audience(0).allowed());
  EXPECT_EQ(explained->audience(0).rule(), "empty-audience");
}

TEST_F(Visibility, AnswersForOneOrganisation) {
  const std::string name = PublishNew(hub, "t", "golden-vale");

  const auto member_row = Explain(name, "za1-vale-trust");
  ASSERT_EQ(member_row->audience_size(), 1);
  EXPECT_TRUE(member_row->audience(0).allowed());

  const auto stranger = Explain(name, "Somebody Else");
  ASSERT_EQ(stranger->audience_size(), 1);
  EXPECT_FALSE(stranger->audience(0).allowed());
  EXPECT_EQ(stranger->audience(0).rule(), "not-a-member");
}

TEST_F(Visibility, OfSomebodyElsesDraftIsThatOfAnAbsentOne) {
  const std::string id = Report(hub, PlainLearning("t"));
  node::v1::ExplainVisibilityRequest request;
  request.set_name(id);

  EXPECT_TRUE(hub.review.ExplainVisibility(Author(), request));
  const auto forbidden =
      hub.review.ExplainVisibility(As("bea", {node::v1::USER_ROLE_AUTHOR}), request);
  ASSERT_FALSE(forbidden);
  EXPECT_EQ(forbidden.error().reason, "NOT_FOUND");
  EXPECT_EQ(forbidden.error().message, "draft " + id + " is not here");
}

}  // namespace
}  // namespace candour::service_test
