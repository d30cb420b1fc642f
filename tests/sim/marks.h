// Every fault and every situation the simulator means to bring about. A run in which one never
// happened has not tested what it claims.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace candour::sim {

enum class Mark : size_t {
  kRequestLost,
  kReplyLost,
  kRequestDuplicated,
  kReplyDuplicated,
  kReplyDelayed,
  kReordered,
  kHintLost,
  kPartition,
  kWeekLongPartition,
  kHalfOpen,
  kCrashBeforeCommit,
  kCrashUnsyncedLost,
  kCrashUnsyncedKept,
  kCrashBeforeActions,
  kCrashBetweenActions,
  kHubCrash,
  kRestart,
  kLeavesFlipped,
  kCheckpointFlipped,
  kBodyFlipped,
  kLineFlipped,
  kManifestFlipped,
  kPushFlipped,
  kPublished,
  kRevised,
  kRetracted,
  kRetractedInQueue,
  kSweepInterrupted,
  kManifestRenewed,
  kTwoHubs,
  kCount,
};

inline constexpr std::array<const char*, static_cast<size_t>(Mark::kCount)> kMarkNames = {
    "request lost",
    "reply lost",
    "request duplicated",
    "reply duplicated",
    "reply delayed",
    "calls reordered",
    "hint lost",
    "partition",
    "week-long partition",
    "half-open link",
    "crash before commit",
    "crash, unsynced writes lost",
    "crash, unsynced kept",
    "crash before actions",
    "crash between actions",
    "hub crash",
    "restart",
    "leaves flipped",
    "checkpoint flipped",
    "body flipped",
    "cosignature flipped",
    "manifest flipped",
    "push flipped",
    "published",
    "revised",
    "retracted",
    "retracted in the queue",
    "sweep interrupted",
    "manifest renewed",
    "two hubs",
};

class Marks {
 public:
  void Hit(Mark mark) { ++counts_[static_cast<size_t>(mark)]; }
  uint64_t of(Mark mark) const { return counts_[static_cast<size_t>(mark)]; }
  void Add(const Marks& other) {
    for (size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  }

 private:
  std::array<uint64_t, static_cast<size_t>(Mark::kCount)> counts_{};
};

}  // namespace candour::sim
