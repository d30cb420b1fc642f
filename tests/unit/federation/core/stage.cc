#include "tests/unit/federation/core/stage.h"

#include <algorithm>
#include <utility>

namespace candour::core_test {
namespace {

std::string Word(const Request& request) {
  static const char* const kWords[] = {
      "hello",       "manifests",      "heads",         "leaves",        "bodies",      "push-head",
      "push-leaves", "push-bodies",    "put-lines",     "list-lines",    "consistency", "proof",
      "propose",     "list-proposals", "submit-report", "fetch-reports", "evidence"};
  static_assert(std::size(kWords) == std::variant_size_v<Request>);
  return kWords[request.index()];
}

}  // namespace

Stage::Stage(size_t members, CoreOptions options)
    : cast_(sim::MakeCast(/*seed=*/7, members)), options_(std::move(options)) {
  now_.wall = sim::kEpochStart;
  actors_.resize(members);
}

void Stage::Start(size_t actor) {
  Actor& a = actors_[actor];
  CoreOptions options = options_;
  options.self.boot_id = std::string(16, static_cast<char>('a' + actor));
  a.core = std::make_unique<Core>(options);
  if (a.store.NewestManifest(cast_.network) == 0) {
    Handle(actor, ManifestOffered{cast_.network, cast_.genesis, std::nullopt});
  }
  OwnKeys keys = cast_.KeysOf(actor);
  keys.guard_size = a.guard.size;
  keys.guard_root = a.guard.root;
  Handle(actor, NetworkOpened{keys});
}

void Stage::StartAll() {
  for (size_t i = 0; i < actors_.size(); ++i) Start(i);
}

void Stage::Stop(size_t actor) {
  Disconnect(actor);
  actors_[actor].core.reset();
}

void Stage::Connect(size_t actor) {
  actors_[actor].peer = ++last_handle_;
  Handle(actor, PeerConnected{actors_[actor].peer, cast_.network, cast_.members[0].id});
}

void Stage::ConnectAll() {
  for (size_t i = 1; i < actors_.size(); ++i) Connect(i);
  Settle();
}

void Stage::Disconnect(size_t actor) {
  Actor& a = actors_[actor];
  if (a.watcher && up(0)) Handle(0, WatcherClosed{a.watcher});
  if (a.peer && up(actor)) Handle(actor, PeerLost{a.peer});
  a.peer = a.watcher = 0;
}

Status Stage::Publish(size_t actor, const std::string& label) {
  return Handle(actor,
                ItemPublished{cast_.network, Item(label), Salt(label), "text " + label, now_.wall});
}

Status Stage::Revise(size_t actor, const std::string& label, const std::string& text) {
  return Handle(actor, ItemRevised{cast_.network, Item(label), Salt(text), text, now_.wall});
}

Status Stage::Retract(size_t actor, const std::string& label) {
  return Handle(actor, ItemRetracted{cast_.network, Item(label), 1, now_.wall});
}

Status Stage::Handle(size_t actor, const Event& event) {
  Actor& a = actors_[actor];
  Turn turn = a.core->Handle(event, now_, a.store);
  a.store.Apply(turn.writes);
  for (const Action& action : turn.actions) Carry(actor, action);
  return turn.outcome;
}

void Stage::Settle() {
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

void Stage::Pass(Duration time) {
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

void Stage::Erase(size_t actor) {
  SweepFinished done;
  for (const FeedState& feed : store(actor).Feeds(cast_.network)) {
    for (const Retraction& row : store(actor).Retractions(feed.feed)) {
      if (row.state == ErasureState::kHidden) done.erased.push_back({row.feed, row.target});
    }
  }
  Handle(actor, done);
}

uint64_t Stage::SizeAt(size_t actor, size_t author) {
  auto state = store(actor).Feed(cast_.FeedOf(author));
  return state ? state->size : 0;
}

std::optional<Bytes> Stage::BodyAt(size_t actor, size_t author, uint64_t index) {
  return store(actor).Body(cast_.FeedOf(author), index);
}

void Stage::Carry(size_t actor, const Action& action) {
  if (spy) spy(actor, action);
  std::visit([&](const auto& a) { Do(actor, a); }, action);
}

void Stage::Do(size_t actor, const WriteGuard& guard) {
  actors_[actor].guard = guard;
  Say(actor, "guard@" + std::to_string(guard.size));
}

void Stage::Do(size_t actor, const AskPeer& ask) {
  Say(actor, Word(ask.request));
  mail_.push_back([this, actor, ask] {
    if (!up(0) || actors_[actor].peer != ask.peer) return;
    const CallHandle call = ++last_handle_;
    calls_[call] = {actor, ask.peer, ask.call};
    PeerIdentity who = cast_.IdentityOf(actor);
    const auto manifest = core(0).ManifestOf(cast_.network);
    who.former = manifest && manifest->manifest.FindByPin(who.spki) == nullptr;
    Handle(0, PeerAsked{call, who, ask.request});
  });
}

void Stage::Do(size_t, const AnswerPeer& answer) {
  auto found = calls_.find(answer.call);
  if (found == calls_.end()) return;
  const Call call = found->second;
  calls_.erase(found);
  Result<Reply> reply = answer.reply;
  if (tamper) tamper(call.asker, reply);
  mail_.push_back([this, call, reply] {
    if (!up(call.asker) || actors_[call.asker].peer != call.peer) return;
    Handle(call.asker, PeerAnswered{call.peer, call.call, reply});
  });
}

void Stage::Do(size_t actor, const OpenWatch&) {
  Say(actor, "watch");
  const WatcherHandle watcher = ++last_handle_;
  actors_[actor].watcher = watcher;
  mail_.push_back([this, actor, watcher] {
    if (up(0)) Handle(0, WatcherOpened{watcher, cast_.IdentityOf(actor)});
  });
}

void Stage::Do(size_t, const SendHint& hint) {
  mail_.push_back([this, hint] {
    for (size_t i = 0; i < actors_.size(); ++i) {
      if (actors_[i].watcher != hint.watcher || !up(i)) continue;
      Handle(i, PeerHinted{actors_[i].peer, hint.hint});
    }
  });
}

void Stage::Do(size_t actor, const DropPeer& drop) {
  Say(actor, "drop(" + drop.reason + ")");
  mail_.push_back([this, actor] { Disconnect(actor); });
}

void Stage::Do(size_t, const CloseWatcher& close) {
  for (Actor& a : actors_) {
    if (a.watcher == close.watcher) a.watcher = 0;
  }
}

void Stage::Do(size_t actor, const StartSweep&) {
  Say(actor, "sweep");
  if (erase_at_once) mail_.push_back([this, actor] { Erase(actor); });
}

void Stage::Do(size_t actor, const DialHubs& dial) {
  Say(actor, "dial:" + std::to_string(dial.hubs.size()));
}

void Stage::Do(size_t actor, const ManifestChanged& changed) {
  Say(actor, "manifest:" + std::to_string(changed.version));
}

void Stage::Do(size_t actor, const FeedGrew& grew) {
  Say(actor, "grew:" + std::to_string(grew.from) + "-" + std::to_string(grew.to));
}

void Stage::Do(size_t actor, const Reported& reported) {
  actors_[actor].log += reported.event + ": " + reported.message + "\n";
}

}  // namespace candour::core_test
