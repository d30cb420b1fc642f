// The thread that works on questions: after every commit, and every second while something is open.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace candour {

class Clerk {
 public:
  // `work` is one pass and says whether it changed anything; then it is called again at once.
  explicit Clerk(std::function<bool()> work,
                 std::chrono::milliseconds pause = std::chrono::milliseconds(1000));
  ~Clerk();  // Stop()s.

  void Start();
  void Stop();  // After the pass under way.
  void Wake();  // There may be news. Any thread.

 private:
  void Serve();

  const std::function<bool()> work_;
  const std::chrono::milliseconds pause_;
  std::mutex mutex_;  // The inbox: what is asked of the thread.
  std::condition_variable changed_;
  bool news_ = true;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace candour
