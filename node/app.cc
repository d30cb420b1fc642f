#include "node/app.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "crypto/random.h"
#include "node/clerk.h"
#include "node/indexer.h"
#include "node/learning/cubes.h"
#include "node/learning/documents.h"
#include "node/learning/draft_expiry.h"
#include "node/learning/learning_handlers.h"
#include "node/learning/like_tally.h"
#include "node/learning/network_handlers.h"
#include "node/learning/node_handlers.h"
#include "node/learning/query_handlers.h"
#include "node/learning/replay.h"
#include "node/learning/review_handlers.h"
#include "node/learning/rows.h"
#include "node/learning/shared_cubes.h"
#include "node/learning/tally.h"
#include "node/loop.h"
#include "node/opened.h"
#include "node/outside.h"
#include "node/peer_desk.h"
#include "node/query_rules.h"
#include "node/rpc/join_client.h"
#include "node/rpc/local_server.h"
#include "node/rpc/login_server.h"
#include "node/rpc/peer_client.h"
#include "node/rpc/tls.h"
#include "node/rpc/workers.h"
#include "node/sweeper.h"
#include "node/watchtower.h"

namespace candour {

const char kVersion[] = CANDOUR_VERSION;

namespace {

using observe::LogLevel;
using observe::LogValue;

constexpr std::chrono::seconds kJoinPoll{2};
constexpr std::chrono::minutes kExpiryPause{10};
constexpr std::chrono::seconds kHubPatience{5};
constexpr std::chrono::milliseconds kNoRest{0};
constexpr std::chrono::milliseconds kClerkRestMax{1000};

Now ReadClocks() {
  return {.instant = {std::chrono::duration_cast<Duration>(
              std::chrono::steady_clock::now().time_since_epoch())},
          .wall = std::chrono::duration_cast<std::chrono::seconds>(
                      std::chrono::system_clock::now().time_since_epoch())
                      .count()};
}

// To the millisecond: a question's time is over on the second.
Clerk::Rest RestUntil(const QuestionDesk::Due& due) {
  if (!due.open) return std::nullopt;
  std::chrono::milliseconds rest = kClerkRestMax;
  if (due.over) {
    const std::chrono::system_clock::time_point over{std::chrono::seconds(*due.over)};
    rest = std::min(rest, std::chrono::ceil<std::chrono::milliseconds>(
                              over - std::chrono::system_clock::now()));
  }
  if (due.again) rest = std::min(rest, *due.again - ReadClocks().instant);
  return std::max(rest, kNoRest);
}

observe::LogOptions LogOptionsOf(const config::NodeOptions& options) {
  observe::LogOptions log;
  const std::string& level = options.node.log_level;
  log.level = level == "debug"   ? LogLevel::kDebug
              : level == "warn"  ? LogLevel::kWarn
              : level == "error" ? LogLevel::kError
                                 : LogLevel::kInfo;
  log.format =
      options.node.log_format == "json" ? observe::LogFormat::kJson : observe::LogFormat::kText;
  return log;
}

CoreOptions CoreOptionsOf(const config::NodeOptions& options, const std::string& boot_id) {
  CoreOptions core;
  core.self.boot_id = boot_id;
  core.batch_window = Duration(options.sync.batch_window_ms);
  core.reconcile_interval = std::chrono::hours(options.sync.reconcile_hours);
  return core;
}

}  // namespace

// Members are made in the order in which they need each other, and end in the opposite one.
class App::Impl {
 public:
  Impl(const config::NodeOptions& options, std::unique_ptr<Opened> opened)
      : options_(options),
        opened_(std::move(opened)),
        log_(LogOptionsOf(options)),
        boot_id_(crypto::RandomBytes(16)),
        loop_({.core = CoreOptionsOf(options, boot_id_),
               .store = StoreOfLoop(),
               .effects = Effects(),
               .clock = ReadClocks}),
        services_{loop_,
                  *opened_->anonymiser,
                  *opened_->index,
                  *opened_->keys,
                  dialer_,
                  DisplayName(),
                  std::string(kVersion),
                  static_cast<uint64_t>(options_.review.organisation_class),
                  static_cast<uint64_t>(options_.limits.draft_bytes),
                  static_cast<uint64_t>(options_.limits.import_row_bytes)},
        learning_(services_),
        review_(services_),
        network_(services_),
        questions_(
            services_, RulesOf(options_.query).value_or(QueryRules{}),
            {.ask_hub =
                 [this](const NetworkId& network, const MemberId& hub, const Request& request) {
                   return client_.AskHub(network, hub, request, kHubPatience);
                 },
             .kex_private =
                 [this](const NetworkId& network) {
                   return opened_->keys->folder().Read(network, storage::KeyFile::kKex);
                 }}),
        query_(services_, questions_),
        desk_(DeskPorts(), peer_workers_),
        client_(ClientOptions()),
        outside_({.keys = *opened_->keys,
                  .guard = opened_->guard,
                  .client = client_,
                  .desk = desk_,
                  .log = log_,
                  .latest = [this]() -> const storage::Reader& { return opened_->store->Latest(); },
                  .sweep = [this] { sweeper_.Wake(); },
                  .recovered = [this](const NetworkId& network) { Replay(network); },
                  .make_room = [this] { opened_->store->GiveUpReserve(); }}),
        indexer_(IndexerOptions()),
        sweeper_(SweeperOptions()),
        watchtower_({*opened_, loop_, client_, desk_, indexer_, sweeper_,
                     [this] {
                       return peer_server_ ? peer_server_->Refusals()
                                           : std::vector<rpc::PeerRefusals>();
                     }}),
        node_(
            services_,
            {.facts = [this] { return watchtower_.Facts(); },
             .links = [this] { return watchtower_.Links(); },
             .sync_now =
                 [this](std::optional<NetworkId> network) { return watchtower_.SyncNow(network); },
             .backups = {.folder = options_.node.backup_dir,
                         .take =
                             [this] { return opened_->store->BackUp(options_.node.backup_dir); }}}),
        sessions_(SessionOptions()) {}

  Status Start() {
    loop_.Start();
    // A turn of its own: the networks are open when it comes back.
    const DraftsInCubes drafts = options_.query.counts == "everything" ? DraftsInCubes::kCounted
                                                                       : DraftsInCubes::kNotCounted;
    Status open = loop_.Run([drafts](const storage::Reader& store, Now) {
      LocalTurn turn;
      if (!Counted(store)) turn.writes = CountRows(store);
      if (!LikeCounted(store)) {
        for (auto& row : CountLikeRows(store)) turn.writes.push_back(std::move(row));
      }
      if (!CubesCounted(store, drafts)) {
        for (auto& row : CountCubes(store, drafts)) turn.writes.push_back(std::move(row));
      }
      if (!SharedCounted(store)) {
        for (auto& row : CountSharedRows(store)) turn.writes.push_back(std::move(row));
      }
      return turn;
    });
    if (!open) return open;
    indexer_.Start();
    sweeper_.Start();
    clerk_.Start();
    if (!options_.listen.peer.empty() || !options_.listen.edge.empty()) {
      auto server = rpc::PeerServer::Start(
          {.address = options_.listen.peer,
           .edge_socket = options_.listen.edge,
           .identity = opened_->keys->listener(),
           .in_flight_max = static_cast<size_t>(options_.limits.peer_in_flight),
           .on_paused =
               [this](const crypto::Hash& spki) {
                 log_.Write(LogLevel::kWarn, "peer.paused",
                            {{"spki", LogValue::Identifier(crypto::HexEncode(spki.view()))}});
               },
           .on_cut =
               [this](const std::string& peer) {
                 log_.Write(LogLevel::kWarn, "peer.cut",
                            {{"address", LogValue::Identifier(peer)},
                             {"why", LogValue::Identifier("endless-message")}});
               },
           .message_bytes_max = static_cast<int>(options_.limits.message_bytes)},
          desk_);
      if (!server) return Fail(server.error());
      peer_server_ = std::move(*server);
      outside_.Attach(peer_server_.get());
    }
    auto local = rpc::LocalServer::Start({.socket = SocketPath(options_.listen.socket)}, sessions_,
                                         local_workers_,
                                         {.learning = learning_,
                                          .review = review_,
                                          .network = network_,
                                          .node = node_,
                                          .query = query_});
    if (!local) return Fail(local.error());
    local_server_ = std::move(*local);
    joins_ = std::thread([this] { PollJoins(); });
    // Last: who finds it can use all of the rest.
    auto login = rpc::LoginServer::Start(SocketPath(options_.listen.login_socket), sessions_);
    if (!login) return Fail(login.error());
    login_server_ = std::move(*login);
    log_.Write(LogLevel::kInfo, "node.ready", {{"version", LogValue::Identifier(kVersion)}});
    return {};
  }

  void Stop() {
    if (std::exchange(stopped_, true)) return;
    login_server_.reset();
    {
      const std::lock_guard<std::mutex> lock(joins_mutex_);
      stopping_ = true;
      joins_wake_.notify_one();
    }
    dialer_.Stop();
    watchtower_.Stop();
    client_.Stop();
    if (peer_server_) peer_server_->Stop();
    outside_.Attach(nullptr);
    if (local_server_) local_server_->Stop();
    if (joins_.joinable()) joins_.join();
    peer_workers_.Stop();
    local_workers_.Stop();
    clerk_.Stop();
    sweeper_.Stop();
    indexer_.Stop();
    loop_.Stop();
    log_.Write(LogLevel::kInfo, "node.stopped");
  }

  std::string Sockets() const {
    std::string text =
        SocketPath(options_.listen.socket) + ", " + SocketPath(options_.listen.login_socket);
    if (!options_.listen.peer.empty()) text += " and peers at " + options_.listen.peer;
    if (!options_.listen.edge.empty()) text += " and the edge at " + options_.listen.edge;
    return text;
  }
  int peer_port() const { return peer_server_ ? peer_server_->port() : 0; }

 private:
  std::string SocketPath(const std::string& name) const {
    return options_.node.run_dir + "/" + name;
  }

  std::string DisplayName() const {
    return options_.node.organisation.empty() ? options_.node.name : options_.node.organisation;
  }

  // On a worker: it runs turns of its own.
  void Replay(const NetworkId& network) {
    const bool taken = local_workers_.Submit([this, network] {
      if (auto done = ReplayWithdrawals(loop_, network); !done) {
        LogFailure("withdrawals.replay", done.error());
      }
    });
    if (!taken) {
      LogFailure("withdrawals.replay", {ErrorCode::kFull, "NODE_BUSY",
                                        "withdrawals of our own were not carried out on our "
                                        "records; restart this node"});
    }
  }

  std::unique_ptr<storage::Reader> Snapshot() { return opened_->store->Snapshot(); }

  LoopStore StoreOfLoop() {
    storage::RocksDbStore* store = opened_->store.get();
    return {.latest = [store]() -> const storage::Reader& { return store->Latest(); },
            .snapshot = [store] { return store->Snapshot(); },
            .commit =
                [store](const WriteSet& writes, const storage::LocalWrites& local) {
                  return store->Commit(writes, local);
                },
            .failed = [store] { return store->Failed(); }};
  }

  LoopEffects Effects() {
    return {.act = [this](Action action) { return outside_.Act(std::move(action)); },
            .committed =
                [this] {
                  indexer_.Wake();
                  clerk_.Wake();
                },
            .complete = [this](OwnKeys& keys) { outside_.Complete(keys); },
            .reopen = [this] { return outside_.Reopen(); },
            .failed = [this](const Error& error) { LogFailure("store.refused", error); }};
  }

  void LogFailure(observe::Literal event, const Error& error) {
    log_.Write(LogLevel::kError, event, {{"why", LogValue::Explanation(error)}});
  }

  PeerDeskPorts DeskPorts() {
    return {.directory = loop_.directory(),
            .post = [this](Event event) { return loop_.Post(std::move(event)); },
            .snapshot = [this] { return Snapshot(); },
            .self =
                [this](const NetworkId& network) {
                  return SelfDescription{.instance = opened_->keys->folder().InstanceIn(network),
                                         .boot_id = boot_id_};
                },
            .wall = [] { return ReadClocks().wall; },
            .knows_ticket =
                [this](const crypto::Hash& spki, const NetworkId& network) {
                  return network_.KnowsTicket(spki, network);
                },
            .accept_join =
                [this](const crypto::Hash& spki, const peer::v1::JoinRequest& request) {
                  return network_.AcceptJoin(spki, request);
                },
            .submit =
                [this](const PeerIdentity& who, const SubmitReportRequest& request) {
                  return questions_.Submit(who, request);
                },
            .fetch =
                [this](const PeerIdentity& who, const FetchReportsRequest& request) {
                  return questions_.Fetch(who, request);
                }};
  }

  rpc::PeerClientOptions ClientOptions() {
    return {
        .post = [this](Event event) { return loop_.Post(std::move(event)); },
        .identity = [this](const NetworkId& network) { return opened_->keys->ClientTls(network); },
        .report =
            [this](const std::string& event, const std::string& message) {
              log_.Write(LogLevel::kInfo, "peer.link",
                         {{"what", LogValue::Identifier(event)},
                          {"why", LogValue::Explanation({.code = ErrorCode::kUnavailable,
                                                         .reason = "LINK",
                                                         .message = message})}});
            },
        .backoff_max = std::chrono::milliseconds(options_.sync.dial_backoff_ms_max),
        .message_bytes_max = static_cast<int>(options_.limits.message_bytes)};
  }

  Indexer::Options IndexerOptions() {
    return {.index = *opened_->index,
            .snapshot = [this] { return Snapshot(); },
            .trim =
                [this](uint64_t up_to) {
                  if (Status trimmed = opened_->store->TrimChanges(up_to); !trimmed) {
                    LogFailure("store.trim", trimmed.error());
                  }
                },
            .read = DocumentFor,
            .failed = [this](const Error& error) { LogFailure("index.behind", error); },
            .batch = static_cast<size_t>(options_.index.batch)};
  }

  Sweeper::Options SweeperOptions() {
    return {
        .snapshot = [this] { return Snapshot(); },
        .sweep_store =
            [this](const storage::SweepRequest& request) { return opened_->store->Sweep(request); },
        .erase_index =
            [this](std::vector<storage::Change> gone) {
              return indexer_.EraseForGood(std::move(gone));
            },
        .run = [this](const Turns::Decide& decide) { return loop_.Run(decide); },
        .failed = [this](const Error& error) { LogFailure("sweep.unfinished", error); }};
  }

  rpc::Sessions::Options SessionOptions() {
    return {.users = {.by_name = [this](std::string_view name) { return UserByName(name); },
                      .by_uid = [this](uint32_t uid) { return UserByUid(uid); },
                      .empty = [this] { return LoadUsers(*Snapshot()).empty(); }},
            .own_uid = geteuid(),
            .clock = [] { return ReadClocks().instant; }};
  }

  std::optional<node::v1::User> UserByName(std::string_view name) {
    const auto row = LoadUser(*Snapshot(), name);
    if (!row) return std::nullopt;
    return row->user();
  }

  std::optional<node::v1::User> UserByUid(uint32_t uid) {
    for (const node::v1::StoredUser& row : LoadUsers(*Snapshot())) {
      if (row.user().uid() == static_cast<int64_t>(uid) && !row.user().disabled()) {
        return row.user();
      }
    }
    return std::nullopt;
  }

  // What happens by the clock alone: open joins are asked after, old originals are destroyed.
  void PollJoins() {
    std::unique_lock<std::mutex> lock(joins_mutex_);
    auto expiry_due = std::chrono::steady_clock::now();
    while (!stopping_) {
      lock.unlock();
      network_.PollJoins();
      network_.PollRotations();
      if (const auto now = std::chrono::steady_clock::now(); now >= expiry_due) {
        expiry_due = now + kExpiryPause;
        const auto expired = ExpireDrafts(services_, options_.review.draft_days);
        if (!expired) LogFailure("drafts.expiry", expired.error());
      }
      lock.lock();
      joins_wake_.wait_for(lock, kJoinPoll, [this] { return stopping_; });
    }
  }

  const config::NodeOptions options_;
  const std::unique_ptr<Opened> opened_;
  observe::Log log_;
  const std::string boot_id_;
  Workers peer_workers_{{.threads = 4, .waiting_max = 1024}};
  Workers local_workers_{{.threads = 4, .waiting_max = 256}};
  rpc::TicketDialer dialer_;
  Loop loop_;
  Services services_;
  LearningHandlers learning_;
  ReviewHandlers review_;
  NetworkHandlers network_;
  QuestionDesk questions_;
  QueryHandlers query_;
  PeerDesk desk_;
  rpc::PeerClient client_;
  Outside outside_;
  Clerk clerk_{
      [this] { return questions_.Work() ? Clerk::Rest(kNoRest) : RestUntil(questions_.due()); }};
  Indexer indexer_;
  Sweeper sweeper_;
  Watchtower watchtower_;
  NodeHandlers node_;
  rpc::Sessions sessions_;
  std::unique_ptr<rpc::PeerServer> peer_server_;
  std::unique_ptr<rpc::LocalServer> local_server_;
  std::unique_ptr<rpc::LoginServer> login_server_;
  std::mutex joins_mutex_;
  std::condition_variable joins_wake_;
  bool stopping_ = false;
  bool stopped_ = false;
  std::thread joins_;
};

Result<std::unique_ptr<App>> App::Start(const config::NodeOptions& options, Place place) {
  rpc::PrepareLibrary();
  if (auto rules = RulesOf(options.query); !rules) return Fail(rules.error());
  auto opened = OpenNode(options, place);
  if (!opened) return Fail(opened.error());
  std::unique_ptr<App> app(new App(std::make_unique<Impl>(options, std::move(*opened))));
  if (Status started = app->impl_->Start(); !started) return Fail(started.error());
  return app;
}

App::App(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
App::~App() { Stop(); }

std::string App::Sockets() const { return impl_->Sockets(); }
int App::peer_port() const { return impl_->peer_port(); }
void App::Stop() { impl_->Stop(); }

}  // namespace candour
