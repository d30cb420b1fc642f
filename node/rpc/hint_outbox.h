// Hints that wait for one watcher. Hints on one feed merge into one that brings nothing, and only
// the first few that wait bring something, so that a slow watcher costs at most one small entry a
// feed; beyond the bound it has to come again and compare heads.
//
// Not thread-safe: the stream that owns it has the lock.
#pragma once

#include <cstddef>
#include <list>
#include <optional>

#include "federation/sync/push_messages.h"

namespace candour::rpc {

class HintOutbox {
 public:
  explicit HintOutbox(size_t max) : max_(max) {}

  // False when it is full: nothing was taken.
  bool Push(const WatchHint& hint);
  std::optional<WatchHint> Pop();  // Oldest first.
  size_t size() const { return hints_.size(); }

 private:
  const size_t max_;
  std::list<WatchHint> hints_;
};

}  // namespace candour::rpc
