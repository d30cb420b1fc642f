// The thread that works on questions: after every commit, and when something is due by the clock.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace candour {

class Clerk {
 public:
  // How long there is nothing to do unless there is news; empty: for ever.
  using Rest = std::optional<std::chrono::milliseconds>;
  // `work` is one pass; the next one follows after the rest that it gives, or the next Wake().
  explicit Clerk(std::function<Rest()> work);
  ~Clerk();  // Stop()s.

  void Start();
  void Stop();  // After the pass under way.
  void Wake();  // There may be news. Any thread.

 private:
  void Serve();

  const std::function<Rest()> work_;
  std::mutex mutex_;  // The inbox: what is asked of the thread.
  std::condition_variable changed_;
  bool news_ = true;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace candour
