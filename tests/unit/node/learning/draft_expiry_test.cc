#include "node/learning/draft_expiry.h"

#include <filesystem>

#include "node/learning/audit.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class Expiry : public NodeTest {
 protected:
  void SetUp() override { node.Put(CountRows(node.store())); }
  node::v1::StoredDraft Stored(const std::string& id) {
    return *LoadDraft(node.store(), *FindDraft(node.store(), id));
  }
  std::string Files() {
    std::string all;
    for (const auto& file : std::filesystem::recursive_directory_iterator(node.folder())) {
      if (file.is_regular_file()) all += storage::FileText(file.path());
    }
    return all;
  }
};

TEST_F(Expiry, DestroysTheKeyAfterTheTimeAndNotBefore) {
  const std::string id = Report(node, PlainLearning("call 07700 900123"));
  const auto before = Stored(id);
  world.Pass(std::chrono::hours(24 * 180));
  EXPECT_EQ(*ExpireDrafts(node.services(), 180), 0u);
  ASSERT_FALSE(Stored(id).wrapped_key().empty());

  world.Pass(std::chrono::hours(25));
  const std::string young = Report(node, PlainLearning("young"));
  EXPECT_EQ(*ExpireDrafts(node.services(), 180), 1u);
  world.Settle();

  EXPECT_TRUE(Stored(id).wrapped_key().empty());
  EXPECT_FALSE(Stored(young).wrapped_key().empty());
  const std::string files = Files();
  EXPECT_EQ(files.find(before.wrapped_key().substr(12, 32)), std::string::npos);
  EXPECT_EQ(files.find(before.sealed_original().substr(0, 32)), std::string::npos);
  EXPECT_EQ(*ExpireDrafts(node.services(), 180), 0u) << "once is enough";
  EXPECT_EQ(ListAudit(node.store(), 0, 1).front().action(), "draft.expire");
}

TEST_F(Expiry, MasksWhatNobodyDecidedAndLeavesTheMaskedSideToBeRead) {
  const std::string id = Report(node, PlainLearning("Blixtor on the hill"));
  node::v1::GetReviewRequest show;
  show.set_id(id);
  ASSERT_EQ(node.review.GetReview(Reviewer(), show)->draft().flagged(), 1u);
  world.Pass(std::chrono::hours(24 * 181));
  ASSERT_EQ(*ExpireDrafts(node.services(), 180), 1u);

  const auto review = node.review.GetReview(Reviewer(), show);

  ASSERT_TRUE(review) << review.error().message;
  EXPECT_TRUE(review->original_destroyed());
  EXPECT_FALSE(review->has_original());
  EXPECT_EQ(review->masked().title().find("Blixtor"), std::string::npos);
  EXPECT_EQ(review->draft().flagged(), 0u);
}

TEST_F(Expiry, LeavesADraftThatCanBeEditedKeptAndApproved) {
  const std::string id = Report(node, PlainLearning("a title"));
  world.Pass(std::chrono::hours(24 * 181));
  ASSERT_EQ(*ExpireDrafts(node.services(), 180), 1u);
  node::v1::DecideRedactionRequest request;
  request.set_id(id);
  auto& edit = *request.add_edits();
  edit.set_field("learning");
  edit.set_text("Mail a.nurse@example.org about the pump.");

  const auto edited = node.review.DecideRedaction(Reviewer(), request);

  ASSERT_TRUE(edited) << edited.error().message;
  EXPECT_EQ(edited->review().masked().learning().find("nurse@"), std::string::npos);
  EXPECT_EQ(Approve(node, id), id);
}

}  // namespace
}  // namespace candour::service_test
