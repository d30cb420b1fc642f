// The parts of a Core and how one turn passes through them. Included by core*.cc only.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "federation/core/core.h"
#include "federation/core/cosigner.h"
#include "federation/core/hub_side.h"
#include "federation/core/own_feed.h"
#include "federation/core/retractions.h"
#include "federation/core/twins.h"
#include "federation/sync/peer_session.h"

namespace candour {

class Core::Impl {
 public:
  struct Network {
    explicit Network(const NetworkId& id) : chain(id) {}
    const Manifest* manifest() const {
      return chain.current() ? &chain.current()->manifest : nullptr;
    }
    // Whether this node dials that member: a hub other than itself.
    bool Dials(const MemberId& hub) const;

    ManifestChain chain;
    std::optional<OwnFeed> own;
    std::optional<Cosigner> cosigner;
  };

  explicit Impl(CoreOptions options);
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Turn Handle(const Event& event, Now now, const StoreView& store);
  std::optional<Instant> Deadline() const;
  Network* Find(const NetworkId& network);
  std::vector<PeerReport> Peers() const;
  std::string SigningBlocked(const NetworkId& network) const;

 private:
  Status On(const NetworkOpened& event, TurnBook& book);
  Status On(const ManifestOffered& event, TurnBook& book);
  Status On(const ManifestProposed& event, TurnBook& book);
  Status On(const ItemPublished& event, TurnBook& book);
  Status On(const ItemRevised& event, TurnBook& book);
  Status On(const ItemRetracted& event, TurnBook& book);
  Status On(const HeadConfirmed& event, TurnBook& book);
  Status On(const Leaving& event, TurnBook& book);
  Status On(const BroughtByHand& event, TurnBook& book);
  Status On(const PeerConnected& event, TurnBook& book);
  Status On(const PeerLost& event, TurnBook& book);
  Status On(const PeerAnswered& event, TurnBook& book);
  Status On(const PeerHinted& event, TurnBook& book);
  Status On(const PeerAsked& event, TurnBook& book);
  Status On(const WatcherOpened& event, TurnBook& book);
  Status On(const WatcherClosed& event, TurnBook& book);
  Status On(const SyncRequested& event, TurnBook& book);
  Status On(const SweepFinished& event, TurnBook& book);
  Status On(const TimerFired& event, TurnBook& book);

  template <class LocalEvent>
  Status Publish(const LocalEvent& event, TurnBook& book,
                 Status (OwnFeed::*act)(const LocalEvent&, TurnBook&, const Manifest*));
  void NoteOwnHead(const Request& request, const Result<Reply>& reply, OwnFeed& own);
  Result<Reply> TakePush(const PeerAsked& event, Network& network, TurnBook& book);
  Result<Reply> Greet(const PeerAsked& event, const Network& network, Result<Reply> reply, Now now);
  SelfDescription SelfIn(const Network& network) const;
  Status Refused(Status status, TurnBook& book);
  Result<Reply> TakeProposal(const PeerAsked& event, Network& network, TurnBook& book);

  // core_upkeep.cc
  void WantUpkeep(const NetworkId& id, const StoreView& store);
  void WantUpkeepOf(const NetworkId& id, const FeedId& feed);
  void Upkeep(TurnBook& book);
  bool CutFeeds(Network& network, TurnBook& book);

  // core_finish.cc: what follows from a turn, in the order in which it must leave.
  void Finish(TurnBook& book);
  void TakeSessionActions(std::vector<Action>& out, TurnBook& book);
  void TakeSessionAction(PeerHandle peer, SessionAction& action, std::vector<Action>& out,
                         TurnBook& book);
  void ManifestsChanged(TurnBook& book);
  void DropSessions(const NetworkId& network, const std::string& reason);
  void PassOnNews(TurnBook& book);
  void PassOnProposals();
  void CosignAgain(const std::vector<FeedId>& erased, const TurnBook& book);
  void OwnHeadSeenAt(const MemberId& hub, const OwnHeadSeen& seen, Network& network,
                     TurnBook& book);
  void SettleOwnFeeds(TurnBook& book);

  CoreOptions options_;
  std::map<NetworkId, Network> networks_;
  std::map<PeerHandle, PeerSession> sessions_;
  HubSide hub_;
  Twins twins_;
  Retractions retractions_;
  CallCounter calls_;
  Now now_;
  std::map<std::pair<NetworkId, MemberId>, uint64_t> blamed_;
  // Versions that were announced, with the hash over their text or texts.
  std::map<NetworkId, std::pair<uint64_t, crypto::Hash>> announced_;
  std::map<NetworkId, uint64_t> proposals_announced_;
  std::set<NetworkId> upkeep_due_;
  std::set<NetworkId> takedowns_due_;  // Of these, whose manifest may list fewer than before.

  // Of the turn in progress.
  std::vector<Action> actions_;
  std::set<NetworkId> changed_;
};

}  // namespace candour
