#include "tests/faults/pair.h"

#include <utility>

namespace candour::faults {
namespace {

CoreOptions PeerOptions() {
  CoreOptions options;
  options.self.boot_id = std::string(16, 'p');
  return options;
}

}  // namespace

Pair::Pair(const sim::Cast& cast, size_t subject, const PeerDisk& disk, Now now)
    : cast_(cast), subject_member_(subject), disk_(disk), now_(now), peer_(PeerOptions()) {
  if (disk_.store.NewestManifest(cast_.network) == 0) {
    (void)AtPeer(ManifestOffered{cast_.network, cast_.genesis, std::nullopt});
  }
  OwnKeys keys = cast_.KeysOf(MemberOf(Side::kPeer));
  keys.guard_size = disk_.guard.size;
  keys.guard_root = disk_.guard.root;
  (void)AtPeer(NetworkOpened{keys});
}

void Pair::Attach(Subject* subject) {
  Disconnect();
  mail_.clear();
  calls_.clear();
  subject_ = subject;
  if (subject_ != nullptr) subject_->SetTime(now_);
}

void Pair::Connect() {
  if (connected() || subject_ == nullptr) return;
  link_ = ++last_handle_;
  Tell(dialler(), PeerConnected{link_, cast_.network, cast_.members[0].id});
  Settle();
}

void Pair::Disconnect() {
  if (!connected()) return;
  const uint64_t link = std::exchange(link_, 0);
  const WatcherHandle watcher = std::exchange(watcher_, 0);
  if (watcher != 0) Tell(Other(dialler()), WatcherClosed{watcher});
  Tell(dialler(), PeerLost{link});
}

Status Pair::AtPeer(const Event& event) {
  Turn turn = peer_.Handle(event, now_, disk_.store);
  disk_.store.Apply(turn.writes);
  for (Action& action : turn.actions) Carry(Side::kPeer, action);
  return turn.outcome;
}

void Pair::Tell(Side side, const Event& event) {
  if (side == Side::kPeer) {
    (void)AtPeer(event);
  } else if (subject_ != nullptr) {
    subject_->Post(event);
  }
}

void Pair::EraseAtPeer() {
  SweepFinished done;
  for (const FeedState& feed : disk_.store.Feeds(cast_.network)) {
    for (const Retraction& row : disk_.store.Retractions(feed.feed)) {
      if (row.state == ErasureState::kHidden) done.erased.emplace_back(row.feed, row.target);
    }
  }
  (void)AtPeer(done);
}

void Pair::Carry(Side side, Action& action) {
  if (const auto* guard = std::get_if<WriteGuard>(&action)) {
    disk_.guard = *guard;
  } else if (auto* ask = std::get_if<AskPeer>(&action)) {
    Mail([this, side, ask = std::move(*ask)] {
      if (ask.peer != link_) return;
      const CallHandle call = ++last_handle_;
      calls_[call] = {side, ask.call, link_};
      Tell(Other(side), PeerAsked{call, cast_.IdentityOf(MemberOf(side)), ask.request});
    });
  } else if (auto* answer = std::get_if<AnswerPeer>(&action)) {
    const auto found = calls_.find(answer->call);
    if (found == calls_.end()) return;
    Mail([this, asked = found->second, reply = std::move(answer->reply)] {
      if (asked.link == link_) Tell(asked.by, PeerAnswered{link_, asked.call, reply});
    });
    calls_.erase(found);
  } else if (std::holds_alternative<OpenWatch>(action)) {
    Mail([this, side] {
      if (!connected()) return;
      watcher_ = ++last_handle_;
      Tell(Other(side), WatcherOpened{watcher_, cast_.IdentityOf(MemberOf(side))});
    });
  } else if (auto* hint = std::get_if<SendHint>(&action)) {
    Mail([this, hint = *hint] {
      if (hint.watcher == watcher_ && connected()) {
        Tell(dialler(), PeerHinted{link_, hint.hint});
      }
    });
  } else if (std::holds_alternative<DropPeer>(action)) {
    Mail([this] { Disconnect(); });
  } else if (std::holds_alternative<StartSweep>(action) && side == Side::kPeer) {
    Mail([this] { EraseAtPeer(); });
  }
}

void Pair::Settle() {
  while (true) {
    if (subject_ != nullptr) {
      for (Action& action : subject_->TakeOutbox()) Carry(Side::kSubject, action);
    }
    if (!mail_.empty()) {
      const auto next = std::move(mail_.front());
      mail_.pop_front();
      next();
      continue;
    }
    if (const auto due = peer_.Deadline(); due && *due <= now_.instant) {
      (void)AtPeer(TimerFired{});
      continue;
    }
    if (subject_ == nullptr) return;
    subject_->Fence();  // What its own timers made it say.
    std::vector<Action> last = subject_->TakeOutbox();
    if (last.empty()) return;
    for (Action& action : last) Carry(Side::kSubject, action);
  }
}

void Pair::Pass(Duration time) {
  now_.instant.since_start += time;
  now_.wall = sim::kEpochStart + now_.instant.since_start.count() / 1000;
  if (subject_ != nullptr) {
    subject_->SetTime(now_);
    subject_->Fence();
  }
  Settle();
}

}  // namespace candour::faults
