// Where peers' calls are judged and answered: who asks, by the current manifest; reads from a
// snapshot on a worker thread; writes through the loop. A ticket's key may only Join and read
// manifests.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "federation/sync/serve.h"
#include "node/learning/ports.h"
#include "node/rpc/peer_directory.h"
#include "node/rpc/peer_server.h"
#include "node/rpc/workers.h"

namespace candour {

// What the desk needs beside the workers. Everything outlives it; all of it is thread-safe.
struct PeerDeskPorts {
  const rpc::PeerDirectory& directory;
  std::function<bool(Event)> post;  // Of the loop.
  std::function<std::unique_ptr<storage::Reader>()> snapshot;
  std::function<SelfDescription(const NetworkId&)> self;
  std::function<WallSeconds()> wall;
  // Of the network service; may block.
  std::function<bool(const crypto::Hash& spki, const NetworkId&)> knows_ticket;
  std::function<Result<peer::v1::JoinResponse>(const crypto::Hash& spki,
                                               const peer::v1::JoinRequest&)>
      accept_join;
  // Notes about questions, of the query service; may block.
  std::function<Result<SubmitReportReply>(const PeerIdentity&, const SubmitReportRequest&)> submit;
  std::function<Result<FetchReportsReply>(const PeerIdentity&, const FetchReportsRequest&)> fetch;
};

class PeerDesk final : public rpc::PeerHandler {
 public:
  PeerDesk(PeerDeskPorts ports, Workers& workers);

  void Ask(const crypto::Hash& spki, Request request, Done done) override;
  void Join(const crypto::Hash& spki, peer::v1::JoinRequest request, JoinDone done) override;
  void OpenWatch(const crypto::Hash& spki, const NetworkId& network, WatcherHandle watcher,
                 WatchDone done) override;
  void WatchClosed(WatcherHandle watcher) override;

  // The core's answer to a PeerAsked; the loop's thread.
  void Answer(CallHandle call, Result<Reply> reply);
  // Who holds a Watch stream open here.
  std::vector<std::pair<WatcherHandle, PeerIdentity>> Watchers() const;

 private:
  void Serve(const crypto::Hash& spki, const Request& request, const Done& done);
  void AskCore(const PeerIdentity& who, const Request& request, const Done& done);
  Result<Reply> ServeTicket(const crypto::Hash& spki, const Request& request) const;

  const PeerDeskPorts ports_;
  Workers& workers_;
  mutable std::mutex mutex_;  // Of the two maps.
  std::map<CallHandle, Done> waiting_;
  std::map<WatcherHandle, PeerIdentity> watchers_;
  std::atomic<CallHandle> next_call_{1};
};

}  // namespace candour
