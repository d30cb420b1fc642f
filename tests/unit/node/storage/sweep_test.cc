// Erased text leaves every file of the store: with a control that the search does find it before.
#include <thread>

#include "tests/unit/node/storage/store_fixture.h"

namespace candour::storage {
namespace {

class SweepTest : public StoreTest {
 protected:
  std::vector<std::string> Found(const std::string& ending = "") {
    return FilesWith(canary_, folder_.path(), ending);
  }
  std::string Text() const { return "The canary sang: " + canary_ + ", twice."; }

  const std::string canary_ = FreshCanary();
  const FeedId feed_ = FeedNamed('a');
};

TEST_F(SweepTest, ErasedBodiesRecordsDraftsAndStagedEntriesAreInNoFile) {
  Open();
  Commit({PutBody{feed_, 5, Text()},
          PutStaged{{.feed = feed_, .sequence = 1, .leaf = "l", .blob = Text()}}},
         {{LocalFamily::kRecord, "record", Text()}});
  ASSERT_TRUE(store_->Sweep({.everything = true}));  // Writes tables; nothing is erased yet.
  Commit({}, {{LocalFamily::kDraft, "draft", Text()}});
  ASSERT_FALSE(Found(".sst").empty()) << "the control found no text in a table";
  ASSERT_FALSE(Found(".log").empty()) << "the control found no text in the log";

  Commit({EraseBody{feed_, 5}, DropStaged{feed_, 1}},
         {{LocalFamily::kRecord, "record", std::nullopt},
          {LocalFamily::kDraft, "draft", std::nullopt}});
  ASSERT_FALSE(Found().empty()) << "deleting alone was not expected to be enough";
  const Status swept =
      store_->Sweep({.bodies = {{feed_, 5}}, .records = {"record"}, .drafts = {"draft"}});

  ASSERT_TRUE(swept) << swept.error().message;
  EXPECT_EQ(Found(), std::vector<std::string>{});
}

TEST_F(SweepTest, OverwrittenVersionsGoAndTheNewestStays) {
  Open();
  Commit({}, {{LocalFamily::kDraft, "draft", Text()}});
  ASSERT_TRUE(store_->Sweep({.everything = true}));
  ASSERT_FALSE(Found(".sst").empty());

  Commit({}, {{LocalFamily::kDraft, "draft", "masked"}});
  ASSERT_TRUE(store_->Sweep({.drafts = {"draft"}}));

  EXPECT_EQ(Found(), std::vector<std::string>{});
  EXPECT_EQ(Latest().Get(LocalFamily::kDraft, "draft"), "masked");
}

TEST_F(SweepTest, OneErasedBodyAmongManyGoesAndTheOthersStay) {
  Open();
  // Several tables on several levels.
  for (uint64_t i = 0; i < 400; ++i) {
    Commit({PutBody{feed_, i, i == 200 ? Text() : crypto::RandomBytes(20'000)}});
  }
  ASSERT_TRUE(store_->Sweep({.everything = true}));
  Commit({PutBody{feed_, 200, Text() + " Again."}});
  ASSERT_FALSE(Found(".sst").empty());

  Commit({EraseBody{feed_, 200}});
  ASSERT_TRUE(store_->Sweep({.bodies = {{feed_, 200}}}));

  EXPECT_EQ(Found(), std::vector<std::string>{});
  EXPECT_FALSE(Latest().Body(feed_, 200));
  EXPECT_TRUE(Latest().Body(feed_, 199));
  EXPECT_TRUE(Latest().Body(feed_, 399));
  Open();
  EXPECT_EQ(Found(), std::vector<std::string>{});
}

// A retraction may come before its text did; and a crash may come between a sweep and its commit.
TEST_F(SweepTest, EndsForARowThatNeverWasAndForOneThatWasSweptBefore) {
  Open();
  Commit({PutBody{feed_, 1, "one"}, PutBody{feed_, 3, Text()}, PutBody{feed_, 5, "five"}});
  ASSERT_TRUE(store_->Sweep({.everything = true}));  // One table with keys around the gap.
  const Status never = store_->Sweep({.bodies = {{feed_, 2}}});
  ASSERT_TRUE(never) << never.error().message;
  Commit({EraseBody{feed_, 3}});
  ASSERT_TRUE(store_->Sweep({.bodies = {{feed_, 3}}}));

  const Status again = store_->Sweep({.bodies = {{feed_, 3}}});

  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(Found(), std::vector<std::string>{});
  EXPECT_EQ(Latest().Body(feed_, 5), "five");
}

TEST_F(SweepTest, DoesNotCallItErasedWhileAnOlderViewLives) {
  Open();
  Commit({PutBody{feed_, 5, Text()}});
  std::unique_ptr<Reader> view = store_->Snapshot();
  Commit({EraseBody{feed_, 5}});

  const Status refused = store_->Sweep({.bodies = {{feed_, 5}}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "SWEEP_UNFINISHED");
  EXPECT_EQ(view->Body(feed_, 5), Text());
  EXPECT_FALSE(Found().empty());

  view.reset();
  ASSERT_TRUE(store_->Sweep({.bodies = {{feed_, 5}}}));
  EXPECT_EQ(Found(), std::vector<std::string>{});
}

TEST_F(SweepTest, WaitsForAnOlderViewThatIsGivenBackInTime) {
  StoreOptions options = OptionsIn(folder_.path());
  options.lease_wait = std::chrono::milliseconds(10'000);
  Open(options);
  Commit({PutBody{feed_, 5, Text()}});
  std::unique_ptr<Reader> view = store_->Snapshot();
  Commit({EraseBody{feed_, 5}});

  std::thread sweeping([&] {
    const Status swept = store_->Sweep({.bodies = {{feed_, 5}}});
    EXPECT_TRUE(swept);
  });
  view.reset();
  sweeping.join();

  EXPECT_EQ(Found(), std::vector<std::string>{});
}

TEST_F(SweepTest, CommitsAndYoungerViewsGoOnDuringASweep) {
  Open();
  Commit({PutBody{feed_, 5, Text()}});
  Commit({EraseBody{feed_, 5}});

  std::thread sweeping([&] { EXPECT_TRUE(store_->Sweep({.bodies = {{feed_, 5}}})); });
  for (uint64_t i = 100; i < 200; ++i) Commit({PutBody{feed_, i, "more"}});
  sweeping.join();

  EXPECT_EQ(Found(), std::vector<std::string>{});
  EXPECT_EQ(Latest().Body(feed_, 199), "more");
}

}  // namespace
}  // namespace candour::storage
