// When what failed is tried again: soon at first, then less and less often.
//
// Times are the caller's. Not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <span>

#include "federation/base/time.h"
#include "node/learning/questions.h"

namespace candour {

class Retries {
 public:
  // Trying before its time, because there was news, does not make the pause longer.
  void Failed(const QuestionKey& key, Instant now);
  void Done(const QuestionKey& key) { waiting_.erase(key); }
  // Forgets all but these, which are in order.
  void Keep(std::span<const QuestionKey> open);
  // When the first of them is due after `now`; empty when none is.
  std::optional<Instant> Next(Instant now) const;

 private:
  struct Waiting {
    Instant at;
    Duration pause;
  };
  std::map<QuestionKey, Waiting> waiting_;
};

}  // namespace candour
