#include "node/clerk.h"

#include <gtest/gtest.h>

namespace candour {
namespace {

using std::chrono::milliseconds;

// Passes are counted; the test waits for the one it wants.
class Passes {
 public:
  explicit Passes(Clerk::Rest rest) : rest_(rest) {}
  Clerk::Rest Take() {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++count_;
    changed_.notify_all();
    return rest_;
  }
  bool Reach(int count) {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), [&] { return count_ >= count; });
  }
  int count() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return count_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
  const Clerk::Rest rest_;
};

TEST(Clerk, GoesOnWhileThereIsSomethingToDo) {
  Passes passes(milliseconds(0));
  Clerk clerk([&] { return passes.Take(); });
  clerk.Start();
  EXPECT_TRUE(passes.Reach(4));
}

TEST(Clerk, IsWokenByNews) {
  Passes passes(std::nullopt);
  Clerk clerk([&] { return passes.Take(); });
  clerk.Start();
  ASSERT_TRUE(passes.Reach(1));
  clerk.Wake();
  EXPECT_TRUE(passes.Reach(2));
  clerk.Stop();
  EXPECT_EQ(passes.count(), 2);
}

TEST(Clerk, ComesAgainAfterItsRest) {
  Passes passes(milliseconds(1));
  Clerk clerk([&] { return passes.Take(); });
  clerk.Start();
  EXPECT_TRUE(passes.Reach(3));
  clerk.Stop();
}

}  // namespace
}  // namespace candour
