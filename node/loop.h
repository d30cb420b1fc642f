// The loop: the one thread that owns the core, commits what it decides and then lets it out.
//
// One item of the inbox is one turn: the core decides, the store commits, the actions are carried
// out in order; only then comes the next. A turn without writes touches no disk. When a commit or
// the guard file fails, nothing of that turn leaves: on a full disk the turn is refused, or waits
// for its guard, and the core is built anew from what is stored; any other failure makes the node
// read-only until it is restarted.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "node/learning/ports.h"
#include "node/learning/turn_texts.h"
#include "node/rpc/peer_directory.h"

namespace candour {

// The store as the loop uses it; `latest` and `commit` on the loop's thread only.
struct LoopStore {
  std::function<const storage::Reader&()> latest;
  std::function<std::unique_ptr<storage::Reader>()> snapshot;
  std::function<Status(const WriteSet&, const storage::LocalWrites&)> commit;
  std::function<std::optional<Error>()> failed;
};

// What the loop reaches beside the store, all called on its thread.
struct LoopEffects {
  // Carries out one action. Only WriteGuard may give an error. kFull holds everything back until
  // there is space; any other stops the node's writing.
  std::function<Status(Action)> act;
  // After every commit that wrote something.
  std::function<void()> committed;
  // Fills in what only the daemon knows of a network's keys: guard and instance.
  std::function<void(OwnKeys&)> complete;
  // Hangs up on every peer and gives the events that open the node's networks in a new core.
  std::function<std::vector<Event>()> reopen;
  // Loud: writing stopped, and why.
  std::function<void(const Error&)> failed;
};

class Loop final : public Turns {
 public:
  struct Options {
    CoreOptions core;
    LoopStore store;
    LoopEffects effects;
    std::function<Now()> clock;
    size_t inbox_max = 4096;
  };
  explicit Loop(Options options);
  ~Loop() override;  // Stop()s.

  // Opens the networks (effects.reopen) and begins to take turns.
  void Start();
  // Ends after the turn under way; everybody who waits gets kUnavailable.
  void Stop();

  // Any thread. False when the inbox is full, for PeerAsked and PeerHinted only: everything else
  // is bounded by its sender. After Stop() events are dropped.
  bool Post(Event event);

  Status Run(const Decide& decide) override;
  std::unique_ptr<storage::Reader> Snapshot() override { return options_.store.snapshot(); }
  std::shared_ptr<const SignedManifest> ManifestOf(const NetworkId& network) override;
  std::vector<PeerReport> Peers() override;
  Now Time() override { return options_.clock(); }

  std::string SigningBlocked(const NetworkId& network) override;
  bool Await(Duration patience, const Ready& ready) override;
  const rpc::PeerDirectory& directory() const { return directory_; }
  // Why nothing is written any more; empty while all is well.
  std::optional<Error> ReadOnly() const;

 private:
  struct Errand;  // Somebody's function on the loop's thread; they wait for it.
  using Item = std::variant<Event, std::shared_ptr<Errand>>;

  void Serve();
  std::optional<Item> NextItem();
  void Handle(Item item);
  void Reopen();
  void RecallFormerKeys(const NetworkId& network);
  Status Take(std::optional<Event> event, LocalTurn local, Now now);
  Status CommitTurn(const Turn& turn, storage::LocalWrites local);
  Status CarryOut(std::vector<Action> actions);
  void StopWriting(const Error& error);
  Status OnLoop(std::function<Status()> work);
  // When the core wants a timer; later than it says while its turns cannot be committed.
  std::optional<Instant> TimerAt() const;

  const Options options_;
  std::unique_ptr<Core> core_;
  TurnTexts texts_;  // Those that the turn under way stores.
  rpc::PeerDirectory directory_;
  std::atomic<std::shared_ptr<const Error>> read_only_;
  std::optional<Instant> reopen_at_;
  Instant timers_held_until_;

  std::mutex mutex_;  // The inbox, and how many turns were committed.
  std::condition_variable changed_;
  std::condition_variable committed_;
  uint64_t commits_ = 0;
  std::deque<Item> inbox_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace candour
