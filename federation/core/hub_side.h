// The side that is dialled: takes what others bring, and tells those who watch.
//
// Any member may bring any feed of the network: the author is verified, not the carrier. Not
// thread-safe.
#pragma once

#include <map>
#include <vector>

#include "federation/core/actions.h"
#include "federation/core/events.h"
#include "federation/sync/receiver.h"
#include "federation/sync/turn_book.h"

namespace candour {

class HubSide {
 public:
  // False when the watcher may not watch; the caller closes it. Says at once which manifest is
  // current, so that what happened before the stream was open is looked up.
  bool OpenWatcher(const WatcherOpened& event, const SignedManifest* manifest, Now now,
                   std::vector<Action>& actions);
  void CloseWatcher(WatcherHandle watcher) { watchers_.erase(watcher); }
  void CloseWatchers(const NetworkId& network, std::vector<Action>& actions);
  // Lets go of those who are no longer members, and announces the version.
  void OnManifest(const SignedManifest& manifest, Now now, std::vector<Action>& actions);

  // Tells those who govern or relay that there is something to sign.
  void OnProposals(const Manifest& manifest, Now now, std::vector<Action>& actions) const;

  // PushHead, PushLeaves, PushBodies, PutCosignatures, ReportEvidence.
  Result<Reply> Take(const PeerAsked& event, const Manifest& manifest, const MemberId& self,
                     TurnBook& book);

  // Of the networks in which what comes in may be shown at once.
  using Manifests = std::map<NetworkId, const Manifest*>;
  // One hint per watcher and feed for everything that happened in this turn; a small change goes
  // with it whole.
  void Announce(const TurnBook& book, const TurnNews& news, const Manifests& manifests,
                std::vector<Action>& actions) const;

 private:
  struct Hint {
    bool leaves = false;
    bool lines = false;
  };
  using Hints = std::map<std::pair<WatcherHandle, FeedId>, Hint>;
  static LivePage LiveFor(const PeerIdentity& who, const FeedId& feed, const TurnBook& book,
                          const TurnNews& news, const Manifests& manifests);
  std::vector<WatcherHandle> Watching(const NetworkId& network, const MemberId& except) const;

  std::map<WatcherHandle, PeerIdentity> watchers_;
};

}  // namespace candour
