// One dialled peer in one network, as a pure state machine: greeting, manifests, heads, then
// whatever either side lacks, cosignatures, and hints for the rest of the connection.
//
// The caller owns the connection: it reports what happened with On...(), carries out TakeActions()
// in order after the turn's writes are durable, and calls OnTimer() once Deadline() has passed.
// Equal calls give equal actions. After LeaveHub it does nothing. Not thread-safe: of one loop.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "federation/sync/feed_pull.h"
#include "federation/sync/feed_push.h"
#include "federation/sync/manifest_chain.h"
#include "federation/sync/session_types.h"

namespace candour {

class PeerSession {
 public:
  // Borrows the chain and the counter.
  PeerSession(const SessionOptions& options, ManifestChain& chain, CallCounter& calls);

  void Start(TurnBook& book);
  void OnReply(uint64_t call, const Result<Reply>& reply, TurnBook& book);
  void OnHint(const WatchHint& hint, TurnBook& book);
  void OnTimer(TurnBook& book);

  // A feed grew here, has a new line of ours, or was frozen. Acted upon in the next turn.
  void OnLocalLeaves(const FeedId& feed);
  void OnLocalLine(const FeedId& feed);
  void OnLocalEvidence(const FeedId& feed);
  // Other feeds or keys may be in force: compare everything again.
  void OnManifestChanged();
  void OnLocalProposals();  // Governors have signed something new here.
  // The same, and look after the bodies that the hub may lack, as once a day.
  void Reconcile();

  // Passed already when the session wants a turn. Empty once it is over.
  std::optional<Instant> Deadline() const;
  [[nodiscard]] std::vector<SessionAction> TakeActions();

  const SessionOptions& options() const { return options_; }
  const SessionReport& report() const { return report_; }
  bool over() const { return phase_ == Phase::kOver; }

 private:
  enum class Phase { kGreeting, kManifests, kExchanging, kOver };
  using Purpose = CallPurpose;
  enum class Heads { kNone, kSince, kFull };
  using Pending = PendingCall;

  // peer_session.cc
  void Ask(Purpose purpose, const FeedId& feed, Request request, TurnBook& book);
  void Leave(const std::string& reason, TurnBook& book);
  void OnError(const Pending& pending, const Error& error, TurnBook& book);
  bool Dispatch(const Pending& pending, const Reply& reply, TurnBook& book);
  void OnHello(const HelloReply& reply, TurnBook& book);
  void OnManifests(const ManifestsReply& reply, TurnBook& book);
  void NoteTwin(const HelloReply& reply, TurnBook& book);
  void Greet(TurnBook& book);
  void AskManifests(TurnBook& book);
  void WantHeads(Heads heads);
  bool InFlight(Purpose purpose) const;
  const Manifest& manifest() const { return chain_.current()->manifest; }
  Receiver MakeReceiver(TurnBook& book) const;
  bool BringManifests(TurnBook& book);  // peer_session_govern.cc, with the next five.
  bool CompareTexts(TurnBook& book);
  bool BringTexts(uint64_t version, TurnBook& book);
  void DriveProposals(TurnBook& book);
  void OnProposals(const ListProposalsReply& reply, TurnBook& book);
  void OnProposed(const PutProposalReply& reply, TurnBook& book);

  // peer_session_heads.cc
  void OnHeads(const HeadsReply& reply, TurnBook& book);
  void OnHead(const Head& head, TurnBook& book);
  void OnLines(const HeadsReply& reply, TurnBook& book);
  bool TakeLive(const WatchHint& hint, TurnBook& book);
  bool OnOwnHead(const Head& head, TurnBook& book);
  void OnFullHeads(TurnBook& book);
  void CompareTouched(TurnBook& book);
  bool LacksBodies(const FeedState& state, const StoreView& store) const;

  // peer_session_work.cc
  void Pump(TurnBook& book);
  void TakeLocalNews(TurnBook& book);
  void QueuePull(const FeedId& feed);
  void QueuePush(const FeedId& feed, const TurnBook& book);
  void StartQueued(TurnBook& book);
  void StartPull(const FeedId& feed, TurnBook& book);
  void DrivePulls(TurnBook& book);
  void DrivePushes(TurnBook& book);
  void SendLines(TurnBook& book);
  std::optional<CosignedHead> OwnLine(const FeedId& feed, const StoreView& store) const;
  void NoteBrought(const FeedPush& push, const StoreView& store);
  void Settle(TurnBook& book);
  bool OnPullReply(const Pending& pending, const Reply& reply, TurnBook& book);
  bool OnPushReply(const Pending& pending, const Reply& reply);

  // peer_session_forks.cc
  void TakeEvidence(const Head& head, TurnBook& book);
  void OnPageRefused(const FeedId& feed, const LeavesReply& page, const Error& why, TurnBook& book);
  void OnConsistency(const FeedId& feed, const ConsistencyReply& reply, TurnBook& book);
  void BlameHub(const FeedId& feed, const std::string& reason, TurnBook& book);
  void SendEvidence(TurnBook& book);

  SessionOptions options_;
  ManifestChain& chain_;
  CallCounter& calls_;
  Phase phase_ = Phase::kGreeting;
  std::map<uint64_t, Pending> pending_;
  std::vector<SessionAction> actions_;
  SessionReport report_;
  uint64_t hub_version_ = 0;
  crypto::Hash hub_manifest_;
  Heads heads_needed_ = Heads::kNone;
  Heads heads_asked_ = Heads::kNone;
  SessionCursors cursors_;
  bool full_seen_ = false;
  bool thorough_ = false;      // The next full comparison also looks after bodies at the hub.
  bool head_refused_ = false;  // Some head did not verify: compare everything at the next poll.
  bool watching_ = false;
  bool caught_up_ = false;         // Said so since the last comparison of everything.
  bool own_head_answered_ = true;  // The hub's head of our own feed verified, or it has none.
  std::optional<Instant> greet_at_, poll_at_, reconcile_at_;
  bool twin_ = false, wake_ = false;
  Instant last_;
  std::map<FeedId, crypto::TreeHead> hub_;  // What the hub is known to hold.
  std::deque<FeedId> pull_queue_;
  std::set<FeedId> live_;          // Hinted at: something has just happened there.
  std::deque<FeedId> live_queue_;  // Of these, ahead of every backlog.
  std::deque<FeedId> push_queue_;
  std::map<FeedId, FeedPull> pulls_;
  std::map<FeedId, FeedPush> pushes_;
  std::set<FeedId> set_aside_;  // Refused in this round: tried again at the next poll.
  std::set<FeedId> local_leaves_;
  std::set<FeedId> lines_due_;
  SessionGovernance govern_;
  SessionForks forks_;
  std::set<FeedId> touched_;  // Compared again when all is settled.
  std::map<FeedId, std::string> differences_;
};

}  // namespace candour
