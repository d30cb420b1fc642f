// A disk that fills up: on a small file system of its own, which needs the right to mount one.
#include <sys/mount.h>
#include <sys/statvfs.h>

#include "federation/feed/leaf.h"
#include "tests/unit/node/storage/store_fixture.h"

namespace candour::storage {
namespace {

constexpr uint64_t kMiB = 1 << 20;

class FullDiskTest : public StoreTest {
 protected:
  void SetUp() override {
    if (::mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, "size=40m") != 0) {
      GTEST_SKIP() << "mounting a file system of 40 MB is not permitted here";
    }
    mounted_ = true;
  }
  void TearDown() override {
    store_.reset();
    if (mounted_) ::umount2(folder_.path().c_str(), MNT_DETACH);
  }
  uint64_t Free() const {
    struct statvfs found = {};
    ::statvfs(folder_.path().c_str(), &found);
    return found.f_bavail * found.f_frsize;
  }
  // Fills the disk until only so much is left.
  void FillUpTo(uint64_t left) {
    std::ofstream filler(folder_.path() + "/filler", std::ios::binary | std::ios::app);
    const std::string block(4096, 'x');
    while (Free() > left) {
      filler << block;
      filler.flush();
    }
  }
  void MakeSpace() { std::filesystem::remove(folder_.path() + "/filler"); }
  Status CommitBody(uint64_t index) {
    return store_->Commit({PutBody{feed_, index, crypto::RandomBytes(60'000)}}, {});
  }
  Status CommitWithdrawal(uint64_t target) {
    return store_->Commit({EraseBody{feed_, target},
                           PutRetraction{{.feed = feed_, .target = target, .by_feed = feed_}}},
                          {});
  }
  uint64_t ReserveBytes() const {
    std::error_code failed;
    const uint64_t size = std::filesystem::file_size(folder_.path() + "/reserve", failed);
    return failed ? 0 : size;
  }

  const FeedId feed_ = FeedNamed('a');
  bool mounted_ = false;
};

TEST_F(FullDiskTest, RefusesNewsAndTakesWithdrawalsBeforeTheDiskIsFull) {
  StoreOptions options = OptionsIn(folder_.path());
  options.reserve_bytes = 8 * kMiB;
  options.free_floor_bytes = 4 * kMiB;
  Open(options);
  ASSERT_TRUE(CommitBody(0));
  ASSERT_EQ(ReserveBytes(), 8 * kMiB);

  FillUpTo(3 * kMiB);
  const Status refused = CommitBody(1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kFull);
  EXPECT_TRUE(store_->Full());
  EXPECT_EQ(ReserveBytes(), 8 * kMiB) << "given up for nothing";
  EXPECT_TRUE(Latest().Body(feed_, 0));

  const Status withdrawn = CommitWithdrawal(0);
  ASSERT_TRUE(withdrawn) << withdrawn.error().message;
  EXPECT_EQ(ReserveBytes(), 0u);
  ASSERT_TRUE(store_->Sweep({.bodies = {{feed_, 0}}}));

  MakeSpace();
  ASSERT_TRUE(CommitBody(2));
  EXPECT_FALSE(store_->Full());
  EXPECT_EQ(ReserveBytes(), 8 * kMiB);
  EXPECT_FALSE(store_->Failed());
}

TEST_F(FullDiskTest, AWithdrawalThatIsStillALeafMayUseTheReserve) {
  StoreOptions options = OptionsIn(folder_.path());
  options.reserve_bytes = 8 * kMiB;
  options.free_floor_bytes = 4 * kMiB;
  Open(options);
  FillUpTo(3 * kMiB);
  const auto staged = [&](LeafKind kind) {
    const Bytes leaf = EncodeLeaf({.kind = static_cast<uint8_t>(kind)});
    return store_->Commit({PutStaged{{.feed = feed_, .sequence = 1, .leaf = leaf, .blob = ""}}},
                          {});
  };

  EXPECT_FALSE(staged(LeafKind::kItem));
  EXPECT_TRUE(staged(LeafKind::kRetract));
}

TEST_F(FullDiskTest, RecoversByItselfWhenAWriteMetTheFullDisk) {
  StoreOptions options = OptionsIn(folder_.path());
  options.reserve_bytes = 8 * kMiB;
  Open(options);
  FillUpTo(200 * 1024);
  uint64_t kept = 0;
  Status committed = CommitBody(kept);
  // Each success adds 60 kB: this ends, and within the first reserve at the latest.
  while (committed && kept < 400) {
    FillUpTo(100 * 1024);
    committed = CommitBody(++kept);
  }
  ASSERT_FALSE(committed) << "the disk never was full";
  EXPECT_EQ(committed.error().code, ErrorCode::kFull) << committed.error().message;
  for (uint64_t i = 0; i < kept; ++i) EXPECT_TRUE(Latest().Body(feed_, i)) << i;
  EXPECT_FALSE(Latest().Body(feed_, kept)) << "refused and yet there";

  MakeSpace();
  ASSERT_TRUE(CommitBody(1000));
  EXPECT_FALSE(store_->Failed());
  EXPECT_EQ(Latest().NewestChange(), kept + 1);
  Open(options);
  EXPECT_TRUE(Latest().Body(feed_, 1000));
  EXPECT_FALSE(Latest().Body(feed_, kept));
}

TEST_F(FullDiskTest, ReadsGoOnAndWritesWaitWhenThereIsNoReserve) {
  Open();
  ASSERT_TRUE(CommitBody(0));
  FillUpTo(0);
  Status committed;
  for (uint64_t i = 1; committed && i < 100; ++i) committed = CommitBody(i);
  ASSERT_FALSE(committed);
  EXPECT_EQ(committed.error().code, ErrorCode::kFull);

  EXPECT_FALSE(CommitBody(500));
  EXPECT_TRUE(Latest().Body(feed_, 0));
  EXPECT_FALSE(store_->Failed());

  MakeSpace();
  const Status again = CommitBody(501);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_TRUE(Latest().Body(feed_, 501));
}

}  // namespace
}  // namespace candour::storage
