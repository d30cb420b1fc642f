// A fault while the node runs: a sync that fails, a disk that is full. The same workload as a
// recording's, until the fault strikes, and what the node does then.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/faults/recording.h"

namespace candour::faults {

struct LiveTally {
  uint64_t runs = 0;
  uint64_t struck = 0;      // In which the fault happened.
  uint64_t read_only = 0;   // The node stopped writing and said so.
  uint64_t late = 0;        // Of these, not before it had published something more.
  uint64_t not_opened = 0;  // It did not start, and said why.
  uint64_t harmless = 0;    // The sync was of a file that nothing depends on.
  uint64_t refused = 0;     // Operations refused for want of space.
  uint64_t withdrawn = 0;   // Withdrawals that went through on a full disk.
  uint64_t recovered = 0;   // Nodes that went on without a restart once there was space.
  std::map<std::string, uint64_t> kinds;  // Of files whose sync failed.
  std::vector<std::string> failures;

  void Add(const LiveTally& other);
};

struct LivePlan {
  uint64_t seed = 1;
  uint64_t steps = 200;
  std::string folder;
  uint64_t stride = 1;  // Every such sync, or write, is one run.
  uint64_t count = 0;   // How many there are without a fault.
};
LiveTally FailEverySync(const LivePlan& plan);
LiveTally FillAtEveryWrite(const LivePlan& plan);

}  // namespace candour::faults
