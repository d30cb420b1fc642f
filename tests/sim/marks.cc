#include "tests/sim/marks.h"

#include <iterator>

namespace candour::sim {
namespace {

constexpr const char* kNames[] = {
    "request lost",
    "reply lost",
    "request duplicated",
    "reply duplicated",
    "reply delayed",
    "calls reordered",
    "hint lost",
    "partition",
    "week-long partition",
    "one-way partition",
    "half-open link",
    "crash before commit",
    "crash, unsynced writes lost",
    "crash, unsynced kept",
    "crash before actions",
    "crash between actions",
    "hub crash",
    "restart",
    "paused",
    "restored, guard kept",
    "restored, guard copied",
    "disk wiped",
    "hub's disk wiped",
    "disk of another node",
    "fsync failed",
    "disk full",
    "clock jumped",
    "clock drifts",
    "leaves flipped",
    "checkpoint flipped",
    "body flipped",
    "cosignature flipped",
    "manifest flipped",
    "push flipped",
    "hint flipped",
    "published",
    "revised",
    "retracted",
    "retracted in the queue",
    "sweep interrupted",
    "withdrawals delayed",
    "manifest renewed",
    "keys rotated",
    "two texts of a manifest",
    "two texts settled",
    "member added",
    "member removed",
    "strangers knocked",
    "two hubs",
    "feed frozen",
    "carrier blamed",
    "oracle signatures",
    "Ed25519 signatures",
    "acts of a forger",
    "acts of an equivocator",
    "acts of a withholder",
    "acts of a freezer",
    "acts of a flooder",
    "acts of a replayer",
    "acts of a path-swapper",
    "acts of a key thief",
    "acts of random bytes",
    "acts of a poisoner",
};
static_assert(std::size(kNames) == Marks::kCount);

}  // namespace

const char* MarkName(size_t mark) { return kNames[mark]; }

}  // namespace candour::sim
