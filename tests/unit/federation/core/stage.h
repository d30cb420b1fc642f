// Cores on a stage: one hub and its members, joined by a network that delivers everything at once
// and in order, and disks that never fail. What was done is kept as a transcript.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "federation/core/core.h"
#include "federation/port/memory_store.h"
#include "tests/sim/cast.h"

namespace candour::core_test {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

class Stage {
 public:
  explicit Stage(size_t members, CoreOptions options = {});

  const sim::Cast& cast() const { return cast_; }
  Now now() const { return now_; }
  MemoryStore& store(size_t actor) { return actors_[actor].store; }
  Core& core(size_t actor) { return *actors_[actor].core; }
  bool up(size_t actor) const { return actors_[actor].core != nullptr; }
  // Changes what the hub answers, before it arrives; null leaves everything as it is.
  std::function<void(size_t asker, Result<Reply>& reply)> tamper;
  // Sees everything that anybody is told to do.
  std::function<void(size_t actor, const Action& action)> spy;

  // A process starts on the store it left; everything dialled before is forgotten.
  void Start(size_t actor);
  void StartAll();
  void Stop(size_t actor);
  void ForgetGuard(size_t actor) { actors_[actor].guard = {}; }

  void Connect(size_t actor);
  void ConnectAll();
  void Disconnect(size_t actor);

  Status Publish(size_t actor, const std::string& label);
  Status Revise(size_t actor, const std::string& label, const std::string& text);
  Status Retract(size_t actor, const std::string& label);
  static ItemId Item(const std::string& label) { return sim::DrawId<ItemId>(0, "item" + label); }
  static Bytes Salt(const std::string& label) { return sim::Draw(0, "salt" + label).ToString(); }

  Status Handle(size_t actor, const Event& event);
  // Until no message is under way and no deadline has passed.
  void Settle();
  // Lets time pass, stopping at every deadline.
  void Pass(Duration time);

  // What an actor was told to do since the last call, one word each.
  std::string Transcript(size_t actor) { return std::exchange(actors_[actor].transcript, {}); }
  // "event: message" lines since the last call.
  std::string Log(size_t actor) { return std::exchange(actors_[actor].log, {}); }
  // Withdrawals stay hidden until Erase when this is false.
  bool erase_at_once = true;
  void Erase(size_t actor);

  uint64_t SizeAt(size_t actor, size_t author);
  std::optional<Bytes> BodyAt(size_t actor, size_t author, uint64_t index);

 private:
  struct Actor {
    MemoryStore store;
    std::unique_ptr<Core> core;
    WriteGuard guard;
    PeerHandle peer = 0;
    WatcherHandle watcher = 0;
    std::string transcript;
    std::string log;
  };
  struct Call {
    size_t asker;
    PeerHandle peer;
    CallHandle call;
  };

  void Carry(size_t actor, const Action& action);
  void Say(size_t actor, const std::string& word) { actors_[actor].transcript += word + " "; }
  void Do(size_t actor, const WriteGuard& guard);
  void Do(size_t actor, const AskPeer& ask);
  void Do(size_t actor, const AnswerPeer& answer);
  void Do(size_t actor, const OpenWatch& open);
  void Do(size_t actor, const SendHint& hint);
  void Do(size_t actor, const DropPeer& drop);
  void Do(size_t actor, const CloseWatcher& close);
  void Do(size_t actor, const StartSweep& sweep);
  void Do(size_t actor, const DialHubs& dial);
  void Do(size_t actor, const ManifestChanged& changed);
  void Do(size_t actor, const FeedGrew& grew);
  void Do(size_t, const Recovered&) {}
  void Do(size_t actor, const Reported& reported);

  sim::Cast cast_;
  CoreOptions options_;
  Now now_;
  std::vector<Actor> actors_;
  std::deque<std::function<void()>> mail_;
  std::map<CallHandle, Call> calls_;
  uint64_t last_handle_ = 0;
};

}  // namespace candour::core_test
