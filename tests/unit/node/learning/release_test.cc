#include "node/learning/release.h"

#include <chrono>
#include <iostream>

#include "node/learning/judgement.h"
#include "node/learning/like_tally.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

learning::v1::Learning Patient(const std::string& period, learning::v1::AgeBand age) {
  auto learning = PlainLearning("t");
  learning.set_kind(learning::v1::LEARNING_KIND_INCIDENT);
  learning.set_period(period);
  learning.set_specialty("Cardiology");
  learning.set_age_band(age);
  learning.set_sex(learning::v1::SEX_FEMALE);
  return learning;
}

class ReleaseTest : public NodeTest {
 protected:
  void SetUp() override { node.Put(CountLikeRows(node.store())); }
  // Records that stand there without the work of making them.
  void Hold(const learning::v1::Learning& learning, int count) {
    storage::LocalWrites writes;
    for (int i = 0; i < count; ++i) {
      node::v1::StoredRecord record;
      const auto id = crypto::Sha256("record" + std::to_string(++held_));
      record.set_id(std::string(id.view().substr(0, 16)));
      record.set_state(node::v1::REPORT_STATE_KEPT);
      *record.mutable_learning() = learning;
      writes.push_back(PutRecord(record));
    }
    TurnTexts texts;
    AddLikeRows(node.store(), {}, texts, writes);
    node.Put(writes);
  }
  node::v1::Release Choose(const learning::v1::Learning& learning, uint64_t held = 300) {
    return ChooseRelease(node.store(), learning, held);
  }
  static std::string Steps(const node::v1::Release& release) {
    std::string text;
    for (const auto& step : release.steps()) text += step + "; ";
    return text;
  }

 private:
  int held_ = 0;
};

constexpr auto kOld = learning::v1::AGE_BAND_75_89;
constexpr auto kYoung = learning::v1::AGE_BAND_18_29;

TEST_F(ReleaseTest, ChangesNothingWhereFiveAreAlike) {
  Hold(Patient("2025-04", kOld), 5);

  const auto release = Choose(Patient("2025-04", kOld));

  EXPECT_EQ(Steps(release), "");
  EXPECT_EQ(release.like_records(), 5u);
  EXPECT_EQ(release.like_needed(), 5u);
  EXPECT_EQ(release.period(), "2025-04");
}

TEST_F(ReleaseTest, TakesTheCheapestStepThatReachesFive) {
  Hold(Patient("2025-04", kOld), 3);
  Hold(Patient("2025-05", kOld), 2);
  Hold(Patient("2025-04", kYoung), 9);

  const auto release = Choose(Patient("2025-04", kOld));

  EXPECT_EQ(Steps(release), "period 2025-Q2; ");
  EXPECT_EQ(release.like_released(), 5u);
  EXPECT_EQ(release.age_band(), kOld);
}

TEST_F(ReleaseTest, DropsTheAgeWhereNoPeriodHelps) {
  Hold(Patient("2025-04", kOld), 1);
  Hold(Patient("2025-04", kYoung), 4);

  const auto release = Choose(Patient("2025-04", kOld));

  EXPECT_EQ(Steps(release), "no age; ");
  EXPECT_EQ(release.age_band(), learning::v1::AGE_BAND_UNSPECIFIED);
}

TEST_F(ReleaseTest, NeedsTwentyForChildrenAndSuicide) {
  Hold(Patient("2025-04", learning::v1::AGE_BAND_0_17), 19);
  EXPECT_EQ(Choose(Patient("2025-04", learning::v1::AGE_BAND_0_17)).like_needed(), 20u);
  EXPECT_NE(Steps(Choose(Patient("2025-04", learning::v1::AGE_BAND_0_17))), "");
  auto suicide = Patient("2025-04", kOld);
  suicide.set_what_happened("The ligature point had not been found.");
  EXPECT_EQ(Choose(suicide).like_needed(), 20u);
}

TEST_F(ReleaseTest, FallsBackToTheYearAloneAndToNothing) {
  Hold(Patient("2025-04", kOld), 1);
  auto other = Patient("2025-04", kOld);
  other.set_setting("Clinic");
  Hold(other, 6);

  const auto year = Choose(Patient("2025-04", kOld));
  EXPECT_EQ(year.period(), "2025");
  EXPECT_EQ(year.setting(), "");
  EXPECT_EQ(year.like_released(), 7u);

  const auto nothing = Choose(Patient("2011-04", kOld));
  EXPECT_EQ(nothing.period(), "");
  EXPECT_EQ(nothing.like_released(), 300u);
}

TEST_F(ReleaseTest, OfAlmostNoRecordsTellsTheYearAndNeitherAgeNorSex) {
  const auto release = Choose(Patient("2025-04", kOld), /*held=*/199);

  EXPECT_TRUE(release.few_records());
  EXPECT_EQ(Steps(release), "period 2025; no age; no sex; ");
  EXPECT_EQ(release.specialty(), "Cardiology");
}

TEST_F(ReleaseTest, LeavesKindsWithoutAPatientAlone) {
  auto practice = Patient("2025-04", kOld);
  practice.set_kind(learning::v1::LEARNING_KIND_GOOD_PRACTICE);

  const auto release = Choose(practice, /*held=*/1);

  EXPECT_EQ(release.like_needed(), 0u);
  EXPECT_EQ(release.period(), "2025-04");
}

TEST_F(ReleaseTest, IsWhatPublishingSends) {
  InNetwork();
  auto learning = Patient("2025-04", kOld);
  learning.set_learning("A 78-year-old fell; [DATE: Q2 2025]. Check the rails.");
  const std::string name = Publish(node, Approve(node, Report(node, learning)), {"Golden Vale"});
  world.Settle();
  node::v1::GetLearningRequest request;
  request.set_name(name);

  const auto item = node.learning.GetLearning(Reviewer(), request);

  ASSERT_TRUE(item) << item.error().message;
  EXPECT_EQ(item->learning().period(), "2025");
  EXPECT_EQ(item->learning().age_band(), learning::v1::AGE_BAND_UNSPECIFIED);
  EXPECT_EQ(item->learning().sex(), learning::v1::SEX_UNSPECIFIED);
  EXPECT_EQ(item->learning().learning(), "A [AGE] fell; [DATE: 2025]. Check the rails.");
}

TEST_F(ReleaseTest, CountsIntoTheRiskOfWhatWouldTravel) {
  Hold(Patient("2025-04", kOld), 220);
  const std::string id = Report(node, Patient("2025-04", kOld));
  const auto draft = *LoadDraft(node.store(), *FindDraft(node.store(), id));
  node.Put(CountRows(node.store()));

  const Judgement judgement = Judge(node.services(), node.store(), draft, {});

  EXPECT_EQ(judgement.release.like_released(), 221u);
  EXPECT_NEAR(judgement.parts.quasi_identifiers, 0.5 / 221, 1e-9);
}

// The cost of asking follows the cells of one year, not the records.
TEST_F(ReleaseTest, CostsTheSameHoweverManyAreHeld) {
  Hold(Patient("2025-04", kOld), 200);
  const auto rows = [&] { return LikeCellsOf(node.store(), CellOf(Patient("2025-04", kOld))); };
  const size_t before = rows().size();

  Hold(Patient("2025-04", kOld), 800);

  EXPECT_EQ(rows().size(), before);
}

}  // namespace
}  // namespace candour::service_test
