#include "node/rpc/workers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace candour {
namespace {

TEST(Workers, RunsWhatItTakesBeforeItStops) {
  std::atomic<int> ran{0};
  {
    Workers workers({.threads = 2, .waiting_max = 100});
    for (int i = 0; i < 50; ++i) EXPECT_TRUE(workers.Submit([&] { ++ran; }));
  }
  EXPECT_EQ(ran, 50);
}

TEST(Workers, RefusesWhatDoesNotFit) {
  std::promise<void> started;
  std::promise<void> go;
  Workers workers({.threads = 1, .waiting_max = 1});
  ASSERT_TRUE(workers.Submit([&] {
    started.set_value();
    go.get_future().wait();
  }));
  started.get_future().wait();
  EXPECT_TRUE(workers.Submit([] {}));   // Waits.
  EXPECT_FALSE(workers.Submit([] {}));  // One too many.
  go.set_value();
}

TEST(Workers, RefusesAfterItHasStopped) {
  Workers workers({.threads = 1, .waiting_max = 1});
  workers.Stop();
  EXPECT_FALSE(workers.Submit([] {}));
}

}  // namespace
}  // namespace candour
