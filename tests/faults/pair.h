// The node under test and one honest peer in memory, joined by a network that delivers everything
// at once and in order. Member 0 is the hub of the two; member 1 dials it.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>

#include "federation/core/core.h"
#include "federation/port/memory_store.h"
#include "tests/faults/subject.h"
#include "tests/sim/cast.h"

namespace candour::faults {

// What the peer's disk holds.
struct PeerDisk {
  MemoryStore store;
  WriteGuard guard;
};

class Pair {
 public:
  // `subject` is the cast's member with that number, the peer the other one, on a copy of `disk`.
  Pair(const sim::Cast& cast, size_t subject, const PeerDisk& disk, Now now);

  // The node under test starts, or another process in its place; null: it is gone.
  void Attach(Subject* subject);
  void Connect();
  bool connected() const { return link_ != 0; }
  // Until no message is under way and nothing is due.
  void Settle();
  void Pass(Duration time);
  Status AtPeer(const Event& event);

  Now now() const { return now_; }
  const PeerDisk& disk() const { return disk_; }

 private:
  enum class Side { kSubject, kPeer };
  static Side Other(Side side) { return side == Side::kPeer ? Side::kSubject : Side::kPeer; }
  Side dialler() const { return subject_member_ == 1 ? Side::kSubject : Side::kPeer; }
  size_t MemberOf(Side side) const {
    return side == Side::kSubject ? subject_member_ : 1 - subject_member_;
  }
  void Tell(Side side, const Event& event);
  void Carry(Side side, Action& action);
  void Mail(std::function<void()> what) { mail_.push_back(std::move(what)); }
  void Disconnect();
  void EraseAtPeer();

  const sim::Cast& cast_;
  const size_t subject_member_;
  PeerDisk disk_;
  Now now_;
  Core peer_;
  Subject* subject_ = nullptr;
  std::deque<std::function<void()>> mail_;
  struct Asked {
    Side by;
    CallHandle call;
    uint64_t link;
  };
  std::map<CallHandle, Asked> calls_;
  uint64_t link_ = 0;  // Of the dialler, as its PeerHandle; 0: not connected.
  WatcherHandle watcher_ = 0;
  uint64_t last_handle_ = 0;
};

}  // namespace candour::faults
