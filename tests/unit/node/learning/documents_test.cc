#include "node/learning/documents.h"

#include "node/learning/names.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

using storage::Change;
using storage::ChangeKind;

class Documents : public NodeTest {
 protected:
  Change RecordChange(const std::string& shown) {
    Change change;
    change.kind = ChangeKind::kRecord;
    change.key = FindRecord(node.store(), shown)->str();
    return change;
  }
  Change ItemChange(const std::string& name, ChangeKind kind) {
    Change change;
    change.kind = kind;
    const auto place = *FindItem(node, node.store(), name);
    change.feed = place.feed;
    change.index = place.chain.versions.back();
    return change;
  }
};

TEST_F(Documents, OfARecordHaveItsTextAndFacets) {
  auto learning = PlainLearning("the title");
  learning.set_setting("Operating Theatre");
  learning.add_actions()->set_text("keep apart");
  learning.add_codes()->set_display("a display");
  const std::string record = Approve(node, Report(node, learning));

  const auto document = DocumentFor(node.store(), RecordChange(record));

  ASSERT_TRUE(document);
  EXPECT_EQ(document->title, "the title");
  EXPECT_EQ(document->kind, "near-miss");
  EXPECT_EQ(document->setting, "operating-theatre");
  EXPECT_NE(document->body.find("infusion pump"), std::string::npos);
  EXPECT_NE(document->body.find("keep apart"), std::string::npos);
  EXPECT_NE(document->body.find("a display"), std::string::npos);
  EXPECT_EQ(document->body.find("2025-04"), std::string::npos);
  EXPECT_EQ(document->key, *DocumentKeyFor(RecordChange(record)));
  EXPECT_TRUE(document->network.zero());
}

TEST_F(Documents, OfAnItemNameNetworkMemberAndTheSameWork) {
  InNetwork();
  const std::string record = Approve(node, Report(node, PlainLearning("t")));
  const std::string name = Publish(node, record, {"golden-vale"});

  const auto item = DocumentFor(node.store(), ItemChange(name, ChangeKind::kBody));
  const auto own = DocumentFor(node.store(), RecordChange(record));

  ASSERT_TRUE(item);
  const auto place = *FindItem(node, node.store(), name);
  EXPECT_EQ(item->network, place.network.id);
  EXPECT_EQ(item->member, place.publisher.id);
  EXPECT_EQ(item->work, own->work);
  EXPECT_FALSE(item->work.zero());
}

TEST_F(Documents, OfWhatWasWithdrawnAreNone) {
  InNetwork();
  const std::string record = Approve(node, Report(node, PlainLearning("t")));
  const std::string name = Publish(node, record, {"golden-vale"});

  Withdraw(node, record);

  for (auto kind : {ChangeKind::kBody, ChangeKind::kRetract, ChangeKind::kErased}) {
    EXPECT_FALSE(DocumentFor(node.store(), ItemChange(name, kind)));
    EXPECT_TRUE(DocumentKeyFor(ItemChange(name, kind)));
  }
  EXPECT_FALSE(DocumentFor(node.store(), RecordChange(record)));
}

TEST_F(Documents, OfDraftsAreNone) {
  Change change;
  change.kind = ChangeKind::kDraft;
  change.key = FindDraft(node.store(), Report(node, PlainLearning("t")))->str();

  EXPECT_FALSE(DocumentFor(node.store(), change));
  EXPECT_FALSE(DocumentKeyFor(change));
}

TEST(FacetCodes, AreLowerCaseWithHyphens) {
  EXPECT_EQ(FacetCode("NEAR_MISS"), "near-miss");
  EXPECT_EQ(FacetCode("Operating Theatre"), "operating-theatre");
  EXPECT_EQ(FacetCode(""), "");
}

}  // namespace
}  // namespace candour::service_test
