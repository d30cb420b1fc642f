// kill -9 in a loop: two authors of a real federation are killed alternately while they publish,
// the hub with every fifth, and started again. What was acknowledged must be there afterwards, and
// no size of a feed may have been signed with two roots.
//
// Failures are GoogleTest failures; use it from a test or from a program with InitGoogleTest.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace candour::e2e {

struct KillPlan {
  uint64_t kills = 20;
  uint64_t seed = 1;
  // Told every ten seconds; may be empty.
  std::function<void(const std::string& progress)> progress = {};
};

struct KillReport {
  uint64_t kills = 0;      // Of an author, each with SIGKILL.
  uint64_t hub_kills = 0;  // Of the hub, besides.
  // The author had been sent a publication and had not answered it when the signal was sent, and
  // never did. Of these publications the store held `kept` after the restart (committed, the answer
  // lost) and did not hold `gone` (killed before the commit).
  uint64_t in_flight = 0, kept = 0, gone = 0;
  uint64_t acknowledged = 0;
  uint64_t lost = 0;       // Acknowledged or kept, and not readable afterwards.
  uint64_t compared = 0;   // Sizes whose signed root two nodes hold.
  uint64_t different = 0;  // Of these, with two roots: signed twice.
  uint64_t slowest_start_ms = 0;

  bool clean() const { return lost == 0 && different == 0; }
  std::string Text() const;
};

// Leaves the federation running.
KillReport RunKills(const KillPlan& plan);

}  // namespace candour::e2e
