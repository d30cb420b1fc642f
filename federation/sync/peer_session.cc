#include "federation/sync/peer_session.h"

#include <algorithm>
#include <utility>

namespace candour {
namespace {

constexpr WallSeconds kClockSkewMax = 600;

}  // namespace

PeerSession::PeerSession(const SessionOptions& options, ManifestChain& chain, CallCounter& calls)
    : options_(options), chain_(chain), calls_(calls), twin_(options.twin) {}

Receiver PeerSession::MakeReceiver(TurnBook& book) const {
  return Receiver(book, manifest(), {options_.self, options_.hub});
}

void PeerSession::Start(TurnBook& book) {
  last_ = book.now().instant;
  Greet(book);
}

void PeerSession::Greet(TurnBook& book) {
  Ask(Purpose::kHello, {},
      HelloRequest{kProtocolVersion, options_.identity.instance, options_.identity.boot_id,
                   options_.network, chain_.version(), chain_.hash()},
      book);
}

void PeerSession::Ask(Purpose purpose, const FeedId& feed, Request request, TurnBook& book) {
  const uint64_t call = calls_.Next();
  Pending pending{purpose, feed, book.now().instant + options_.times.call_timeout};
  if (const auto* bodies = std::get_if<BodiesRequest>(&request)) {
    pending.first_body = bodies->ranges.front().start;
  }
  pending_[call] = pending;
  actions_.emplace_back(AskHub{call, std::move(request)});
}

bool PeerSession::InFlight(Purpose purpose) const {
  return std::any_of(pending_.begin(), pending_.end(),
                     [&](const auto& entry) { return entry.second.purpose == purpose; });
}

void PeerSession::Leave(const std::string& reason, TurnBook& book) {
  if (phase_ == Phase::kOver) return;
  phase_ = Phase::kOver;
  report_.phase = "over";
  report_.settled = false;
  pending_.clear();
  pulls_.clear();
  pushes_.clear();
  book.Log("peer-left", MemberLabel(manifest(), options_.hub) + ": " + reason);
  actions_.emplace_back(LeaveHub{reason});
}

std::vector<SessionAction> PeerSession::TakeActions() { return std::exchange(actions_, {}); }

void PeerSession::OnReply(uint64_t call, const Result<Reply>& reply, TurnBook& book) {
  last_ = book.now().instant;
  auto found = pending_.find(call);
  if (found == pending_.end() || phase_ == Phase::kOver) return;
  const Pending pending = found->second;
  pending_.erase(found);
  if (!reply) {
    OnError(pending, reply.error(), book);
  } else if (!Dispatch(pending, *reply, book)) {
    Leave("answers something that was not asked for", book);
  }
  Pump(book);
}

// False when the reply is of another kind than the request.
bool PeerSession::Dispatch(const Pending& pending, const Reply& reply, TurnBook& book) {
  switch (pending.purpose) {
    case Purpose::kHello:
      if (auto* hello = std::get_if<HelloReply>(&reply)) return OnHello(*hello, book), true;
      return false;
    case Purpose::kManifests:
      if (auto* page = std::get_if<ManifestsReply>(&reply)) return OnManifests(*page, book), true;
      return false;
    case Purpose::kHeads:
      if (auto* heads = std::get_if<HeadsReply>(&reply)) return OnHeads(*heads, book), true;
      return false;
    case Purpose::kPull:
      return OnPullReply(pending, reply, book);
    case Purpose::kPush:
      return OnPushReply(pending, reply);
    case Purpose::kLines:
      return std::holds_alternative<PutCosignaturesReply>(reply);
    case Purpose::kProposals:
      if (auto* list = std::get_if<ListProposalsReply>(&reply)) {
        return OnProposals(*list, book), true;
      }
      return false;
    case Purpose::kPropose:
      if (auto* taken = std::get_if<PutProposalReply>(&reply)) {
        return OnProposed(*taken, book), true;
      }
      return false;
    case Purpose::kConsistency:
      if (auto* proof = std::get_if<ConsistencyReply>(&reply)) {
        return OnConsistency(pending.feed, *proof, book), true;
      }
      return false;
    case Purpose::kEvidence:
      forks_.at_hub.insert(pending.feed);
      return std::holds_alternative<ReportEvidenceReply>(reply);
  }
  return false;
}

void PeerSession::OnError(const Pending& pending, const Error& error, TurnBook& book) {
  const bool govern = pending.purpose == Purpose::kProposals ||
                      (pending.purpose == Purpose::kPropose && phase_ == Phase::kExchanging);
  const bool feed_only = pending.purpose == Purpose::kPull || pending.purpose == Purpose::kPush ||
                         pending.purpose == Purpose::kLines ||
                         pending.purpose == Purpose::kConsistency ||
                         pending.purpose == Purpose::kEvidence || govern;
  const bool later = error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kFull;
  if (!feed_only || later) {
    Leave(error.reason + ": " + error.message, book);
    return;
  }
  // What one feed is refused must not keep the others waiting.
  book.Log("refused-by-peer", MemberLabel(manifest(), options_.hub) + ", " +
                                  FeedLabel(manifest(), pending.feed) + ": " + error.reason);
  if (pending.purpose == Purpose::kConsistency) {
    return BlameHub(pending.feed, "leaves that fit no tree, and no proof", book);
  }
  if (pending.purpose == Purpose::kPush) {
    if (error.reason == "CLONED" && pending.feed == options_.own_feed) {
      twin_ = true;
      greet_at_ = last_ + options_.times.twin_recheck;
      actions_.emplace_back(OwnHeadSeen{OwnHeadSeen::Verdict::kCloned, 0});
    }
    pushes_.erase(pending.feed);
    set_aside_.insert(pending.feed);
  }
  auto pull = pulls_.find(pending.feed);
  if (pending.purpose != Purpose::kPull || pull == pulls_.end()) return;
  set_aside_.insert(pending.feed);
  if (pending.first_body) return pull->second.OnBodiesRefused();
  pull->second.OnLeavesRefused();
}

void PeerSession::OnHello(const HelloReply& reply, TurnBook& book) {
  if (reply.protocol != kProtocolVersion) {
    return Leave("speaks protocol " + std::to_string(reply.protocol) + "; one of the two must be " +
                     "upgraded",
                 book);
  }
  if (reply.network != options_.network) return Leave("answers for another network", book);
  const crypto::Hash& own = options_.identity.instance;
  if (own != crypto::Hash{} && reply.instance == own) {
    return Leave("is this node itself; check the hub's address in the manifest", book);
  }
  NoteTwin(reply, book);
  if (phase_ != Phase::kGreeting) return;  // Asked again only for that.
  const WallSeconds skew = reply.server_time - book.now().wall;
  if (skew > kClockSkewMax || skew < -kClockSkewMax) {
    book.Log("clock-skew", MemberLabel(manifest(), options_.hub) + " reads a clock " +
                               std::to_string(skew) + " s from ours; check both");
  }
  hub_version_ = reply.manifest_version;
  hub_manifest_ = reply.manifest_hash;
  phase_ = Phase::kManifests;
  report_.phase = "manifests";
  reconcile_at_ = book.now().instant + options_.times.reconcile_interval;
  // A hub that missed a version is brought it, by whoever comes first.
  if (!BringManifests(book)) AskManifests(book);
}

// Another process with our keys: it is asked again until that one is gone.
void PeerSession::NoteTwin(const HelloReply& reply, TurnBook& book) {
  if (reply.twin != twin_) {
    actions_.emplace_back(
        OwnHeadSeen{reply.twin ? OwnHeadSeen::Verdict::kTwin : OwnHeadSeen::Verdict::kNoTwin, 0});
  }
  twin_ = reply.twin;
  greet_at_.reset();
  if (twin_) greet_at_ = book.now().instant + options_.times.twin_recheck;
}

// Asks for the next versions, or goes on when both hold the same.
void PeerSession::AskManifests(TurnBook& book) {
  if (chain_.version() < hub_version_) {
    if (!InFlight(Purpose::kManifests)) {
      Ask(Purpose::kManifests, {}, ManifestsRequest{options_.network, chain_.version() + 1}, book);
    }
    return;
  }
  if (phase_ != Phase::kManifests) return;
  if (chain_.version() == hub_version_ && chain_.hash() != hub_manifest_) {
    if (CompareTexts(book)) return;
    return Leave("holds another text of manifest version " + std::to_string(hub_version_) +
                     "; tell the governors of the network",
                 book);
  }
  phase_ = Phase::kExchanging;
  report_.phase = "exchanging";
  WantHeads(Heads::kFull);
}

void PeerSession::OnManifests(const ManifestsReply& reply, TurnBook& book) {
  const uint64_t before = chain_.version();
  for (const auto& version : reply.manifests) {
    Status kept = chain_.Offer(version.note, std::nullopt, book);
    // It continues a text, or names one, that this node has not seen: asked for from there on.
    const bool other = !kept && (kept.error().reason == "RESOLVES_UNKNOWN" ||
                                 kept.error().reason == "MANIFEST_WRONG_PREV");
    if (other && !std::exchange(govern_.texts_asked, true)) {
      Ask(Purpose::kManifests, {}, ManifestsRequest{options_.network, chain_.version()}, book);
      return;
    }
    if (!kept) {
      return Leave(
          "gives a manifest that is refused (" + kept.error().reason + "): " + kept.error().message,
          book);
    }
  }
  if (chain_.version() == before && before < hub_version_) {
    return Leave(
        "announces manifest version " + std::to_string(hub_version_) + " and does not give it",
        book);
  }
  if (phase_ == Phase::kExchanging) WantHeads(Heads::kFull);
  AskManifests(book);
}

void PeerSession::WantHeads(Heads heads) {
  if (heads == Heads::kFull || heads_needed_ == Heads::kNone) heads_needed_ = heads;
}

void PeerSession::OnHint(const WatchHint& hint, TurnBook& book) {
  last_ = book.now().instant;
  if (phase_ == Phase::kOver) return;
  if (hint.feed.zero() && hint.size > hub_version_ && phase_ == Phase::kExchanging) {
    hub_version_ = hint.size;
    AskManifests(book);
  }
  if (hint.feed.zero() && hint.cosignatures) {
    govern_.proposals_due = true;
  } else if (hint.cosignatures && hint.feed == options_.own_feed) {
    const Instant soon = last_ + options_.times.lines_window;
    poll_at_ = poll_at_ ? std::min(*poll_at_, soon) : soon;
  } else if (!TakeLive(hint, book)) {
    if (!hint.feed.zero()) live_.insert(hint.feed);
    WantHeads(Heads::kSince);
    // It may be no newer head, but a text that nobody had.
    const auto state = book.Feed(hint.feed);
    const bool known = state && hub_.contains(hint.feed) && hub_[hint.feed].size >= state->size;
    if (known && LacksBodies(*state, book.store())) QueuePull(hint.feed);
  }
  Pump(book);
}

void PeerSession::OnLocalLeaves(const FeedId& feed) {
  local_leaves_.insert(feed);
  wake_ = true;
}

void PeerSession::OnLocalLine(const FeedId& feed) {
  lines_due_.insert(feed);
  wake_ = true;
}

void PeerSession::OnLocalEvidence(const FeedId& feed) {
  if (forks_.at_hub.contains(feed)) return;
  forks_.due.insert(feed);
  wake_ = true;
}

void PeerSession::OnManifestChanged() {
  report_.settled = false;
  govern_.proposals_due = true;
  WantHeads(Heads::kFull);
  wake_ = true;
}

void PeerSession::Reconcile() {
  report_.settled = false;
  thorough_ = true;
  caught_up_ = false;
  WantHeads(Heads::kFull);
  wake_ = true;
}

void PeerSession::OnTimer(TurnBook& book) {
  last_ = book.now().instant;
  if (phase_ == Phase::kOver) return;
  for (const auto& [call, pending] : pending_) {
    if (pending.deadline <= last_) return Leave("does not answer", book);
  }
  if (greet_at_ && *greet_at_ <= last_) {
    greet_at_.reset();
    if (!InFlight(Purpose::kHello)) Greet(book);
  }
  if (reconcile_at_ && *reconcile_at_ <= last_) {
    reconcile_at_ = last_ + options_.times.reconcile_interval;
    Reconcile();
  }
  if (poll_at_ && *poll_at_ <= last_) {
    poll_at_.reset();
    WantHeads(head_refused_ || !set_aside_.empty() ? Heads::kFull : Heads::kSince);
  }
  Pump(book);
}

std::optional<Instant> PeerSession::Deadline() const {
  if (phase_ == Phase::kOver) return std::nullopt;
  if (wake_ && phase_ == Phase::kExchanging) return last_;
  std::optional<Instant> first = poll_at_;
  auto earlier = [&](const std::optional<Instant>& other) {
    if (other && (!first || *other < *first)) first = other;
  };
  earlier(reconcile_at_);
  earlier(greet_at_);
  for (const auto& [call, pending] : pending_) earlier(pending.deadline);
  return first;
}

}  // namespace candour
