// Every fault and every situation the simulator means to bring about. A run in which one never
// happened has not tested what it claims.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "tests/sim/plan.h"

namespace candour::sim {

// The order is that of the names in marks.cc.
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
  kOneWay,
  kHalfOpen,
  kCrashBeforeCommit,
  kCrashUnsyncedLost,
  kCrashUnsyncedKept,
  kCrashBeforeActions,
  kCrashBetweenActions,
  kHubCrash,
  kRestart,
  kPaused,
  kRestored,
  kRestoredWithGuard,
  kWiped,
  kHubWiped,
  kForeignDisk,
  kFsyncFailed,
  kDiskFull,
  kClockJumped,
  kClockDrifts,
  kLeavesFlipped,
  kCheckpointFlipped,
  kBodyFlipped,
  kLineFlipped,
  kManifestFlipped,
  kPushFlipped,
  kHintFlipped,
  kPublished,
  kRevised,
  kRetracted,
  kRetractedInQueue,
  kSweepInterrupted,
  kWithdrawalsDelayed,
  kManifestRenewed,
  kKeysRotated,
  kTwoTexts,
  kTextsSettled,
  kMemberAdded,
  kMemberRemoved,
  kKnocked,
  kTwoHubs,
  kFeedFrozen,
  kCarrierBlamed,
  kOracle,
  kEd25519,
  kHostile,  // The first of one per kind of hostility.
  kCount = kHostile + static_cast<size_t>(Hostility::kCount) - 1,
};

const char* MarkName(size_t mark);
inline Mark HostileMark(Hostility kind) {
  return static_cast<Mark>(static_cast<size_t>(Mark::kHostile) + static_cast<size_t>(kind) - 1);
}

class Marks {
 public:
  static constexpr size_t kCount = static_cast<size_t>(Mark::kCount);

  void Hit(Mark mark) { ++counts_[static_cast<size_t>(mark)]; }
  uint64_t of(size_t mark) const { return counts_[mark]; }
  void Add(const Marks& other) {
    for (size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  }

 private:
  std::array<uint64_t, kCount> counts_{};
};

}  // namespace candour::sim
