// Cores on a stage: one hub and its members, joined by a network that delivers everything at once
// and in order, and disks that never fail. What was done is kept as a transcript.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
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
  explicit Stage(size_t members, CoreOptions options = {})
      : cast_(sim::MakeCast(/*seed=*/7, members)), options_(std::move(options)) {
    now_.wall = sim::kEpochStart;
    actors_.resize(members);
  }

  const sim::Cast& cast() const { return cast_; }
  Now now() const { return now_; }
  MemoryStore& store(size_t actor) { return actors_[actor].store; }
  Core& core(size_t actor) { return *actors_[actor].core; }
  bool up(size_t actor) const { return actors_[actor].core != nullptr; }
  // Changes what the hub answers, before it arrives; null leaves everything as it is.
  std::function<void(size_t asker, Result<Reply>& reply)> tamper;

  // A process starts on the store it left; everything dialled before is forgotten.
  void Start(size_t actor) {
    Actor& a = actors_[actor];
    CoreOptions options = options_;
    options.self.boot_id = std::string(16, static_cast<char>('a' + actor));
    a.core = std::make_unique<Core>(options);
    a.erasing = false;
    if (a.store.NewestManifest(cast_.network) == 0) {
      Handle(actor, ManifestOffered{cast_.network, cast_.genesis, std::nullopt});
    }
    OwnKeys keys = cast_.KeysOf(actor);
    keys.guard_size = a.guard.size;
    keys.guard_root = a.guard.root;
    Handle(actor, NetworkOpened{keys});
  }
  void Stop(size_t actor) {
    Disconnect(actor);
    actors_[actor].core.reset();
  }
  void StartAll() {
    for (size_t i = 0; i < actors_.size(); ++i) Start(i);
  }

  void Connect(size_t actor) {
    actors_[actor].peer = ++last_handle_;
    Handle(actor, PeerConnected{actors_[actor].peer, cast_.network, cast_.members[0].id});
  }
  void ConnectAll() {
    for (size_t i = 1; i < actors_.size(); ++i) Connect(i);
    Settle();
  }
  void Disconnect(size_t actor) {
    Actor& a = actors_[actor];
    if (a.watcher && up(0)) Handle(0, WatcherClosed{a.watcher});
    if (a.peer && up(actor)) Handle(actor, PeerLost{a.peer});
    a.peer = a.watcher = 0;
  }

  Status Publish(size_t actor, const std::string& label) {
    return Handle(actor, ItemPublished{cast_.network, Item(label), Salt(label), "text " + label,
                                       now_.wall});
  }
  Status Revise(size_t actor, const std::string& label, const std::string& text) {
    return Handle(actor, ItemRevised{cast_.network, Item(label), Salt(text), text, now_.wall});
  }
  Status Retract(size_t actor, const std::string& label) {
    return Handle(actor, ItemRetracted{cast_.network, Item(label), 1, now_.wall});
  }
  static ItemId Item(const std::string& label) { return sim::DrawId<ItemId>(0, "item" + label); }
  static Bytes Salt(const std::string& label) { return sim::Draw(0, "salt" + label).ToString(); }

  Status Handle(size_t actor, const Event& event) {
    Actor& a = actors_[actor];
    Turn turn = a.core->Handle(event, now_, a.store);
    a.store.Apply(turn.writes);
    for (const Action& action : turn.actions) Carry(actor, action);
    return turn.outcome;
  }

  // Until no message is under way and no deadline has passed.
  void Settle() {
    for (;;) {
      if (!mail_.empty()) {
        auto next = std::move(mail_.front());
        mail_.pop_front();
        next();
        continue;
      }
      bool fired = false;
      for (size_t i = 0; i < actors_.size(); ++i) {
        if (!up(i)) continue;
        auto deadline = core(i).Deadline();
        if (!deadline || *deadline > now_.instant) continue;
        Handle(i, TimerFired{});
        fired = true;
      }
      if (!fired) return;
    }
  }
  // Lets time pass, stopping at every deadline.
  void Pass(Duration time) {
    const Instant end = now_.instant + time;
    for (;;) {
      Settle();
      Instant next = end;
      for (size_t i = 0; i < actors_.size(); ++i) {
        if (!up(i)) continue;
        if (auto deadline = core(i).Deadline()) next = std::min(next, *deadline);
      }
      now_.wall += (next.since_start.count() / 1000) - (now_.instant.since_start.count() / 1000);
      now_.instant = next;
      if (next == end) break;
    }
    Settle();
  }

  // What an actor was told to do since the last call, one word each.
  std::string Transcript(size_t actor) { return std::exchange(actors_[actor].transcript, {}); }
  // "event: message" lines since the last call.
  std::string Log(size_t actor) { return std::exchange(actors_[actor].log, {}); }
  // Withdrawals stay hidden until Erase when this is false.
  bool erase_at_once = true;
  void Erase(size_t actor) {
    SweepFinished done;
    for (const FeedState& feed : store(actor).Feeds(cast_.network)) {
      for (const Retraction& row : store(actor).Retractions(feed.feed)) {
        if (row.state == ErasureState::kHidden) done.erased.push_back({row.feed, row.target});
      }
    }
    Handle(actor, done);
  }

  uint64_t SizeAt(size_t actor, size_t author) {
    auto state = store(actor).Feed(cast_.FeedOf(author));
    return state ? state->size : 0;
  }
  std::optional<Bytes> BodyAt(size_t actor, size_t author, uint64_t index) {
    return store(actor).Body(cast_.FeedOf(author), index);
  }

 private:
  struct Actor {
    MemoryStore store;
    std::unique_ptr<Core> core;
    WriteGuard guard;
    PeerHandle peer = 0;
    WatcherHandle watcher = 0;
    bool erasing = false;
    std::string transcript;
    std::string log;
  };

  void Carry(size_t actor, const Action& action) {
    std::visit([&](const auto& a) { Do(actor, a); }, action);
  }
  void Say(size_t actor, const std::string& word) { actors_[actor].transcript += word + " "; }

  void Do(size_t actor, const WriteGuard& guard) {
    actors_[actor].guard = guard;
    Say(actor, "guard@" + std::to_string(guard.size));
  }
  void Do(size_t actor, const AskPeer& ask) {
    Say(actor, Word(ask.request));
    mail_.push_back([this, actor, ask] {
      if (!up(0) || actors_[actor].peer != ask.peer) return;
      const CallHandle call = ++last_handle_;
      calls_[call] = {actor, ask.peer, ask.call};
      Handle(0, PeerAsked{call, cast_.IdentityOf(actor), ask.request});
    });
  }
  void Do(size_t, const AnswerPeer& answer) {
    const Call call = calls_[answer.call];
    calls_.erase(answer.call);
    Result<Reply> reply = answer.reply;
    if (tamper) tamper(call.asker, reply);
    mail_.push_back([this, call, reply] {
      if (!up(call.asker) || actors_[call.asker].peer != call.peer) return;
      Handle(call.asker, PeerAnswered{call.peer, call.call, reply});
    });
  }
  void Do(size_t actor, const OpenWatch&) {
    Say(actor, "watch");
    actors_[actor].watcher = ++last_handle_;
    const WatcherHandle watcher = last_handle_;
    mail_.push_back([this, actor, watcher] {
      if (up(0)) Handle(0, WatcherOpened{watcher, cast_.IdentityOf(actor)});
    });
  }
  void Do(size_t, const SendHint& hint) {
    mail_.push_back([this, hint] {
      for (size_t i = 0; i < actors_.size(); ++i) {
        if (actors_[i].watcher != hint.watcher || !up(i)) continue;
        Handle(i, PeerHinted{actors_[i].peer, hint.hint});
      }
    });
  }
  void Do(size_t actor, const DropPeer& drop) {
    Say(actor, "drop(" + drop.reason + ")");
    mail_.push_back([this, actor] { Disconnect(actor); });
  }
  void Do(size_t, const CloseWatcher& close) {
    for (Actor& a : actors_) {
      if (a.watcher == close.watcher) a.watcher = 0;
    }
  }
  void Do(size_t actor, const StartSweep&) {
    Say(actor, "sweep");
    if (erase_at_once) mail_.push_back([this, actor] { Erase(actor); });
  }
  void Do(size_t actor, const DialHubs& dial) {
    Say(actor, "dial:" + std::to_string(dial.hubs.size()));
  }
  void Do(size_t actor, const ManifestChanged& changed) {
    Say(actor, "manifest:" + std::to_string(changed.version));
  }
  void Do(size_t actor, const FeedGrew& grew) {
    Say(actor, "grew:" + std::to_string(grew.from) + "-" + std::to_string(grew.to));
  }
  void Do(size_t actor, const Reported& reported) {
    actors_[actor].log += reported.event + ": " + reported.message + "\n";
  }

  static std::string Word(const Request& request) {
    static const char* const kWords[] = {"hello",       "manifests",   "heads",  "leaves",
                                         "bodies",      "push-head",   "push-leaves",
                                         "push-bodies", "put-lines",   "list-lines",
                                         "consistency", "proof"};
    return kWords[request.index()];
  }

  struct Call {
    size_t asker;
    PeerHandle peer;
    CallHandle call;
  };
  sim::Cast cast_;
  CoreOptions options_;
  Now now_;
  std::vector<Actor> actors_;
  std::deque<std::function<void()>> mail_;
  std::map<CallHandle, Call> calls_;
  uint64_t last_handle_ = 0;
};

}  // namespace candour::core_test
