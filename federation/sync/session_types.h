// What goes into a PeerSession and what comes out of it.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
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
  Duration lines_window{1'000};  // Lines on the own feed come in crowds: one look for all.
  Duration twin_recheck{5'000};  // Asks again whether another process with our keys is there.
};

struct SessionOptions {
  NetworkId network;
  MemberId self;
  MemberId hub;
  FeedId own_feed;
  SelfDescription identity;
  SessionTimes times;
  bool twin = false;  // An earlier connection ended while another process had our keys there.
};

// Numbers for calls, one sequence for all sessions of a process.
struct CallCounter {
  uint64_t last = 0;
  uint64_t Next() { return ++last; }
};

// What a call of a session is for.
enum class CallPurpose {
  kHello,
  kManifests,
  kHeads,
  kPull,
  kPush,
  kLines,
  kConsistency,
  kEvidence,
  kProposals,
  kPropose,
};

// A request that waits for its answer.
struct PendingCall {
  CallPurpose purpose;
  FeedId feed;
  Instant deadline;
  std::optional<uint64_t> first_body = std::nullopt;  // Of a request for bodies.
};

// Manifests on their way to the hub, and between nodes that hold different texts of one version.
struct SessionGovernance {
  bool proposals_due = true;
  uint64_t brought = 0;          // The newest version that was brought to the hub.
  std::deque<Bytes> to_propose;  // What the hub lacks of what governors signed.
  bool texts_asked = false;      // Of the newest version, which the hub holds too.
  bool texts_brought = false;
};

// How far what the hub has to say was heard.
struct SessionCursors {
  uint64_t heads = 0;
  uint64_t lines = 0;  // On this node's own feed.
};

// What a session knows of feeds with two histories.
struct SessionForks {
  std::map<FeedId, std::pair<uint64_t, Bytes>> suspicions;  // Size held here; the hub's checkpoint.
  std::set<FeedId> due;                                     // Frozen here: the hub is told why.
  std::set<FeedId> at_hub;  // Of which the hub holds the proof itself.
  size_t blames = 0;        // How often the hub brought what no author made.
};

struct AskHub {
  uint64_t call = 0;
  Request request;
};
struct WatchHub {};
struct LeaveHub {
  std::string reason;
};
// What the hub showed of this node's own feed in a full list of heads, or said of this node.
struct OwnHeadSeen {
  enum class Verdict {
    kNotAhead,
    kAhead,
    kOtherHistory,
    kTwin,    // Another process with our keys is connected there.
    kNoTwin,  // None is any more.
    kCloned,  // The hub takes nothing of ours, because two processes have our keys.
  };
  Verdict verdict = Verdict::kNotAhead;
  uint64_t size = 0;
};
// Everything that the hub held has been exchanged for the first time on this connection.
struct CaughtUp {};
using SessionAction = std::variant<AskHub, WatchHub, LeaveHub, OwnHeadSeen, CaughtUp>;

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
