#include "node/learning/learning_handlers.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class Finding : public PairTest {
 protected:
  Result<node::v1::SearchLearningResponse> Search(
      ServiceNode& node, const std::string& query,
      node::v1::SearchScope scope = node::v1::SEARCH_SCOPE_UNSPECIFIED) {
    world.Settle();
    node::v1::SearchLearningRequest request;
    request.set_query(query);
    request.set_scope(scope);
    return node.learning.SearchLearning(Author(), request);
  }
  // Titles, in the order found.
  std::string Titles(ServiceNode& node, const std::string& query,
                     node::v1::SearchScope scope = node::v1::SEARCH_SCOPE_UNSPECIFIED) {
    const auto found = Search(node, query, scope);
    if (!found) return found.error().reason;
    std::string titles;
    for (const auto& hit : found->hits()) titles += hit.title() + ";";
    return titles;
  }
};

TEST_F(Finding, FindsWhatOthersPublishedWithItsSource) {
  const std::string name = PublishNew(member, "adrenaline", "golden-vale");

  const auto found = Search(hub, "adrenaline");

  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->hits_size(), 1);
  const auto& hit = found->hits(0);
  EXPECT_EQ(hit.name(), name);
  EXPECT_EQ(hit.organisation(), "ZA1 Vale Trust");
  ASSERT_EQ(hit.networks_size(), 1);
  EXPECT_EQ(hit.networks(0), "Golden Vale");
  EXPECT_TRUE(hit.verified());
  EXPECT_FALSE(hit.local());
  EXPECT_EQ(hit.day() % kSecondsPerDay, 0);
  EXPECT_FALSE(hit.snippet().empty());
}

TEST_F(Finding, FindsThisNodesOwnApprovedAndKeptRecords) {
  Approve(member, Report(member, PlainLearning("approved adrenaline")));
  Keep(member, Report(member, PlainLearning("kept adrenaline")));

  EXPECT_EQ(Search(member, "adrenaline")->hits_size(), 2);
  EXPECT_EQ(Search(hub, "adrenaline")->hits_size(), 0);
}

TEST_F(Finding, NeverFindsDrafts) {
  Report(member, PlainLearning("adrenaline"));

  EXPECT_EQ(Titles(member, "adrenaline"), "");
}

TEST_F(Finding, NoLongerFindsWhatWasWithdrawn) {
  const std::string record = Approve(member, Report(member, PlainLearning("adrenaline")));
  Publish(member, record, {"golden-vale"});
  ASSERT_EQ(Titles(hub, "adrenaline"), "adrenaline;");

  Withdraw(member, record);

  EXPECT_EQ(Titles(hub, "adrenaline"), "");
  EXPECT_EQ(Titles(member, "adrenaline"), "");
}

TEST_F(Finding, DoesNotShowWhatTheIndexHasNotForgottenYet) {
  const std::string record = Approve(member, Report(member, PlainLearning("adrenaline")));
  Publish(member, record, {"golden-vale"});
  ASSERT_EQ(Titles(member, "adrenaline"), "adrenaline;");
  node::v1::WithdrawRequest withdraw;
  withdraw.set_name(record);
  withdraw.set_reason("privacy");
  ASSERT_TRUE(member.review.Withdraw(Reviewer(), withdraw));

  node::v1::SearchLearningRequest request;  // No Settle() in between.
  request.set_query("adrenaline");
  const auto found = member.learning.SearchLearning(Author(), request);
  ASSERT_TRUE(found);
  for (const auto& hit : found->hits()) {
    EXPECT_EQ(hit.title(), "");
    EXPECT_TRUE(hit.has_withdrawn());
  }
}

TEST_F(Finding, MergesOneWorkInTwoNetworks) {
  CreateNetwork(hub, "Nurses");
  JoinNetwork(world, hub, member, "Nurses");
  Publish(member, Approve(member, Report(member, PlainLearning("adrenaline"))),
          {"golden-vale", "nurses"});

  for (ServiceNode* node : {&hub, &member}) {
    const auto found = Search(*node, "adrenaline");
    ASSERT_EQ(found->hits_size(), 1);
    EXPECT_EQ(found->hits(0).networks_size(), 2);
  }
  EXPECT_TRUE(Search(member, "adrenaline")->hits(0).local());
}

TEST_F(Finding, FiltersByNetworkAndMemberNames) {
  CreateNetwork(hub, "Nurses");
  JoinNetwork(world, hub, member, "Nurses");
  PublishNew(member, "vale adrenaline", "golden-vale");
  PublishNew(member, "nurses adrenaline", "nurses");
  PublishNew(hub, "hub adrenaline", "nurses");

  EXPECT_EQ(Titles(hub, "adrenaline network:golden-vale"), "vale adrenaline;");
  EXPECT_EQ(Titles(hub, "adrenaline network:\"Golden Vale\""), "vale adrenaline;");
  EXPECT_EQ(Titles(hub, "adrenaline member:\"Vale Hub\""), "hub adrenaline;");
  EXPECT_EQ(Titles(hub, "adrenaline network:elsewhere"), "");
  // One organisation in two networks has two ids and one name.
  EXPECT_EQ(Search(hub, "adrenaline member:za1-vale-trust")->hits_size(), 2);
}

TEST_F(Finding, FiltersByKindAndSetting) {
  PublishNew(member, "adrenaline", "golden-vale");

  EXPECT_EQ(Titles(hub, "kind:near-miss"), "adrenaline;");
  EXPECT_EQ(Titles(hub, "kind:\"near miss\""), "adrenaline;");
  EXPECT_EQ(Titles(hub, "kind:incident"), "");
  EXPECT_EQ(Titles(hub, "setting:Ward"), "adrenaline;");
}

TEST_F(Finding, SeparatesWhatIsSharedFromWhatIsLocal) {
  PublishNew(hub, "shared adrenaline", "golden-vale");
  Keep(member, Report(member, PlainLearning("local adrenaline")));

  EXPECT_EQ(Titles(member, "adrenaline", node::v1::SEARCH_SCOPE_SHARED), "shared adrenaline;");
  EXPECT_EQ(Titles(member, "adrenaline", node::v1::SEARCH_SCOPE_LOCAL), "local adrenaline;");
}

TEST_F(Finding, GivesEveryHitOnceOverItsPages) {
  for (int i = 0; i < 5; ++i) PublishNew(member, "adrenaline " + std::to_string(i), "golden-vale");
  world.Settle();
  std::set<std::string> names;
  node::v1::SearchLearningRequest request;
  request.set_query("adrenaline");
  request.set_page_size(2);
  int pages = 0;
  do {
    const auto page = hub.learning.SearchLearning(Author(), request);
    ASSERT_TRUE(page);
    for (const auto& hit : page->hits()) names.insert(hit.name());
    request.set_page_token(page->next_page_token());
    ASSERT_LT(++pages, 10);
  } while (!request.page_token().empty());

  EXPECT_EQ(names.size(), 5u);
}

TEST_F(Finding, CutsSnippetsBetweenCharacters) {
  auto learning = PlainLearning("adrenaline");
  std::string text = "x";
  while (text.size() < 400) text += "é";
  learning.set_learning(text);
  Approve(member, Report(member, learning));

  const auto found = Search(member, "adrenaline");

  ASSERT_EQ(found->hits_size(), 1);
  EXPECT_TRUE(text.starts_with(found->hits(0).snippet()));
  EXPECT_TRUE(crypto::IsUtf8(found->hits(0).snippet()));
}

TEST_F(Finding, RefusesATokenThatNoPageGave) {
  node::v1::SearchLearningRequest request;
  request.set_page_token("-1");

  EXPECT_EQ(ReasonOf(hub.learning.SearchLearning(Author(), request)), "PAGE_TOKEN_INVALID");
}

}  // namespace
}  // namespace candour::service_test
