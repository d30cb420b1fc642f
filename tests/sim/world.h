// One seed from beginning to end: nodes, network, people, and everything that goes wrong.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tests/sim/cast.h"
#include "tests/sim/hostile.h"
#include "tests/sim/marks.h"
#include "tests/sim/node.h"
#include "tests/sim/outcome.h"
#include "tests/sim/scheduler.h"
#include "tests/sim/truth.h"

namespace candour::sim {

class World : private HostileHands {
 public:
  World(const Plan& plan, Trace trace);
  ~World() override;
  Outcome Run(std::optional<Duration> until = std::nullopt);  // Ends there, without healing.

 private:
  friend class Script;  // Tells a story step by step.

  // world.cc: nodes and turns.
  void Start(size_t node);
  void Crash(size_t node, Duration down);
  Status Handle(size_t node, const Event& event);
  bool Commit(size_t node, CrashPoint crash, const WriteSet& writes);
  bool CarryOut(size_t node, CrashPoint crash, const Turn& turn);
  void CrashDuring(size_t node);
  void Deliver(size_t node, uint64_t life, Event event);
  void ScheduleTimer(size_t node);
  void Note(size_t node, const std::string& what);
  Now NowAt(size_t node) const;
  void CheckProgress(size_t node);
  bool Hostile(size_t node) const { return hostile_ && node == plan_.hostile(); }

  // world_network.cc: what a core wants done.
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
  void Do(size_t node, const Reported& action);
  template <class Other>
  void Do(size_t, const Other&) {}  // Of no concern here.

  // world_links.cc: connections that break, messages that are lost, late, doubled or damaged.
  void Send(PeerHandle handle, CallHandle call, Request request);
  void Arrive(PeerHandle link, CallHandle call, const Request& request);
  void SendBack(const Call& call, Result<Reply> reply);
  void Dial(size_t node, size_t hub);
  void Redial(size_t node, size_t hub);
  void FailCall(PeerHandle link, CallHandle call, Duration after);
  void Break(PeerHandle link);
  bool Cut(const Link& link, bool towards_hub) const;
  Duration Delay();
  // Messages arrive as they were sent: since it healed, and in what is left of a long week.
  bool Calm() const { return healed_ || scheduler_.now().since_start > Duration(plan_.active_ms); }

  // world_faults.cc: what people and the weather do.
  void PlanOperations();
  void PlanSpree();
  void PlanFaults();
  void PlanGovernors();
  void Operate(size_t node);
  Status Publish(size_t node, const std::string& text);
  void Revise(size_t node, const ItemId& item);
  Status Retract(size_t node, const ItemId& item);
  void Knock(size_t stranger, size_t hub);
  void Partition(Duration length);
  void OneWay(Duration length);
  void HalfOpen();
  void Pause(size_t node, Duration length);

  // world_govern.cc: what governors sign.
  void GiveManifests(size_t node, size_t count);
  void OfferManifest(Manifest next);
  void RenewManifest();
  void Admit(size_t node);
  // Cut where that store has its feed, at most there.
  void Remove(size_t node, const MemoryStore& at, uint64_t size_max, Undone undone);
  void Rotate(size_t node, size_t at, uint64_t size_max = ~uint64_t{0});
  void SignTwoTexts(size_t node);
  void Settle(bool first);
  // world_disks.cc
  void PlanDisks();
  void BackUp(size_t node);
  void Restore(size_t node, bool with_guard);
  void Wipe(size_t node);
  void SwapDisks(size_t node, size_t other);
  bool RefusedByDisk(size_t node, const WriteSet& writes);
  void DiskLost(size_t node);
  void PutBackEmpty(size_t node);
  void ConfirmHead(size_t node);
  void Clone(size_t node);
  // world_heal.cc
  void Heal();
  void RunFor(Duration length);
  bool Unsettled();
  std::vector<const MemoryStore*> HonestStores() const;  // By node; null where it does not count.

  // HostileHands
  const Cast& cast() const override { return cast_; }
  const MemoryStore& store() const override { return nodes_[plan_.hostile()].store; }
  std::vector<PeerHandle> Links() const override;
  size_t HubOf(PeerHandle link) const override { return links_.at(link).to; }
  void Inject(PeerHandle link, const Request& request) override;
  void SignedElsewhere(const FeedId& feed, const MemoryStore& history) override;
  WallSeconds Wall() const override { return NowAt(plan_.hostile()).wall; }
  void Acted() override { outcome_.marks.Hit(HostileMark(plan_.hostile_kind())); }

  Plan plan_;
  Trace trace_;
  Cast cast_;
  Truth truth_;
  Scheduler scheduler_;
  Random net_, disk_, people_;
  std::vector<Node> nodes_;
  std::unique_ptr<HostileNode> hostile_;
  std::vector<Bytes> manifests_;           // By version, from 1.
  std::map<uint64_t, Bytes> other_texts_;  // Of versions that have two.
  bool disputed_ = false;                  // The newest one has, and nothing is settled.
  std::map<PeerHandle, Link> links_;
  std::map<CallHandle, Call> calls_;
  std::map<CallHandle, Request> injected_;
  std::set<CallHandle> knocks_;  // Calls of those who are not members yet.
  std::map<WatcherHandle, PeerHandle> watchers_;
  std::set<size_t> cut_off_;                       // Nodes that reach nobody.
  std::set<size_t> deaf_;                          // Nodes that nobody's messages reach.
  std::set<std::pair<size_t, size_t>> half_open_;  // (node, hub): answers and hints vanish.
  std::optional<size_t> clone_;                    // A node with the keys and the disk of another.
  bool healed_ = false;
  uint64_t handles_ = 0, texts_ = 0;
  crypto::Sha256Stream transcript_;
  Outcome outcome_;
};

}  // namespace candour::sim
