// A workload run once on a disk that writes everything down: the journal, and what had been
// promised at each point of it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/faults/disk.h"
#include "tests/faults/pair.h"
#include "tests/faults/truth.h"

namespace candour::faults {

// What must hold after a crash at some point of a journal.
struct Promise {
  size_t committed = 0;  // Turns that were said to be durable.
  size_t attempted = 0;  // Turns that had begun to be written.
  std::map<uint64_t, crypto::Hash> released;  // Signed heads of its own feed that left: by size.
};

struct Recording {
  uint64_t seed = 0;
  sim::Cast cast;
  size_t member = 0;  // 0: the node under test is the hub.
  Journal journal;
  Truth truth;
  // Promises by the number of operations of the journal before which they hold.
  std::vector<std::pair<size_t, Promise>> promises = {};
  // The peer and the time between two operations of the workload, for some of them.
  struct Boundary {
    size_t at = 0;
    PeerDisk peer;
    Now now;
  };
  std::vector<Boundary> boundaries = {};
  uint64_t steps = 0;
  std::map<std::string, uint64_t> kinds = {};  // Steps by name.
  std::vector<std::string> complaints = {};  // What went wrong without any fault.

  const Promise& PromiseAt(size_t operations) const;
};

Scope ScopeOf(const sim::Cast& cast);

// Watches over a subject: keeps the truth and what it promises.
class Witness {
 public:
  explicit Witness(const sim::Cast& cast) : truth_(ScopeOf(cast)) {}
  // Adds the callbacks; the witness outlives the subject. `changed` is told after every promise.
  void Watch(SubjectOptions& options, std::function<void()> changed);

  Truth& truth() { return truth_; }
  const Promise& promise() const { return promise_; }
  const std::vector<std::string>& complaints() const { return complaints_; }

 private:
  void Released(uint64_t size, const crypto::Hash& root, uint64_t guarded);

  Truth truth_;
  Promise promise_;
  std::vector<std::string> complaints_;
};

struct RecordPlan {
  uint64_t seed = 1;
  uint64_t steps = 200;
  std::string folder;
};
Recording Record(const RecordPlan& plan);

// The cast, the part and the buffers that a seed gives.
sim::Cast CastOf(uint64_t seed);
SubjectOptions OptionsOf(uint64_t seed, const sim::Cast& cast, const std::string& folder);

}  // namespace candour::faults
