// What goes into a PeerSession and what comes out of it.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "federation/base/ids.h"
#include "federation/base/time.h"
#include "federation/sync/messages.h"
#include "federation/sync/serve.h"

namespace candour {

struct SessionTimes {
  Duration call_timeout{30'000};
  Duration poll_interval{60'000};  // Looks for news even when no hint came.
  Duration reconcile_interval{86'400'000};
};

struct SessionOptions {
  NetworkId network;
  MemberId self;
  MemberId hub;
  FeedId own_feed;
  SelfDescription identity;
  SessionTimes times;
};

// Numbers for calls, one sequence for all sessions of a process.
struct CallCounter {
  uint64_t last = 0;
  uint64_t Next() { return ++last; }
};

struct AskHub {
  uint64_t call = 0;
  Request request;
};
struct WatchHub {};
struct LeaveHub {
  std::string reason;
};
// What the hub showed of this node's own feed in a full list of heads.
struct OwnHeadSeen {
  enum class Verdict { kNotAhead, kAhead, kOtherHistory };
  Verdict verdict = Verdict::kNotAhead;
  uint64_t size = 0;
};
using SessionAction = std::variant<AskHub, WatchHub, LeaveHub, OwnHeadSeen>;

struct SessionReport {
  std::string phase = "greeting";
  uint64_t leaves_pulled = 0;
  uint64_t leaves_pushed = 0;
  uint64_t bodies_pulled = 0;
  bool settled = false;      // Everything seen so far is exchanged.
  bool roots_agree = false;  // After a full comparison, with no difference since.
  std::vector<std::string> differences;
};

}  // namespace candour
