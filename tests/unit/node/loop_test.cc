#include "node/loop.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "node/sweep_rows.h"
#include "tests/sim/cast.h"
#include "tests/unit/node/storage/store_fixture.h"

namespace candour {
namespace {

using storage::LocalFamily;
using storage::LocalWrite;

LocalTurn Writing(const std::string& key, const std::string& value) {
  LocalTurn turn;
  turn.writes.push_back({LocalFamily::kMeta, key, value});
  return turn;
}

// A loop over a real store whose commits can be made to fail, and a transcript of what it does.
class LoopTest : public storage::StoreTest {
 protected:
  void SetUp() override {
    Open();
    loop_ = std::make_unique<Loop>(Loop::Options{
        .core = {},
        .store = {
            .latest = [this]() -> const storage::Reader& { return store_->Latest(); },
            .snapshot = [this] { return store_->Snapshot(); },
            .commit = [this](const WriteSet& writes, const storage::LocalWrites& local) -> Status {
              ++commits_;
              if (refuse_) return Fail(*refuse_);
              return store_->Commit(writes, local);
            },
            .failed = [] { return std::nullopt; }},
        .effects = {.act = [this](Action action) { return Act(std::move(action)); },
                    .committed = [this] { Note("committed"); },
                    .complete = [](OwnKeys&) {},
                    .reopen =
                        [this] {
                          Note("reopen");
                          return networks_;
                        },
                    .failed = [this](const Error& error) { Note("failed " + error.reason); }},
        .clock = [this] { return Now{.instant = {Duration(now_ms_)}, .wall = sim::kEpochStart}; }});
    loop_->Start();
  }
  void TearDown() override { loop_.reset(); }

  Status Act(Action action) {
    if (std::holds_alternative<WriteGuard>(action)) {
      Note(guard_ ? "guard" : "no guard");
      return guard_;
    }
    if (std::holds_alternative<StartSweep>(action)) Note("sweep");
    if (auto* answer = std::get_if<AnswerPeer>(&action)) {
      answered_.set_value({answer->call, answer->reply ? "reply" : answer->reply.error().reason});
    }
    return {};
  }

  // A network whose only member and hub this node is, with one text published.
  Status Publish() {
    Status done = loop_->Run([&](const storage::Reader&, Now) -> Result<LocalTurn> {
      LocalTurn turn;
      turn.event = ManifestOffered{cast_.network, cast_.genesis, std::nullopt};
      return turn;
    });
    if (done) done = OpenNetwork(cast_.KeysOf(0));
    return done ? loop_->Run([&](const storage::Reader&, Now) -> Result<LocalTurn> {
      LocalTurn turn;
      turn.event = ItemPublished{cast_.network, *ItemId::From(std::string(16, 'i')),
                                 std::string(32, 's'), "text", sim::kEpochStart};
      return turn;
    })
                : done;
  }
  Status OpenNetwork(OwnKeys keys) {
    networks_ = {NetworkOpened{keys}};
    return loop_->Run([&](const storage::Reader&, Now) -> Result<LocalTurn> {
      LocalTurn turn;
      turn.event = NetworkOpened{keys};
      return turn;
    });
  }

  Status Write(const std::string& key, const std::string& value) {
    return loop_->Run(
        [&](const storage::Reader&, Now) -> Result<LocalTurn> { return Writing(key, value); });
  }

  void Note(const std::string& what) { transcript_ += what + "; "; }
  // All notes come from the loop's thread, which is idle when Run has come back.
  std::string Transcript() { return std::exchange(transcript_, ""); }

  std::unique_ptr<Loop> loop_;
  std::string transcript_;
  std::optional<Error> refuse_;
  const sim::Cast cast_ = sim::MakeCast(/*seed=*/3, 1);
  std::vector<Event> networks_;
  Status guard_;
  std::atomic<int64_t> now_ms_{0};
  int commits_ = 0;
  std::promise<std::pair<CallHandle, std::string>> answered_;
};

TEST_F(LoopTest, LooksAgainAfterEveryCommitForWhoeverWaits) {
  std::promise<void> looked;
  std::atomic<int> looks{0};
  auto waiting = std::async(std::launch::async, [&] {
    return loop_->Await(Duration{60'000}, [&](const storage::Reader& store) {
      if (looks++ == 0) looked.set_value();
      return store.Get(LocalFamily::kMeta, "user/anna").has_value();
    });
  });
  looked.get_future().wait();
  ASSERT_TRUE(Write("user/ben", "row"));
  ASSERT_TRUE(Write("user/anna", "row"));

  EXPECT_TRUE(waiting.get());
  EXPECT_FALSE(loop_->Await(Duration{0}, [](const storage::Reader&) { return false; }));
}

TEST_F(LoopTest, LetsWhoeverWaitsGoWhenItStops) {
  std::promise<void> looked;
  auto waiting = std::async(std::launch::async, [&] {
    return loop_->Await(Duration{60'000}, [&](const storage::Reader&) {
      looked.set_value();
      return false;
    });
  });
  looked.get_future().wait();

  loop_->Stop();

  EXPECT_FALSE(waiting.get());
}

TEST_F(LoopTest, CommitsBeforeItComesBack) {
  ASSERT_TRUE(Write("user/anna", "row"));
  EXPECT_EQ(Transcript(), "reopen; committed; ");
  EXPECT_EQ(loop_->Snapshot()->Get(LocalFamily::kMeta, "user/anna"), "row");
}

TEST_F(LoopTest, DecidesOnTheNewestCommit) {
  ASSERT_TRUE(Write("user/anna", "1"));
  const Status second = loop_->Run([](const storage::Reader& store, Now) -> Result<LocalTurn> {
    EXPECT_EQ(store.Get(LocalFamily::kMeta, "user/anna"), "1");
    return Writing("user/anna", "2");
  });
  ASSERT_TRUE(second);
  EXPECT_EQ(loop_->Snapshot()->Get(LocalFamily::kMeta, "user/anna"), "2");
}

TEST_F(LoopTest, TouchesNoDiskWhenThereIsNothingToWrite) {
  ASSERT_TRUE(loop_->Run([](const storage::Reader&, Now) { return LocalTurn{}; }));
  EXPECT_EQ(commits_, 0);
}

TEST_F(LoopTest, WritesNothingOfARefusedDecision) {
  const Status refused = loop_->Run([](const storage::Reader&, Now) -> Result<LocalTurn> {
    return Fail(ErrorCode::kConflict, "CHANGED", "read again");
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "CHANGED");
  EXPECT_EQ(commits_, 0);
}

TEST_F(LoopTest, RefusesTheWholeTurnWhenTheCoreRefusesItsEvent) {
  const Status refused = loop_->Run([](const storage::Reader&, Now) -> Result<LocalTurn> {
    LocalTurn turn = Writing("record/x", "row");
    turn.event = ItemRetracted{};  // Of a network that nobody knows.
    return turn;
  });
  EXPECT_FALSE(refused);
  EXPECT_EQ(commits_, 0);
}

TEST_F(LoopTest, StopsWritingForGoodWhenTheDiskFails) {
  ASSERT_TRUE(Write("user/anna", "row"));
  Transcript();
  refuse_ = Error{ErrorCode::kUnavailable, "DISK", "the disk failed"};

  EXPECT_FALSE(Write("user/ben", "row"));
  EXPECT_EQ(Transcript(), "failed DISK; ");
  ASSERT_TRUE(loop_->ReadOnly());
  refuse_.reset();
  const Status later = Write("user/ben", "row");
  ASSERT_FALSE(later);
  EXPECT_EQ(later.error().reason, "DISK");
  EXPECT_EQ(commits_, 2);  // The last one was not even tried.
  EXPECT_TRUE(loop_->Snapshot()->Get(LocalFamily::kMeta, "user/anna"));
}

TEST_F(LoopTest, GoesOnOnceAFullDiskHasSpace) {
  refuse_ = Error{ErrorCode::kFull, "DISK_FULL", "no space"};
  EXPECT_FALSE(Write("user/anna", "row"));
  EXPECT_FALSE(loop_->ReadOnly());
  refuse_.reset();
  EXPECT_TRUE(Write("user/anna", "row"));
}

TEST_F(LoopTest, LetsNothingOutUntilAFullDiskTakesTheGuard) {
  guard_ = Fail(ErrorCode::kFull, "DISK_FULL", "no space for the guard file");
  ASSERT_TRUE(Publish());  // It is committed, and waits.
  EXPECT_FALSE(loop_->ReadOnly());
  const std::string held = Transcript();
  EXPECT_NE(held.find("no guard; failed DISK_FULL; reopen; "), std::string::npos) << held;
  EXPECT_NE(loop_->SigningBlocked(cast_.network), "");

  guard_ = {};
  now_ms_ = 6'000;
  (void)loop_->SigningBlocked(cast_.network);  // Wakes it.

  EXPECT_EQ(loop_->SigningBlocked(cast_.network), "");
  const std::string after = Transcript();
  EXPECT_NE(after.find("reopen; guard; "), std::string::npos) << after;
}

TEST_F(LoopTest, RemembersWhatHasToLeaveTheDisk) {
  const Status done = loop_->Run([](const storage::Reader&, Now) -> Result<LocalTurn> {
    LocalTurn turn;
    turn.writes.push_back({LocalFamily::kDraft, std::string(16, 'd'), std::nullopt});
    turn.writes.push_back({LocalFamily::kMeta, "audit/1", "row"});
    turn.after = LocalTurn::After::kSweep;
    return turn;
  });
  ASSERT_TRUE(done);
  EXPECT_EQ(Transcript(), "reopen; committed; sweep; ");
  const SweepKeys keys = ReadSweepRows(*loop_->Snapshot());
  EXPECT_EQ(keys.drafts, std::vector<std::string>{std::string(16, 'd')});
  EXPECT_TRUE(keys.records.empty());
}

TEST_F(LoopTest, AnswersAPeersCall) {
  PushHeadRequest request;
  request.network = *NetworkId::From(std::string(16, 'n'));
  EXPECT_TRUE(loop_->Post(PeerAsked{.call = 7,
                                    .who = {.network = request.network, .member = {}, .spki = {}},
                                    .request = request}));
  const auto [call, outcome] = answered_.get_future().get();
  EXPECT_EQ(call, 7u);
  EXPECT_NE(outcome, "reply");
}

TEST_F(LoopTest, RefusesEverybodyOnceItHasStopped) {
  loop_->Stop();
  const Status late = Write("user/anna", "row");
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().reason, "STOPPING");
  EXPECT_FALSE(loop_->Post(PeerHinted{}));
}

}  // namespace
}  // namespace candour
