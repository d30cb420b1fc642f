// Which processes of each member a hub hears (protocol section 6): two over the same time, for
// longer than a hand-over, means that one is a copy of the other.
//
// Kept in memory only: after a start of the hub it is learnt anew. A process is known by the boot
// id of its greeting; a stream belongs to one of those that have just greeted when it is opened.
// What a process said before it ended may be read late and in any order, so that one greeting
// proves nothing. Equal calls give equal answers. Not thread-safe.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "federation/core/events.h"

namespace candour {

class Twins {
 public:
  explicit Twins(Duration hand_over) : hand_over_(hand_over) {}

  void OnHello(const PeerIdentity& who, const std::string& boot, Instant now);
  void OnWatch(WatcherHandle watcher, const PeerIdentity& who, Instant now);
  void OnWatchClosed(WatcherHandle watcher) { watchers_.erase(watcher); }

  // Whether another process of this member than `boot` is connected or has just greeted too, or was
  // there in a way that makes one of them a copy.
  bool HasTwin(const PeerIdentity& who, const std::string& boot, Instant now);
  // Whether nothing of this member's own may be taken: until a process that was never heard before
  // is the only one.
  bool Cloned(const PeerIdentity& who, Instant now);

 private:
  using Key = std::pair<NetworkId, MemberId>;
  struct Process {
    Instant first, last;  // When it greeted.
  };
  struct Boots {
    std::map<std::string, Process> processes;  // By boot id.
    std::string latest;
    bool cloned = false;
  };
  struct Stream {
    Key key;
    std::set<std::string> of;  // One of these processes.
  };
  bool OthersWatch(const Key& key, const std::string& boot) const;

  const Duration hand_over_;
  std::map<Key, Boots> boots_;
  std::map<WatcherHandle, Stream> watchers_;
};

}  // namespace candour
