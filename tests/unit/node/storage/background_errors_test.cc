// Errors that RocksDB meets on threads of its own, or would mend there.
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "node/storage/engine.h"
#include "tests/unit/node/storage/store_fixture.h"

namespace candour::storage {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

// What is wrong with the disk.
class Fault {
 public:
  bool full() const { return full_; }  // No room in logs, nor for tables.
  void SetFull() { full_ = true; }

  void FailNextManifest() {
    const std::lock_guard lock(mutex_);
    armed_ = true;
  }
  // The next sync of a manifest fails, and says so when it is let go.
  bool FailsHere() {
    std::unique_lock lock(mutex_);
    if (!armed_) return false;
    armed_ = false;
    reached_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return released_; });
    return true;
  }
  void WaitUntilReached() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return reached_; });
  }
  void LetGo() {
    const std::lock_guard lock(mutex_);
    released_ = true;
    changed_.notify_all();
  }

 private:
  std::atomic<bool> full_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool armed_ = false;
  bool reached_ = false;
  bool released_ = false;
};

class BrokenFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  BrokenFile(std::unique_ptr<rocksdb::FSWritableFile> file, std::string path, Fault& fault)
      : FSWritableFileOwnerWrapper(std::move(file)), path_(std::move(path)), fault_(fault) {}

  IOStatus Append(const rocksdb::Slice& bytes, const IOOptions& options,
                  IODebugContext* dbg) override {
    if (fault_.full() && path_.ends_with(".log")) return IOStatus::NoSpace("full", path_);
    return target()->Append(bytes, options, dbg);
  }
  IOStatus Append(const rocksdb::Slice& bytes, const IOOptions& options,
                  const rocksdb::DataVerificationInfo&, IODebugContext* dbg) override {
    return Append(bytes, options, dbg);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* dbg) override {
    const bool manifest = path_.find("/MANIFEST-") != std::string::npos;
    if (manifest && fault_.FailsHere()) return IOStatus::IOError("broken", path_);
    return target()->Sync(options, dbg);
  }

 private:
  const std::string path_;
  Fault& fault_;
};

class BrokenFiles final : public rocksdb::FileSystemWrapper {
 public:
  explicit BrokenFiles(Fault& fault)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), fault_(fault) {}
  const char* Name() const override { return "BrokenFiles"; }
  IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* result,
                           IODebugContext* dbg) override {
    if (fault_.full() && path.ends_with(".sst")) return IOStatus::NoSpace("full", path);
    std::unique_ptr<rocksdb::FSWritableFile> file;
    const IOStatus status = target()->NewWritableFile(path, options, &file, dbg);
    if (status.ok()) *result = std::make_unique<BrokenFile>(std::move(file), path, fault_);
    return status;
  }

 private:
  Fault& fault_;
};

class BackgroundErrorsTest : public StoreTest {
 protected:
  StoreOptions Options() {
    StoreOptions options = OptionsIn(folder_.path());
    options.env = env_.get();
    return options;
  }
  void TearDown() override { store_.reset(); }  // Before the files that it stands on.

  Fault fault_;
  const std::unique_ptr<rocksdb::Env> env_ =
      rocksdb::NewCompositeEnv(std::make_shared<BrokenFiles>(fault_));
};

TEST_F(BackgroundErrorsTest, AManifestThatIsNotSyncedIsNoticedWithoutACommit) {
  StoreOptions options = Options();
  options.write_buffer_bytes = 256 << 10;
  Open(options);
  const FeedId feed = FeedNamed('a');
  fault_.FailNextManifest();
  // One buffer full, and the fourth begins the next: what is full is written in the background.
  for (uint64_t i = 0; i < 4; ++i) Commit({PutBody{feed, i, crypto::RandomBytes(100'000)}});
  fault_.WaitUntilReached();

  // Nobody can know yet, and what is committed until then is in the log.
  Commit({PutBody{feed, 4, "meanwhile"}});
  EXPECT_FALSE(store_->Failed());

  fault_.LetGo();
  EXPECT_FALSE(store_->Sweep({.everything = true}));  // Waits for all that is being written.
  ASSERT_TRUE(store_->Failed());
  const Status refused = store_->Commit({PutBody{feed, 5, "too late"}}, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "STORE_READ_ONLY");
  Open(options);
  for (uint64_t i = 0; i < 5; ++i) EXPECT_TRUE(Latest().Body(feed, i)) << i;
  EXPECT_FALSE(Latest().Body(feed, 5));
}

// It would write tables past what the log lost, one family after the other, and a database that is
// closed or filled again in between opens no more: "SST file is ahead of WALs".
TEST_F(BackgroundErrorsTest, RocksDbDoesNotMendAFullDiskByItself) {
  auto engine = Engine::Open(Options());
  ASSERT_TRUE(engine) << engine.error().message;
  rocksdb::DB& db = *(*engine)->db();
  ASSERT_TRUE(db.Put(SyncedWrite(), (*engine)->At(Family::kMeta), "key", "value").ok());

  fault_.SetFull();
  const auto written = db.Put(SyncedWrite(), (*engine)->At(Family::kMeta), "key", "value");
  ASSERT_TRUE(Engine::IsNoSpace(written)) << written.ToString();

  // The disk stays full: were RocksDB mending, it still would be, and have no time for us.
  const rocksdb::Status resumed = db.Resume();
  EXPECT_FALSE(resumed.IsBusy());
  EXPECT_TRUE(Engine::IsNoSpace(resumed)) << resumed.ToString();
}

}  // namespace
}  // namespace candour::storage
