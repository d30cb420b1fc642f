// Opens what a crash left, as a node opens it, and looks whether every promise was kept.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "tests/faults/crash.h"
#include "tests/faults/recording.h"

namespace candour::faults {

struct Tally {
  uint64_t points = 0;    // Between two operations on files.
  uint64_t crashes = 0;   // Crashes tried at them.
  uint64_t images = 0;    // Different disks that these left, each opened.
  uint64_t torn = 0;      // Of the images, with a newest write that arrived in part.
  uint64_t recovered = 0; // Crashes in the middle of the opening after a crash.
  uint64_t continued = 0; // Where work then went on with the peer, and the peer agreed.
  std::vector<std::string> failures;

  void Add(const Tally& other);
};

struct ReplayPlan {
  std::string folder;       // For the disks that crashes leave.
  uint64_t stride = 1;      // Every such point.
  uint64_t torn_stride = 1; // Of these, every such point also with writes that arrived in part.
  uint64_t every_byte = 0;  // So many writes are torn at every byte; the others at a few.
  uint64_t recoveries = 0;  // So many openings are crashed at every point of their own.
};

Tally Replay(const Recording& recording, const ReplayPlan& plan);

// What is to be true of one disk.
struct Inspection {
  uint64_t seed = 0;
  const sim::Cast& cast;
  const Truth& truth;
  const Promise& promise;
  std::string folder;
};
struct Found {
  std::string wrong;  // Empty when all is well.
  std::vector<size_t> turns;  // After which the store looked so.
  uint64_t guarded = 0;       // Up to which size the guard file knew.
};
// Whether what was found keeps the promise.
std::string Judge(const Found& found, const Promise& promise);
// Opens and reads everything; then a text is handed in, and with kAgain all is opened once more.
enum class Opening { kOnce, kAgain };
Found Inspect(const Inspection& what, Opening opening);

}  // namespace candour::faults
