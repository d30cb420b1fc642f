#include "node/sweeper.h"

#include <gtest/gtest.h>

#include <future>

#include "tests/unit/node/storage/store_fixture.h"

namespace candour {
namespace {

using storage::LocalFamily;

const NetworkId kNetwork = *NetworkId::From(std::string(16, 'n'));
const FeedId kFeed = *FeedId::From(std::string(16, 'f'));

// A store with one hidden retraction and one destroyed draft; the steps of a sweep leave notes.
class SweeperTest : public storage::StoreTest {
 protected:
  void SetUp() override {
    Open();
    FeedState feed;
    feed.feed = kFeed;
    feed.network = kNetwork;
    Retraction hidden{.feed = kFeed, .target = 3, .by_feed = kFeed, .by_index = 5};
    Retraction erased{.feed = kFeed, .target = 1, .by_feed = kFeed, .by_index = 2};
    erased.state = ErasureState::kErased;
    storage::LocalWrites local{{LocalFamily::kDraft, std::string(16, 'd'), std::nullopt}};
    AddSweepRows(local);
    const WriteSet writes{PutManifest{{kNetwork, 1, "note"}}, PutFeed{feed}, PutRetraction{hidden},
                          PutRetraction{erased}};
    ASSERT_TRUE(store_->Commit(writes, local));
  }

  Sweeper::Options MakeOptions() {
    return {.snapshot = [this] { return store_->Snapshot(); },
            .sweep_store = [this](const storage::SweepRequest& request) -> Status {
              notes_ += "store " + std::to_string(request.bodies.size()) + " bodies " +
                        std::to_string(request.drafts.size()) + " drafts; ";
              if (failures_-- > 0) return Fail(ErrorCode::kUnavailable, "BUSY", "a view lives");
              return {};
            },
            .erase_index = [this](std::vector<storage::Change> gone) -> Status {
              notes_ += "index " + std::to_string(gone.size()) + "; ";
              return {};
            },
            .run = [this](const Turns::Decide& decide) { return Finish(decide); },
            .failed = [this](const Error& error) { notes_ += "failed " + error.reason + "; "; },
            .retry_pause = std::chrono::milliseconds(1)};
  }

  Status Finish(const Turns::Decide& decide) {
    const Result<LocalTurn> turn = decide(store_->Latest(), Now{});
    if (!turn) return Fail(turn.error());
    const Status committed = store_->Commit({}, turn->writes);
    if (turn->event) finished_.set_value(std::get<SweepFinished>(*turn->event));
    return committed;
  }

  std::string notes_;
  int failures_ = 0;
  std::promise<SweepFinished> finished_;
};

TEST_F(SweeperTest, SweepsAtStartWhatIsStillHidden) {
  Sweeper sweeper(MakeOptions());
  sweeper.Start();
  const SweepFinished finished = finished_.get_future().get();
  sweeper.Stop();

  EXPECT_EQ(finished.erased, (std::vector<std::pair<FeedId, uint64_t>>{{kFeed, 3}}));
  EXPECT_EQ(notes_, "store 1 bodies 1 drafts; index 2; ");
  EXPECT_TRUE(ReadSweepRows(store_->Latest()).empty());
}

TEST_F(SweeperTest, SaysNothingIsErasedUntilASweepHasFinished) {
  failures_ = 2;
  Sweeper sweeper(MakeOptions());
  sweeper.Start();
  finished_.get_future().wait();
  sweeper.Stop();

  EXPECT_EQ(notes_,
            "store 1 bodies 1 drafts; failed BUSY; store 1 bodies 1 drafts; failed BUSY; "
            "store 1 bodies 1 drafts; index 2; ");
}

}  // namespace
}  // namespace candour
