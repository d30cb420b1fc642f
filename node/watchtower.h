// What the running daemon knows of itself, for status and peers; and "sync now".
//
// Thread-safe. Everything passed outlives it.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "node/indexer.h"
#include "node/learning/node_handlers.h"
#include "node/loop.h"
#include "node/opened.h"
#include "node/peer_desk.h"
#include "node/rpc/peer_budget.h"
#include "node/rpc/peer_client.h"
#include "node/sweeper.h"

namespace candour {

class Watchtower {
 public:
  struct Parts {
    Opened& opened;
    Loop& loop;
    rpc::PeerClient& client;
    PeerDesk& desk;
    Indexer& indexer;
    Sweeper& sweeper;
    std::function<std::vector<rpc::PeerRefusals>()> refusals;  // Of the peer server, if any.
  };
  explicit Watchtower(const Parts& parts) : parts_(parts), started_(parts.loop.Time()) {}

  NodeFacts Facts();
  std::vector<PeerLink> Links();
  // Blocks until every dialled hub (of the network) is settled or was tried in vain; at most 30 s.
  Status SyncNow(std::optional<NetworkId> network);
  // Ends every SyncNow.
  void Stop();

 private:
  void AddRefusals(std::vector<PeerLink>& links);
  bool Settled(const std::optional<NetworkId>& network, const std::vector<rpc::LinkReport>& before);

  const Parts parts_;
  const Now started_;
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
};

}  // namespace candour
