// What the core wants done, in order, after the writes of the same turn are durable.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "federation/core/events.h"
#include "federation/network/manifest.h"
#include "federation/port/store.h"

namespace candour {

struct WriteGuard {
  FeedId feed;
  uint64_t size = 0;
  crypto::Hash root;
};  // fsync before the next action.
struct AskPeer {
  PeerHandle peer = 0;
  CallHandle call = 0;
  Request request;
};
struct OpenWatch {
  PeerHandle peer = 0;
  NetworkId network;
};
struct DropPeer {
  PeerHandle peer = 0;
  std::string reason;
};
struct AnswerPeer {
  CallHandle call = 0;
  Result<Reply> reply;
};
struct SendHint {
  WatcherHandle watcher = 0;
  WatchHint hint;
};
struct CloseWatcher {
  WatcherHandle watcher = 0;
};
struct StartSweep {};  // Retractions are hidden; erase them from the disk.
// The hubs this node dials in a network, after every manifest change. Replaces the earlier list.
struct DialHubs {
  NetworkId network;
  std::vector<std::pair<Hub, std::vector<crypto::Hash>>> hubs;
};
struct ManifestChanged {
  NetworkId network;
  uint64_t version = 0;
};
struct FeedGrew {
  FeedId feed;
  uint64_t from = 0;
  uint64_t to = 0;
};
// What the hubs hold has been caught up with after a restore: withdrawals of our own that this
// store did not know of have arrived and are to be carried out on our own records.
struct Recovered {
  NetworkId network;
};
struct Reported {
  std::string event;
  std::string message;
};  // For the log: ids, sizes and reasons only.

using Action =
    std::variant<WriteGuard, AskPeer, OpenWatch, DropPeer, AnswerPeer, SendHint, CloseWatcher,
                 StartSweep, DialHubs, ManifestChanged, FeedGrew, Recovered,
                 Reported>;

}  // namespace candour
