#include "federation/core/core.h"

#include <map>
#include <utility>

#include "federation/core/core_impl.h"
#include "federation/network/audience.h"

namespace candour {

Core::Core(CoreOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Core::~Core() = default;

Turn Core::Handle(const Event& event, Now now, const StoreView& store) {
  return impl_->Handle(event, now, store);
}

std::optional<Instant> Core::Deadline() const { return impl_->Deadline(); }

std::shared_ptr<const SignedManifest> Core::ManifestOf(const NetworkId& network) const {
  const auto* entry = impl_->Find(network);
  return entry ? entry->chain.current() : nullptr;
}

std::vector<PeerReport> Core::Peers() const { return impl_->Peers(); }

std::string Core::SigningBlocked(const NetworkId& network) const {
  return impl_->SigningBlocked(network);
}

Core::Impl::Impl(CoreOptions options)
    : options_(std::move(options)), twins_(options_.hand_over) {}

Turn Core::Impl::Handle(const Event& event, Now now, const StoreView& store) {
  Turn turn;
  TurnBook book(store, now);
  now_ = now;
  actions_.clear();
  changed_.clear();
  turn.outcome = std::visit([&](const auto& e) { return On(e, book); }, event);
  Finish(book);
  turn.writes = book.TakeWrites();
  turn.actions = std::exchange(actions_, {});
  return turn;
}

SelfDescription Core::Impl::SelfIn(const Network& network) const {
  SelfDescription self = options_.self;
  const crypto::Hash& instance = network.own->keys().instance;
  if (instance != crypto::Hash{}) self.instance = instance;
  return self;
}

Core::Impl::Network* Core::Impl::Find(const NetworkId& network) {
  auto found = networks_.find(network);
  return found == networks_.end() ? nullptr : &found->second;
}

// A local event that is refused leaves nothing behind: it is the only machine of its turn.
Status Core::Impl::Refused(Status status, TurnBook& book) {
  if (!status) book.Discard();
  return status;
}

Status Core::Impl::On(const NetworkOpened& event, TurnBook& book) {
  const NetworkId& id = event.keys.network;
  Network& network = networks_.try_emplace(id, id).first->second;
  Status loaded = network.chain.Load(book);
  if (!loaded) return Refused(loaded, book);
  network.own.emplace(event.keys, BatchLimits{options_.batch_window, options_.batch_entries_max});
  network.own->Open(book);
  network.cosigner.emplace(event.keys, options_.cosign_interval);
  network.cosigner->Open(book.store(), book.now());
  retractions_.Load(book.store(), id, book.now());
  WantUpkeep(id, book.store());
  // Connections of an earlier epoch were made with its keys.
  DropSessions(id, "this node's keys in the network changed");
  if (network.chain.current()) changed_.insert(id);
  return {};
}

Status Core::Impl::On(const ManifestOffered& event, TurnBook& book) {
  auto [entry, fresh] = networks_.try_emplace(event.network, event.network);
  ManifestChain& chain = entry->second.chain;
  Status loaded = chain.Load(book);
  const auto before = chain.current();
  Status kept = loaded ? chain.Offer(event.note, event.pinned, book) : loaded;
  if (!kept) {
    if (!chain.current() && !entry->second.own) networks_.erase(entry);
    return Refused(kept, book);
  }
  if (chain.current() != before || fresh) changed_.insert(event.network);
  return {};
}

Status Core::Impl::On(const ManifestProposed& event, TurnBook& book) {
  Network* network = Find(event.network);
  if (!network) {
    return Fail(ErrorCode::kNotFound, "NO_SUCH_NETWORK",
                "network " + event.network.hex().substr(0, 8) + " is not open at this node");
  }
  auto taken = network->chain.Propose(event.note, book);
  return taken ? Status() : Refused(Fail(taken.error()), book);
}

template <class LocalEvent>
Status Core::Impl::Publish(const LocalEvent& event, TurnBook& book,
                           Status (OwnFeed::*act)(const LocalEvent&, TurnBook&, const Manifest*)) {
  Network* network = Find(event.network);
  if (!network || !network->own) {
    return Fail(
        ErrorCode::kNotFound, "NO_SUCH_NETWORK",
        "network " + event.network.hex().substr(0, 8) + " is not open at this node; join it first");
  }
  return Refused(((*network->own).*act)(event, book, network->manifest()), book);
}

Status Core::Impl::On(const ItemPublished& event, TurnBook& book) {
  return Publish(event, book, &OwnFeed::Publish);
}

Status Core::Impl::On(const ItemRevised& event, TurnBook& book) {
  return Publish(event, book, &OwnFeed::Revise);
}

Status Core::Impl::On(const ItemRetracted& event, TurnBook& book) {
  return Publish(event, book, &OwnFeed::Retract);
}

Status Core::Impl::On(const HeadConfirmed& event, TurnBook& book) {
  Network* network = Find(event.network);
  if (!network || !network->own) {
    return Fail(ErrorCode::kNotFound, "NO_SUCH_NETWORK",
                "network " + event.network.hex().substr(0, 8) + " is not open at this node");
  }
  return Refused(network->own->OnHeadConfirmed(event, book), book);
}

Status Core::Impl::On(const Leaving& event, TurnBook&) {
  Network* network = Find(event.network);
  if (!network || !network->own) {
    return Fail(ErrorCode::kNotFound, "NO_SUCH_NETWORK",
                "network " + event.network.hex().substr(0, 8) + " is not open at this node");
  }
  network->own->SetIntent(event.intent);
  return {};
}

Status Core::Impl::On(const BroughtByHand& event, TurnBook& book) {
  Network* network = Find(event.network);
  if (!network || !network->own || !network->manifest()) {
    return Fail(ErrorCode::kNotFound, "NO_SUCH_NETWORK",
                "network " + event.network.hex().substr(0, 8) + " is not open at this node");
  }
  const PeerIdentity self{event.network, network->own->keys().member, {}};
  const Result<Reply> reply = TakePush({0, self, event.request}, *network, book);
  if (!reply) return Refused(Fail(reply.error()), book);
  const auto before = book.store().Feed(network->own->feed());
  const auto after = book.Feed(network->own->feed());
  if (after && after->size > (before ? before->size : 0)) {
    network->own->OnBroughtBack(after->size);
  }
  return {};
}

Status Core::Impl::On(const PeerConnected& event, TurnBook& book) {
  Network* network = Find(event.network);
  if (!network || !network->own || !network->manifest() || !network->Dials(event.hub)) {
    actions_.push_back(DropPeer{event.peer, "not a hub of a network open at this node"});
    return {};
  }
  const SessionOptions options{
      event.network,
      network->own->keys().member,
      event.hub,
      network->own->feed(),
      SelfIn(*network),
      {options_.call_timeout, options_.poll_interval, options_.reconcile_interval},
      network->own->TwinAt(event.hub)};
  auto [entry, fresh] = sessions_.try_emplace(event.peer, options, network->chain, calls_);
  if (fresh) entry->second.Start(book);
  return {};
}

Status Core::Impl::On(const PeerLost& event, TurnBook&) {
  sessions_.erase(event.peer);
  return {};
}

Status Core::Impl::On(const PeerAnswered& event, TurnBook& book) {
  auto session = sessions_.find(event.peer);
  if (session != sessions_.end()) session->second.OnReply(event.call, event.reply, book);
  return {};
}

Status Core::Impl::On(const PeerHinted& event, TurnBook& book) {
  auto session = sessions_.find(event.peer);
  if (session != sessions_.end() && event.hint.network == session->second.options().network) {
    session->second.OnHint(event.hint, book);
  }
  return {};
}

Status Core::Impl::On(const PeerAsked& event, TurnBook& book) {
  Network* network = Find(NetworkOf(event.request));
  Result<Reply> reply = Fail(NotVisible());
  if (network && network->own && network->manifest()) {
    if (IsRead(event.request)) {
      reply = ServeRead(book.store(), *network->chain.current(), SelfIn(*network), event.who,
                        event.request, book.now().wall);
      if (std::holds_alternative<HelloRequest>(event.request)) {
        reply = Greet(event, *network, std::move(reply), book.now());
      }
    } else if (std::holds_alternative<PutProposalRequest>(event.request)) {
      reply = TakeProposal(event, *network, book);
    } else {
      reply = TakePush(event, *network, book);
    }
  }
  actions_.push_back(AnswerPeer{event.call, std::move(reply)});
  return {};
}

// Any member may bring one: what counts is who signed it.
Result<Reply> Core::Impl::TakeProposal(const PeerAsked& event, Network& network, TurnBook& book) {
  const auto& request = std::get<PutProposalRequest>(event.request);
  if (event.who.former || event.who.network != request.network ||
      !Decide(*network.manifest(), event.who.member, Access::kRelay, book.now().wall).allowed) {
    return Fail(NotVisible());
  }
  auto taken = network.chain.Propose(request.note, book);
  if (!taken) return Fail(taken.error());
  return Reply(PutProposalReply{network.chain.version(), network.chain.hash()});
}

// A member's greeting tells which of its processes speaks.
Result<Reply> Core::Impl::Greet(const PeerAsked& event, const Network& network, Result<Reply> reply,
                                Now now) {
  if (!reply) return reply;
  HelloReply& hello = std::get<HelloReply>(*reply);
  hello.manifest_version = network.chain.version();
  hello.manifest_hash = network.chain.hash();
  const std::string& boot = std::get<HelloRequest>(event.request).boot_id;
  twins_.OnHello(event.who, boot, now.instant);
  hello.twin = twins_.HasTwin(event.who, boot, now.instant);
  return reply;
}

// Two processes with one member's keys would write two histories: neither may add to its feed.
Result<Reply> Core::Impl::TakePush(const PeerAsked& event, Network& network, TurnBook& book) {
  const Manifest& manifest = *network.manifest();
  const auto* head = std::get_if<PushHeadRequest>(&event.request);
  const FeedKey* key = head ? manifest.FindFeed(head->feed) : nullptr;
  if (key && key->member == event.who.member && twins_.Cloned(event.who, book.now().instant)) {
    book.Log("member-cloned", MemberLabel(manifest, event.who.member) +
                                  " runs twice with the same keys; its new entries are refused");
    return Fail(ErrorCode::kConflict, "CLONED",
                "two processes are connected with the keys of this member; stop the copy, then "
                "restart the other");
  }
  Result<Reply> reply = hub_.Take(event, manifest, network.own->keys().member, book);
  NoteOwnHead(event.request, reply, *network.own);
  return reply;
}

// Somebody holds another history under our own signature, or more of ours than we do: this node
// must not add to either.
void Core::Impl::NoteOwnHead(const Request& request, const Result<Reply>& reply, OwnFeed& own) {
  const auto* head = std::get_if<PushHeadRequest>(&request);
  if (!head || head->feed != own.feed()) return;
  if (!reply && reply.error().reason == "FORK") {
    own.OnOwnHead({OwnHeadSeen::Verdict::kOtherHistory, 0});
  }
  const auto* taken = reply ? std::get_if<PushHeadReply>(&*reply) : nullptr;
  const auto shown = crypto::Checkpoint::Parse(TextOf(head->checkpoint));
  if (taken && shown && shown->size > taken->have_leaves) {
    own.OnOwnHead({OwnHeadSeen::Verdict::kAhead, shown->size});
  }
}

Status Core::Impl::On(const WatcherOpened& event, TurnBook& book) {
  Network* network = Find(event.who.network);
  const SignedManifest* manifest = network ? network->chain.current().get() : nullptr;
  if (!hub_.OpenWatcher(event, manifest, book.now(), actions_)) {
    actions_.push_back(CloseWatcher{event.watcher});
    return {};
  }
  twins_.OnWatch(event.watcher, event.who, book.now().instant);
  return {};
}

Status Core::Impl::On(const WatcherClosed& event, TurnBook&) {
  hub_.CloseWatcher(event.watcher);
  twins_.OnWatchClosed(event.watcher);
  return {};
}

Status Core::Impl::On(const SyncRequested& event, TurnBook&) {
  for (auto& [peer, session] : sessions_) {
    if (!event.network || session.options().network == *event.network) session.Reconcile();
  }
  return {};
}

Status Core::Impl::On(const SweepFinished& event, TurnBook& book) {
  CosignAgain(retractions_.OnSweepFinished(event, book), book);
  return {};
}

Status Core::Impl::On(const TimerFired&, TurnBook& book) {
  if (!upkeep_due_.empty()) {
    Upkeep(book);
    return {};
  }
  retractions_.OnTimer(book);
  for (auto& [peer, session] : sessions_) session.OnTimer(book);
  for (auto& [id, network] : networks_) {
    if (!network.own || !network.manifest()) continue;
    // Before the next batch: what is cosigned is what earlier turns stored.
    std::vector<FeedId> cosigned;
    if (network.own->MayCosign(*network.manifest())) {
      cosigned = network.cosigner->OnTimer(book, *network.manifest(), retractions_);
    }
    for (const FeedId& feed : cosigned) {
      for (auto& [peer, session] : sessions_) {
        if (session.options().network == id) session.OnLocalLine(feed);
      }
    }
    network.own->OnTimer(book, network.manifest());
  }
  return {};
}

}  // namespace candour
