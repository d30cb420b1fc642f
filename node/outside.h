// Carries out what the core decided: the one place where actions become calls.
//
// Used on the loop's thread only, but for Attach and the counters.
#pragma once

#include <atomic>
#include <functional>
#include <vector>

#include "federation/core/actions.h"
#include "federation/core/events.h"
#include "node/key_vault.h"
#include "node/observe/log.h"
#include "node/peer_desk.h"
#include "node/rpc/peer_client.h"
#include "node/rpc/peer_server.h"
#include "node/storage/guard_file.h"

namespace candour {

// Durable on return. On a full disk it is tried once more after `make_room`: without the guard file
// nothing may leave, a withdrawal neither.
Status RecordGuard(storage::GuardFile& file, const WriteGuard& guard,
                   const std::function<void()>& make_room);

class Outside {
 public:
  struct Parts {
    NodeKeys& keys;
    storage::GuardFile& guard;
    rpc::PeerClient& client;
    PeerDesk& desk;
    observe::Log& log;
    std::function<const storage::Reader&()> latest;
    std::function<void()> sweep;
    std::function<void(const NetworkId&)> recovered = {};
    std::function<void()> make_room = {};  // Gives up what is kept back of a full disk.
  };
  explicit Outside(const Parts& parts) : parts_(parts) {}

  // From now on hints go out through `server`; null before it listens and when it stops.
  void Attach(rpc::PeerServer* server) { server_.store(server); }

  // LoopEffects.
  Status Act(Action action);
  void Complete(OwnKeys& keys);
  std::vector<Event> Reopen();

 private:
  Status Do(const WriteGuard& guard);
  Status Do(const AskPeer& ask);
  Status Do(const OpenWatch& watch);
  Status Do(const DropPeer& drop);
  Status Do(AnswerPeer& answer);
  Status Do(const SendHint& hint);
  Status Do(const CloseWatcher& close);
  Status Do(const StartSweep& sweep);
  Status Do(const DialHubs& dial);
  Status Do(const ManifestChanged& changed);
  Status Do(const FeedGrew& grew);
  Status Do(const Recovered& recovered);
  Status Do(const Reported& reported);

  const Parts parts_;
  std::atomic<rpc::PeerServer*> server_{nullptr};
};

}  // namespace candour
