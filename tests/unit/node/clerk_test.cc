#include "node/clerk.h"

#include <gtest/gtest.h>


namespace candour {
namespace {

using std::chrono::hours;

// Passes are counted; the test waits for the one it wants.
class Passes {
 public:
  bool Take() {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++count_;
    changed_.notify_all();
    return count_ <= busy_;
  }
  bool Reach(int count) {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), [&] { return count_ >= count; });
  }
  void BusyUntil(int count) { busy_ = count; }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
  int busy_ = 0;
};

TEST(Clerk, GoesOnWhileThereIsSomethingToDo) {
  Passes passes;
  passes.BusyUntil(3);
  Clerk clerk([&] { return passes.Take(); }, hours(1));
  clerk.Start();
  EXPECT_TRUE(passes.Reach(4));
}

TEST(Clerk, IsWokenByNews) {
  Passes passes;
  Clerk clerk([&] { return passes.Take(); }, hours(1));
  clerk.Start();
  ASSERT_TRUE(passes.Reach(1));
  clerk.Wake();
  EXPECT_TRUE(passes.Reach(2));
}

TEST(Clerk, ComesAgainByItself) {
  Passes passes;
  Clerk clerk([&] { return passes.Take(); }, std::chrono::milliseconds(1));
  clerk.Start();
  EXPECT_TRUE(passes.Reach(3));
  clerk.Stop();
}

}  // namespace
}  // namespace candour
