// A few threads for work that blocks: handlers, reads for peers. Bounded: a full queue refuses.
//
// Tasks must not wait for other tasks of the same pool.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace candour {

class Workers {
 public:
  struct Options {
    size_t threads = 4;
    size_t waiting_max = 256;
  };
  explicit Workers(Options options);
  ~Workers();  // Stop()s.

  // False when the queue is full or the pool has stopped: the task will not run.
  [[nodiscard]] bool Submit(std::function<void()> task);
  // Lets running tasks end; those that wait are run too, so that everything begun is answered.
  void Stop();

 private:
  void Run();

  const size_t taken_max_;  // Running and waiting.
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  size_t running_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace candour
