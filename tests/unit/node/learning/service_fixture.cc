#include "tests/unit/node/learning/service_fixture.h"

#include <utility>

#include "crypto/encoding.h"
#include "crypto/x25519.h"
#include "crypto/x509.h"
#include "federation/sync/serve.h"
#include "node/learning/cubes.h"
#include "node/learning/documents.h"
#include "node/learning/like_tally.h"
#include "node/learning/query_handlers.h"
#include "node/learning/rows.h"
#include "node/learning/shared_cubes.h"

namespace candour::service_test {
namespace {

using storage::LocalFamily;
using storage::Reader;

constexpr size_t kChangesPerBatch = 1000;

CoreOptions OptionsOf(const std::string& organisation, Duration batch_window) {
  CoreOptions options;
  options.self.instance = crypto::Sha256("instance " + organisation);
  options.self.boot_id = std::string(options.self.instance.view().substr(0, 16));
  options.batch_window = batch_window;
  return options;
}

template <class T>
T Opened(tl::expected<T, Error> result) {
  EXPECT_TRUE(result) << result.error().message;
  return std::move(*result);
}

void DumpFeed(const Reader& store, const FeedState& feed, std::string& out) {
  out += "feed " + feed.feed.hex() + " size " + std::to_string(feed.size) + " root " +
         crypto::HexEncode(feed.root.view()) + "\n";
  out += crypto::HexEncode(store.Leaves(feed.feed, 0, feed.size)) + "\n";
  for (uint64_t index = 0; index < feed.size; ++index) {
    if (auto body = store.Body(feed.feed, index)) out += crypto::HexEncode(*body) + "\n";
  }
  for (const auto& row : store.Retractions(feed.feed)) {
    out += "retracted " + std::to_string(row.target) + "\n";
  }
  for (const auto& row : store.Cosignatures(feed.feed)) out += row.line;
  for (const auto& row : store.Staged(feed.feed, 100)) out += crypto::HexEncode(row.leaf) + "\n";
}

}  // namespace

ServiceNode::ServiceNode(World& world, std::string organisation, std::string address)
    : world_(world),
      organisation_(std::move(organisation)),
      address_(std::move(address)),
      store_(Opened(storage::RocksDbStore::Open(storage::OptionsIn(folder_.path())))),
      index_(Opened(index::Index::Open(
          {.folder = folder_.path() + "/index", .shards = 1, .store_id = "test"}))),
      anonymiser_(*anonymise::Anonymiser::Create({})),
      core_(OptionsOf(organisation_, world.batch_window)),
      services_{*this, *anonymiser_, *index_, *this, world_, organisation_, "1.2.3"},
      learning(services_),
      review(services_),
      networks(services_),
      node(services_, {[this] { return facts; },
                       [this] { return links; },
                       [](std::optional<NetworkId>) { return Status(); },
                       {.folder = folder_.path() + "/backups",
                        .take = [this] { return store_->BackUp(folder_.path() + "/backups"); }}}),
      desk_(std::make_unique<QuestionDesk>(
          services_, QueryRules{},
          QuestionDesk::Ports{
              .ask_hub = [this](const NetworkId& network, const MemberId& hub,
                                const Request& request) { return AskHub(network, hub, request); },
              .kex_private = [this](const NetworkId& network) -> Result<std::string> {
                return std::string(Draw("kex" + network.hex()).view());
              }})),
      asking_(std::make_unique<QueryHandlers>(services_, *desk_)),
      questions(*desk_),
      query(*asking_) {}

ServiceNode::~ServiceNode() = default;

Now ServiceNode::Time() { return world_.now(); }

std::shared_ptr<const SignedManifest> ServiceNode::ManifestOf(const NetworkId& network) {
  return core_.ManifestOf(network);
}

crypto::Hash ServiceNode::Draw(const std::string& label) const {
  return crypto::Sha256("candour/service-test/" + organisation_ + "/" + label);
}

MemberKeys ServiceNode::KeysOf(const NetworkId& network, uint32_t epoch) const {
  const std::string of = network.hex() + (epoch == 0 ? "" : std::to_string(epoch));
  auto seed = [&](const char* use) { return Draw(use + of); };
  return MemberKeys{*crypto::PrivateKey::FromSeed(seed("feed").view()),
                    *crypto::PrivateKey::FromSeed(seed("cosigner").view()), seed("tls"),
                    *crypto::X25519PublicKey(seed("kex").view())};
}

Result<MemberKeys> ServiceNode::CreateMemberKeys(const NetworkId& network) {
  return KeysOf(network, epochs_[network]);
}

Result<MemberKeys> ServiceNode::CreateNextKeys(const NetworkId& network) {
  next_made_.insert(network);
  return KeysOf(network, epochs_[network] + 1);
}

Result<MemberKeys> ServiceNode::TakeNextKeys(const NetworkId& network) {
  if (next_made_.erase(network) > 0) ++epochs_[network];
  return KeysOf(network, epochs_[network]);
}

Result<GovernorKey> ServiceNode::CreateGovernorKey(const NetworkId& network, uint32_t number) {
  governed_[network] = number;
  return LoadGovernorKey(network);
}

Result<GovernorKey> ServiceNode::LoadGovernorKey(const NetworkId& network) {
  const auto number = governed_.find(network);
  if (number == governed_.end()) {
    return Fail(ErrorCode::kNotFound, "NO_GOVERNOR_KEY", "no governor key here");
  }
  const std::string of = network.hex() + std::to_string(number->second);
  return GovernorKey{number->second, *crypto::PrivateKey::FromSeed(Draw("governor" + of).view())};
}

Status ServiceNode::Run(const Decide& decide) {
  auto local = decide(store(), Time());
  if (!local) return Fail(local.error());
  sweep_due_ |= local->after == LocalTurn::After::kSweep;
  return Handle(local->event, local->writes);
}

bool ServiceNode::Await(Duration patience, const Ready& ready) {
  if (works) (void)questions.Work();
  if (ready(store())) return true;
  world_.now_.instant = world_.now_.instant + patience;
  EXPECT_TRUE(Handle(Event(TimerFired{}), {}));
  return ready(store());
}

Status ServiceNode::Handle(const std::optional<Event>& event, storage::LocalWrites writes) {
  Turn turn;
  if (event) turn = core_.Handle(*event, Time(), store());
  if (!turn.outcome) return turn.outcome;
  AddTallyRows(store(), writes);
  TurnTexts texts;
  AddLikeRows(store(), turn.writes, texts, writes);
  AddCubeRows(store(), writes);
  AddSharedRows(store(), turn.writes, texts, writes);
  AddFoundRows(turn.writes, texts, writes);
  if (!turn.writes.empty() || !writes.empty()) {
    if (auto committed = store_->Commit(turn.writes, writes); !committed) return committed;
  }
  for (const Action& action : turn.actions) Carry(action);
  return {};
}

void ServiceNode::Carry(const Action& action) {
  if (auto* ask = std::get_if<AskPeer>(&action)) {
    world_.Post([this, ask = *ask] { world_.Ask(ask); });
  } else if (auto* answer = std::get_if<AnswerPeer>(&action)) {
    world_.Post([this, answer = *answer] { world_.Answer(answer); });
  } else if (auto* open = std::get_if<OpenWatch>(&action)) {
    world_.Post([this, open = *open] { world_.Watch(open); });
  } else if (auto* hint = std::get_if<SendHint>(&action)) {
    world_.Post([this, hint = *hint] { world_.Hint(hint); });
  } else if (auto* close = std::get_if<CloseWatcher>(&action)) {
    world_.Post([this, watcher = close->watcher] { world_.HangUp(watcher); });
  } else if (auto* drop = std::get_if<DropPeer>(&action)) {
    world_.Post([this, peer = drop->peer] { world_.Drop(peer); });
  } else if (auto* dial = std::get_if<DialHubs>(&action)) {
    world_.Post([this, dial = *dial] { world_.Dial(*this, dial); });
  } else if (std::holds_alternative<StartSweep>(action)) {
    sweep_due_ = true;
  }
}

bool ServiceNode::Sweep() {
  if (!sweep_due_ || !sweeps) return false;
  sweep_due_ = false;
  SweepFinished done;
  std::vector<index::DocumentKey> keys;
  for (const NetworkId& network : store().Networks()) {
    for (const FeedState& feed : store().Feeds(network)) {
      for (const Retraction& row : store().Retractions(feed.feed)) {
        if (row.state == ErasureState::kHidden) done.erased.emplace_back(row.feed, row.target);
        keys.push_back(index::DocumentKey::OfItem(row.feed, row.target));
      }
    }
  }
  store().Scan(LocalFamily::kRecord, "", "", [&](std::string_view key, std::string_view value) {
    node::v1::StoredRecord record;
    record.ParseFromString(std::string(value));
    if (!record.has_learning()) keys.push_back(index::DocumentKey::OfRecord(key));
    return true;
  });
  auto erased = index_->EraseForGood(keys);
  EXPECT_TRUE(erased) << erased.error().message;
  auto swept = store_->Sweep({.bodies = {}, .records = {}, .drafts = {}, .everything = true});
  EXPECT_TRUE(swept) << swept.error().message;
  if (!done.erased.empty()) {
    auto handled = Handle(Event(std::move(done)), {});
    EXPECT_TRUE(handled) << handled.error().message;
  }
  return true;
}

bool ServiceNode::Index() {
  const Status ready = index_->NeedsRebuild() ? index_->FinishRebuild(0) : Status();
  EXPECT_TRUE(ready);
  auto changes = store().ChangesAfter(index_->Cursor(), kChangesPerBatch);
  if (changes.empty()) return false;
  index::Batch batch;
  batch.cursor = changes.back().sequence;
  for (const auto& change : changes) {
    if (auto key = DocumentKeyFor(change)) batch.remove.push_back(*key);
    if (auto document = DocumentFor(store(), change)) batch.put.push_back(std::move(*document));
  }
  EXPECT_TRUE(index_->Apply(batch));
  return true;
}

Result<Reply> ServiceNode::AskHub(const NetworkId& network, const MemberId& hub,
                                  const Request& request) {
  const auto self = LoadMembership(store(), network);
  for (auto& node : world_.nodes_) {
    const auto membership = LoadMembership(node->store(), network);
    if (!online || !self || !membership || membership->member_id() != hub.view()) continue;
    const PeerIdentity who{network, *MemberId::From(self->member_id()), {}};
    if (const auto* report = std::get_if<SubmitReportRequest>(&request)) {
      auto taken = node->questions.Submit(who, *report);
      return taken ? Result<Reply>(Reply(*taken)) : Fail(taken.error());
    }
    if (const auto* wanted = std::get_if<FetchReportsRequest>(&request)) {
      auto held = node->questions.Fetch(who, *wanted);
      return held ? Result<Reply>(Reply(*held)) : Fail(held.error());
    }
  }
  return Fail(ErrorCode::kUnavailable, "HUB_AWAY", "not connected");
}

void ServiceNode::PutCore(const WriteSet& writes) { EXPECT_TRUE(store_->Commit(writes, {})); }

void ServiceNode::Put(storage::LocalWrites writes) {
  auto committed = store_->Commit({}, writes);
  ASSERT_TRUE(committed) << committed.error().message;
}

std::string ServiceNode::Dump() const {
  std::string out;
  for (auto family : {LocalFamily::kMeta, LocalFamily::kRecord, LocalFamily::kDraft}) {
    store().Scan(family, "", "", [&](std::string_view key, std::string_view value) {
      out += crypto::HexEncode(key) + " = " + crypto::HexEncode(value) + "\n";
      return true;
    });
  }
  for (const NetworkId& network : store().Networks()) {
    uint64_t newest = store().NewestManifest(network);
    for (uint64_t version = 1; version <= newest; ++version) {
      out += store().Manifest(network, version).value_or("none") + "\n";
    }
    for (const FeedState& feed : store().Feeds(network)) DumpFeed(store(), feed, out);
  }
  return out + "change " + std::to_string(store().NewestChange()) + "\n";
}

ServiceNode& World::AddNode(const std::string& organisation) {
  std::string address(1, static_cast<char>('a' + nodes_.size()));
  nodes_.push_back(std::make_unique<ServiceNode>(*this, organisation, address + ".example:7700"));
  return *nodes_.back();
}

ServiceNode* World::At(const std::string& address) {
  for (auto& node : nodes_) {
    if (node->address() == address) return node.get();
  }
  return nullptr;
}

void World::Settle() {
  for (;;) {
    if (!mail_.empty()) {
      auto next = std::move(mail_.front());
      mail_.pop_front();
      next();
      continue;
    }
    bool busy = false;
    for (auto& node : nodes_) {
      auto deadline = node->core_.Deadline();
      if (deadline && *deadline <= now_.instant) {
        EXPECT_TRUE(node->Handle(Event(TimerFired{}), {}));
        busy = true;
      }
      busy |= node->Sweep();
      busy |= node->Index();
      busy |= node->works && node->questions.Work();
    }
    if (!busy && mail_.empty()) return;
  }
}

void World::Pass(Duration time) {
  Settle();
  now_.instant = now_.instant + time;
  now_.wall += time.count() / 1000;
  Settle();
}

void World::Redial(ServiceNode& node) {
  for (auto it = links_.begin(); it != links_.end();) {
    const auto here = it++;
    if (here->second.from == &node) Drop(here->first);
  }
  for (const NetworkId& network : node.store().Networks()) {
    const auto manifest = node.ManifestOf(network);
    DialHubs dial{network, {}};
    for (const Hub& hub : manifest->manifest.hubs) {
      if (hub.address != node.address()) dial.hubs.push_back({hub, {}});
    }
    Dial(node, dial);
  }
}

void World::Dial(ServiceNode& from, const DialHubs& dial) {
  for (const auto& [hub, pins] : dial.hubs) {
    ServiceNode* to = At(hub.address);
    bool known = false;
    for (const auto& [peer, link] : links_) {
      known |= link.from == &from && link.to == to && link.who.network == dial.network;
    }
    auto membership = LoadMembership(from.store(), dial.network);
    if (to == nullptr || known || !membership) continue;
    PeerHandle peer = ++last_handle_;
    links_[peer] = {&from,
                    to,
                    {dial.network, *MemberId::From(membership->member_id()),
                     from.CreateMemberKeys(dial.network)->tls_spki}};
    EXPECT_TRUE(from.Handle(Event(PeerConnected{peer, dial.network, hub.member}), {}));
  }
}

void World::Ask(const AskPeer& ask) {
  auto link = links_.find(ask.peer);
  if (link == links_.end()) return;
  auto& [from, to, who, watcher] = link->second;
  const auto current = to->ManifestOf(who.network);
  who.former = current && current->manifest.FindByPin(who.spki) == nullptr;
  if (IsRead(ask.request) && !std::holds_alternative<HelloRequest>(ask.request)) {
    auto manifest = to->ManifestOf(who.network);
    Result<Reply> reply = Fail(NotVisible());
    if (manifest) {
      reply = ServeRead(to->store(), *manifest, OptionsOf(to->organisation_, batch_window).self,
                        who, ask.request, now_.wall);
    }
    EXPECT_TRUE(from->Handle(Event(PeerAnswered{ask.peer, ask.call, reply}), {}));
    return;
  }
  CallHandle call = ++last_handle_;
  calls_[call] = {ask.peer, ask.call};
  EXPECT_TRUE(to->Handle(Event(PeerAsked{call, who, ask.request}), {}));
}

void World::Answer(const AnswerPeer& answer) {
  Call call = calls_[answer.call];
  auto link = links_.find(call.peer);
  if (link == links_.end()) return;
  EXPECT_TRUE(
      link->second.from->Handle(Event(PeerAnswered{call.peer, call.call, answer.reply}), {}));
}

void World::Watch(const OpenWatch& open) {
  auto link = links_.find(open.peer);
  if (link == links_.end()) return;
  link->second.watcher = ++last_handle_;
  EXPECT_TRUE(
      link->second.to->Handle(Event(WatcherOpened{link->second.watcher, link->second.who}), {}));
}

void World::Hint(const SendHint& hint) {
  for (auto& [peer, link] : links_) {
    if (link.watcher != hint.watcher) continue;
    EXPECT_TRUE(link.from->Handle(Event(PeerHinted{peer, hint.hint}), {}));
  }
}

// Whoever watched dials again.
void World::HangUp(WatcherHandle watcher) {
  for (auto& [peer, link] : links_) {
    if (link.watcher == watcher) return Redial(*link.from);
  }
}

void World::Drop(PeerHandle peer) {
  auto link = links_.find(peer);
  if (link == links_.end()) return;
  ServiceNode* from = link->second.from;
  links_.erase(link);
  EXPECT_TRUE(from->Handle(Event(PeerLost{peer}), {}));
}

Result<peer::v1::JoinResponse> World::Join(const Ticket& ticket,
                                           const peer::v1::JoinRequest& request) {
  ServiceNode* hub = At(ticket.hub_address);
  if (hub == nullptr) {
    return Fail(ErrorCode::kUnavailable, "HUB_UNREACHABLE", ticket.hub_address);
  }
  if (hub->ListenerSpki() != ticket.hub_spki) {
    return Fail(ErrorCode::kUnavailable, "HUB_PIN_MISMATCH", ticket.hub_address);
  }
  auto spki = crypto::SpkiSha256(TicketKey(ticket.secret).public_key());
  return hub->networks.AcceptJoin(spki, request);
}

Result<std::vector<ManifestsReply::Version>> World::Manifests(const Ticket& ticket, uint64_t from) {
  ServiceNode* hub = At(ticket.hub_address);
  auto spki = crypto::SpkiSha256(TicketKey(ticket.secret).public_key());
  if (hub == nullptr || !hub->networks.KnowsTicket(spki, ticket.network)) {
    return Fail(ErrorCode::kUnavailable, "HUB_UNREACHABLE", ticket.hub_address);
  }
  std::vector<ManifestsReply::Version> page;
  while (page.size() < 2) {  // Short pages, so that the joiner has to turn them.
    auto note = hub->store().Manifest(ticket.network, from + page.size());
    if (!note) break;
    page.push_back({from + page.size(), *note});
  }
  return page;
}

Principal As(std::string user, std::vector<node::v1::UserRole> roles) {
  return {std::move(user), "", std::move(roles)};
}

}  // namespace candour::service_test
