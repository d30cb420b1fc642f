// One seed from beginning to end: nodes, the network between them, the people who use them, and
// everything that goes wrong.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/sim/cast.h"
#include "tests/sim/marks.h"
#include "tests/sim/node.h"
#include "tests/sim/plan.h"
#include "tests/sim/scheduler.h"
#include "tests/sim/truth.h"

namespace candour::sim {

struct Outcome {
  std::optional<Violation> violation;
  Duration at{0};      // Virtual time of the violation.
  Duration lasted{0};  // Virtual time of the seed.
  uint64_t turns = 0;
  crypto::Hash trace;  // Of everything that happened, in order.
  Marks marks;
};

enum class Trace { kQuiet, kPrint };

class World {
 public:
  World(const Plan& plan, Trace trace);
  Outcome Run();

 private:
  struct Link {
    size_t from = 0;
    size_t to = 0;
    bool open = false;
    WatcherHandle watcher = 0;
    Instant last_arrival;  // Of the newest message, to see reordering.
  };
  struct Call {
    PeerHandle link = 0;
    CallHandle call = 0;
    bool answered = false;
  };

  // world.cc: nodes and turns.
  void Start(size_t node);
  void Crash(size_t node, Duration down);
  Status Handle(size_t node, const Event& event);
  bool Commit(size_t node, CrashPoint crash, const WriteSet& writes);
  void CrashDuring(size_t node);
  void Deliver(size_t node, uint64_t life, Event event);
  void ScheduleTimer(size_t node);
  void Carry(size_t node, const Action& action);
  void Note(size_t node, const std::string& what);
  Now NowAt() const;
  void CheckProgress(size_t node);

  // world_network.cc
  void Do(size_t node, const WriteGuard& action);
  void Do(size_t node, const AskPeer& action);
  void Do(size_t node, const OpenWatch& action);
  void Do(size_t node, const DropPeer& action);
  void Do(size_t node, const AnswerPeer& action);
  void Do(size_t node, const SendHint& action);
  void Do(size_t node, const CloseWatcher& action);
  void Do(size_t node, const StartSweep& action);
  void Do(size_t node, const DialHubs& action);
  void Do(size_t node, const ManifestChanged& action);
  void Do(size_t node, const FeedGrew& action);
  void Do(size_t, const Recovered&) {}
  void Do(size_t node, const Reported& action);
  void Dial(size_t node, size_t hub);
  void Redial(size_t node, size_t hub);
  void Arrive(PeerHandle link, CallHandle call, const Request& request);
  void FailCall(PeerHandle link, CallHandle call, Duration after);
  void Break(PeerHandle link);
  bool Cut(const Link& link, bool towards_hub) const;
  Duration Delay();

  // world_faults.cc: what people and the weather do.
  void PlanOperations();
  void PlanFaults();
  void Operate(size_t node);
  void Publish(size_t node);
  void Revise(size_t node, const ItemId& item);
  void Retract(size_t node, const ItemId& item);
  void RenewManifest();
  void Partition(Duration length);
  void HalfOpen();
  void Heal();
  bool Unsettled();

  Plan plan_;
  Trace trace_;
  Cast cast_;
  Truth truth_;
  Scheduler scheduler_;
  Random net_;
  Random disk_;
  Random people_;
  std::vector<Node> nodes_;
  std::map<PeerHandle, Link> links_;
  std::map<CallHandle, Call> calls_;
  std::map<WatcherHandle, PeerHandle> watchers_;
  std::set<size_t> cut_off_;                       // Nodes that reach nobody.
  std::set<std::pair<size_t, size_t>> half_open_;  // (node, hub): answers and hints vanish.
  bool healed_ = false;
  uint64_t handles_ = 0;
  uint64_t texts_ = 0;
  crypto::Sha256Stream transcript_;
  Outcome outcome_;
};

}  // namespace candour::sim
