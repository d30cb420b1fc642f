// Virtual time: what is to happen, in order of time and, at one instant, in an order drawn from the
// seed.
#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

#include "federation/base/time.h"
#include "tests/sim/random.h"

namespace candour::sim {

class Scheduler {
 public:
  explicit Scheduler(Random ties) : ties_(ties) {}

  Instant now() const { return now_; }
  void After(Duration delay, std::function<void()> what) { At(now_ + delay, std::move(what)); }
  void At(Instant when, std::function<void()> what) {
    queue_.push({std::max(when, now_), ties_.Next(), std::move(what)});
  }
  // False when nothing is left before `end`; time is `end` then.
  bool Step(Instant end) {
    if (queue_.empty() || queue_.top().when > end) {
      now_ = end;
      return false;
    }
    Entry entry = queue_.top();
    queue_.pop();
    now_ = entry.when;
    entry.what();
    return true;
  }

 private:
  struct Entry {
    Instant when;
    uint64_t tie;
    std::function<void()> what;
    bool operator<(const Entry& other) const {
      return std::pair(other.when, other.tie) < std::pair(when, tie);
    }
  };
  Random ties_;
  Instant now_;
  std::priority_queue<Entry> queue_;
};

}  // namespace candour::sim
