#include "federation/feed/leaf.h"
#include "node/learning/audit.h"
#include "node/learning/placements.h"
#include "node/learning/reading.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class Publishing : public NodeTest {
 protected:
  Result<node::v1::PublishResponse> PublishBy(const Principal& who, const std::string& record,
                                              std::vector<std::string> networks) {
    node::v1::PublishRequest request;
    request.set_record_id(record);
    for (auto& network : networks) request.add_networks(network);
    return node.review.Publish(who, request);
  }
  std::string Approved(const std::string& title) {
    return Approve(node, Report(node, PlainLearning(title)));
  }
  uint64_t Entries() {
    uint64_t entries = 0;
    for (const auto& network : Networks(node, node.store())) {
      for (const auto& feed : node.store().Feeds(network.id)) entries += feed.size;
    }
    return entries;
  }
};

TEST_F(Publishing, NeedsANetwork) {
  InNetwork();

  EXPECT_EQ(ReasonOf(PublishBy(Reviewer(), Approved("t"), {})), "AUDIENCE_EMPTY");
  EXPECT_EQ(ReasonOf(PublishBy(Reviewer(), Approved("t"), {"nowhere"})), "NETWORK_UNKNOWN");
  EXPECT_EQ(Entries(), 0u);
}

TEST_F(Publishing, NeedsARole) {
  InNetwork();

  EXPECT_EQ(ReasonOf(PublishBy(Author(), Approved("t"), {"golden-vale"})), "ROLE_MISSING");
}

TEST_F(Publishing, MakesOneSignedEntryInTheNetwork) {
  InNetwork();

  const auto published = PublishBy(Reviewer(), Approved("t"), {"golden-vale"});

  ASSERT_TRUE(published) << published.error().message;
  ASSERT_EQ(published->placements_size(), 1);
  const auto& placement = published->placements(0);
  EXPECT_EQ(placement.state(), node::v1::REPORT_STATE_PUBLISHED);
  EXPECT_TRUE(placement.verified());
  EXPECT_TRUE(placement.name().starts_with("golden-vale/za1-vale-trust/"));
  EXPECT_EQ(placement.day() % kSecondsPerDay, 0);
  EXPECT_EQ(Entries(), 1u);
}

TEST_F(Publishing, WaitsForTheBatchThatSignsIt) {
  InNetwork();
  const std::string second = Approved("second");
  ASSERT_TRUE(PublishBy(Reviewer(), Approved("first"), {"golden-vale"}));

  const auto published = PublishBy(Reviewer(), second, {"golden-vale"});

  ASSERT_TRUE(published) << published.error().message;
  EXPECT_EQ(published->placements(0).state(), node::v1::REPORT_STATE_PUBLISHED);
  EXPECT_TRUE(published->placements(0).verified());
}

TEST_F(Publishing, NeverTwiceToTheSameNetwork) {
  InNetwork();
  const std::string record = Approved("t");
  ASSERT_TRUE(PublishBy(Reviewer(), record, {"golden-vale"}));
  const std::string before = node.Dump();

  const auto again = PublishBy(Reviewer(), record, {"golden-vale", "Golden Vale"});

  ASSERT_TRUE(again);
  EXPECT_EQ(again->placements_size(), 1);
  EXPECT_EQ(node.Dump(), before);
}

TEST_F(Publishing, GoesToEachNetworkNamedOnce) {
  InNetwork();
  CreateNetwork(node, "Nurses");
  const std::string record = Approved("t");

  const auto published = PublishBy(Reviewer(), record, {"nurses", "golden-vale"});

  ASSERT_TRUE(published);
  EXPECT_EQ(published->placements_size(), 2);
  EXPECT_EQ(Entries(), 2u);
  const auto row = *LoadRecord(node.store(), *FindRecord(node.store(), record));
  EXPECT_NE(row.placements(0).item_id(), row.placements(1).item_id());
}

TEST_F(Publishing, DecidesOnEveryNetworkBeforeItWritesToTheFirst) {
  InNetwork();
  const std::string record = Approved("t");
  const std::string before = node.Dump();

  EXPECT_EQ(ReasonOf(PublishBy(Reviewer(), record, {"golden-vale", "nowhere"})), "NETWORK_UNKNOWN");

  EXPECT_EQ(node.Dump(), before);
}

TEST_F(Publishing, IsRefusedOnceTheManifestHasExpired) {
  InNetwork();
  const std::string record = Approved("t");

  world.Pass(std::chrono::hours(24 * 366));

  EXPECT_EQ(ReasonOf(PublishBy(Reviewer(), record, {"golden-vale"})), "MAY_NOT_PUBLISH");
}

TEST_F(Publishing, NeverTakesAKeptRecord) {
  InNetwork();
  const std::string record = Keep(node, Report(node, PlainLearning("t")));

  EXPECT_EQ(ReasonOf(PublishBy(Reviewer(), record, {"golden-vale"})), "KEPT_STAYS_HERE");
  EXPECT_EQ(Entries(), 0u);
}

TEST_F(Publishing, NeverTakesADraft) {
  InNetwork();

  EXPECT_EQ(ReasonOf(PublishBy(Reviewer(), Report(node, PlainLearning("t")), {"golden-vale"})),
            "NOT_FOUND");
}

TEST_F(Publishing, ScansOnceMore) {
  InNetwork();
  const std::string record = Approved("t");
  auto row = *LoadRecord(node.store(), *FindRecord(node.store(), record));
  row.mutable_learning()->set_title("call 07700 900123");
  node.Put({PutRecord(row)});

  EXPECT_EQ(ReasonOf(PublishBy(Reviewer(), record, {"golden-vale"})), "IDENTIFIER_LEFT");
  EXPECT_EQ(Entries(), 0u);
}

TEST_F(Publishing, OnlyValidatesWhenAskedTo) {
  InNetwork();
  node::v1::PublishRequest request;
  request.set_record_id(Approved("t"));
  request.add_networks("golden-vale");
  request.set_validate_only(true);
  const std::string before = node.Dump();

  EXPECT_TRUE(node.review.Publish(Reviewer(), request));

  EXPECT_EQ(node.Dump(), before);
}

TEST_F(Publishing, PutsNoRecordIdReferenceOrAuthorIntoTheBody) {
  InNetwork();
  auto request = DraftRequest(PlainLearning("t"));
  request.mutable_draft()->set_source_reference("REF-4711");
  const auto made = node.learning.CreateDraft(As("annabel", Author().roles), request);
  const std::string record = Approve(node, made->draft().id());
  const std::string name = Publish(node, record, {"golden-vale"});

  const auto place = FindItem(node, node.store(), name);
  const auto leaf = DecodeLeaf(node.store().Leaves(place->feed, 0, 1));
  const auto blob = node.store().Body(place->feed, 0);
  const auto opened = CheckBlob(*leaf, *blob);
  ASSERT_TRUE(opened);
  const std::string body(opened->body);

  const auto raw = *FindRecord(node.store(), record);
  for (const std::string& secret :
       {raw.str(), record, std::string("REF-4711"), std::string("annabel"), std::string("rob")}) {
    EXPECT_EQ(body.find(secret), std::string::npos) << secret;
  }
  learning::v1::Body parsed;
  ASSERT_TRUE(parsed.ParseFromString(body));
  EXPECT_EQ(parsed.learning().title(), "t");
  EXPECT_NE(parsed.work_id(), raw.str());
  EXPECT_NE(leaf->item.str(), raw.str());
}

TEST_F(Publishing, ShowsTheAudienceThatTheRulesGive) {
  InNetwork();
  ServiceNode& reader = world.AddNode("ZA2 Hill Trust");
  JoinNetwork(world, node, reader, "Golden Vale");

  const auto published = PublishBy(Reviewer(), Approved("t"), {"golden-vale"});

  ASSERT_TRUE(published);
  ASSERT_EQ(published->audience_size(), 1);
  EXPECT_EQ(published->audience(0).organisation(), "ZA2 Hill Trust");
  EXPECT_TRUE(published->audience(0).allowed());
  EXPECT_EQ(published->audience(0).rule(), "member-reads");
}

}  // namespace
}  // namespace candour::service_test
