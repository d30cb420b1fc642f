#include "node/rpc/peer_client.h"

#include <grpcpp/alarm.h>
#include <grpcpp/create_channel.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "crypto/encoding.h"
#include "crypto/random.h"
#include "node/rpc/backoff.h"
#include "node/rpc/connection.h"
#include "node/rpc/tls.h"

namespace candour::rpc {
namespace {

using Clock = std::chrono::system_clock;  // What gRPC's deadlines are made of.

// A connection that lived this long was a good one: the next pause is the shortest again.
constexpr std::chrono::seconds kGoodLife{10};

grpc::ChannelArguments ChannelTuning(int message_bytes_max) {
  grpc::ChannelArguments args;
  args.SetMaxReceiveMessageSize(message_bytes_max);
  args.SetMaxSendMessageSize(message_bytes_max);
  args.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  args.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  args.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  args.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  args.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  args.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  args.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  args.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  return args;
}

// What the certificate check found, heard on another thread.
struct Mismatch {
  std::mutex mutex;
  std::string text;
};

enum class Phase { kWaiting, kDialling, kUp };

struct Link {
  NetworkId network;
  Hub hub;
  std::vector<crypto::Hash> pins;
  Backoff backoff;
  Phase phase = Phase::kWaiting;
  Clock::time_point due{};  // Waiting: when to dial. Dialling: when to give up.
  Clock::time_point up_since{};
  uint64_t dial = 0;     // Of the channel: news of an earlier one finds no link.
  bool watched = false;  // A state change of the channel is being waited for.
  std::shared_ptr<grpc::Channel> channel = nullptr;
  std::shared_ptr<Connection> connection = nullptr;
  std::shared_ptr<Mismatch> mismatch = nullptr;
  PeerHandle peer = 0;
  std::string last_error = {};
  uint64_t attempts = 0;
  std::shared_ptr<std::atomic<int64_t>> last_answer = std::make_shared<std::atomic<int64_t>>(0);
};

// An answer that somebody waits for; it may come after they have gone.
struct Waiting {
  std::mutex mutex;
  std::condition_variable done;
  std::optional<Result<Reply>> reply;

  void End(Result<Reply> value) {
    const std::lock_guard<std::mutex> lock(mutex);
    reply = std::move(value);
    done.notify_one();
  }
};

constexpr std::chrono::milliseconds kGlance{100};  // How often who waits looks for Stop().

Error HubAway(const MemberId& hub) {
  return {ErrorCode::kUnavailable, "HUB_AWAY",
          "hub " + hub.hex().substr(0, 8) + " is not connected or does not answer"};
}

void* TagOf(uint64_t dial) { return reinterpret_cast<void*>(dial); }

}  // namespace

// One thread turns channel state changes and pauses into phases of links; everything else only
// changes links under the lock and wakes it. Tag 0 of the queue is the wake-up, others are dial
// numbers; these are never reused, so late news of a channel that is gone finds no link.
class PeerClient::Impl : public std::enable_shared_from_this<PeerClient::Impl> {
 public:
  explicit Impl(PeerClientOptions options) : options_(std::move(options)) {}

  void Start() {
    thread_ = std::thread([this] { Run(); });
  }

  void SetHubs(const DialHubs& hubs) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (stopping_) return;
    for (auto it = links_.begin(); it != links_.end();) {
      Link& link = it->second;
      const bool listed = link.network != hubs.network ||
                          std::any_of(hubs.hubs.begin(), hubs.hubs.end(), [&](const auto& wanted) {
                            return IsTo(link, wanted.first, wanted.second);
                          });
      if (!listed) Lose(link, "no longer a hub of the network");
      it = listed ? std::next(it) : links_.erase(it);
    }
    for (const auto& [hub, pins] : hubs.hubs) {
      const auto same = [&, &hub = hub, &pins = pins](const auto& entry) {
        return entry.second.network == hubs.network && IsTo(entry.second, hub, pins);
      };
      if (std::any_of(links_.begin(), links_.end(), same)) continue;
      const uint64_t id = next_id_++;
      links_.emplace(id, Link{.network = hubs.network,
                              .hub = hub,
                              .pins = pins,
                              .backoff = Backoff(options_.backoff_min, options_.backoff_max)});
    }
    Wake();
  }

  void Ask(const AskPeer& ask) {
    if (const auto connection = ConnectionOf(ask.peer)) connection->Ask(ask.call, ask.request);
  }

  void Watch(const OpenWatch& watch) {
    if (const auto connection = ConnectionOf(watch.peer)) connection->Watch(watch.network);
  }

  Result<Reply> AskHub(const NetworkId& network, const MemberId& hub, const Request& request,
                       std::chrono::milliseconds patience) {
    const auto waiting = std::make_shared<Waiting>();
    {
      const auto connection = ConnectionTo(network, hub);
      if (!connection) return Fail(HubAway(hub));
      connection->Ask(request, [waiting](Result<Reply> reply) { waiting->End(std::move(reply)); });
    }
    const auto end = Clock::now() + patience;
    std::unique_lock<std::mutex> lock(waiting->mutex);
    while (!waiting->reply && Clock::now() < end && !gone_.load()) {
      waiting->done.wait_until(lock, std::min(end, Clock::now() + kGlance));
    }
    if (waiting->reply) return std::move(*waiting->reply);
    return Fail(HubAway(hub));
  }

  void Drop(PeerHandle peer, const std::string& reason) {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (auto& [id, link] : links_) {
      if (link.peer == peer && link.phase == Phase::kUp) Lose(link, reason);
    }
    Wake();
  }

  void HangUp(const std::string& reason) {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (auto& [id, link] : links_) {
      if (link.phase == Phase::kUp) Lose(link, reason);
    }
    Wake();
  }

  void DialNow() {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (auto& [id, link] : links_) {
      if (link.phase == Phase::kWaiting) link.due = Clock::now();
    }
    Wake();
  }

  std::vector<LinkReport> Links() {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::vector<LinkReport> reports;
    for (const auto& [id, link] : links_) {
      reports.push_back({.network = link.network,
                         .hub = link.hub.member,
                         .address = link.hub.address,
                         .state = link.phase == Phase::kUp         ? "connected"
                                  : link.phase == Phase::kDialling ? "dialling"
                                                                   : "waiting",
                         .peer = link.phase == Phase::kUp ? link.peer : 0,
                         .last_error = link.last_error,
                         .attempts = link.attempts,
                         .last_answer = link.last_answer->load()});
    }
    return reports;
  }

  void Stop() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (stopping_) return;
      Wake();
      stopping_ = true;
      gone_.store(true);
      for (auto& [id, link] : links_) {
        if (!link.connection) continue;
        link.connection->Cancel();
        retired_.push_back(std::move(link.connection));
      }
      links_.clear();
    }
    open_->WaitForNone();
    // Channels close here, which ends what the queue waits for.
    retired_.clear();
    thread_.join();
  }

 private:
  static bool IsTo(const Link& link, const Hub& hub, const std::vector<crypto::Hash>& pins) {
    return link.hub.member == hub.member && link.hub.address == hub.address && link.pins == pins;
  }

  std::shared_ptr<Connection> ConnectionOf(PeerHandle peer) {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& [id, link] : links_) {
      if (link.peer == peer && link.phase == Phase::kUp) return link.connection;
    }
    return nullptr;
  }

  std::shared_ptr<Connection> ConnectionTo(const NetworkId& network, const MemberId& hub) {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& [id, link] : links_) {
      if (link.phase == Phase::kUp && link.network == network && link.hub.member == hub) {
        return link.connection;
      }
    }
    return nullptr;
  }

  // Under the lock. Not once stopping: the queue may be shut down, and takes nothing more then.
  void Wake() {
    if (waking_ || stopping_) return;
    waking_ = true;
    alarm_ = std::make_unique<grpc::Alarm>();
    alarm_->Set(&queue_, Clock::now(), TagOf(0));
  }

  void Run() {
    while (true) {
      Clock::time_point next;
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (stopping_) break;
        next = DialDue();
      }
      void* tag = nullptr;
      bool ok = false;
      const auto status = queue_.AsyncNext(&tag, &ok, next);
      if (status == grpc::CompletionQueue::SHUTDOWN) break;
      if (status == grpc::CompletionQueue::TIMEOUT) continue;
      const std::lock_guard<std::mutex> lock(mutex_);
      if (tag == TagOf(0)) waking_ = false;
      for (auto& [id, link] : links_) {
        if (!link.channel || TagOf(link.dial) != tag) continue;
        link.watched = false;
        Look(link);
        break;
      }
    }
    queue_.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) {
    }
  }

  // Dials what is due and gives the time of the next thing to do.
  Clock::time_point DialDue() {
    std::erase_if(retired_, [](const auto& connection) { return connection.use_count() == 1; });
    const Clock::time_point now = Clock::now();
    Clock::time_point next = now + std::chrono::hours(1);
    for (auto& [id, link] : links_) {
      if (link.phase == Phase::kWaiting && link.due <= now) Dial(link, now);
      if (link.phase == Phase::kDialling) Look(link);
      if (link.phase != Phase::kUp) next = std::min(next, link.due);
    }
    return next;
  }

  void Dial(Link& link, Clock::time_point now) {
    const Result<crypto::TlsIdentity> identity = options_.identity(link.network);
    if (!identity) return Lose(link, identity.error().message);
    link.mismatch = std::make_shared<Mismatch>();
    const auto hear = [mismatch = link.mismatch, pins = link.pins](const crypto::Hash& found) {
      const std::lock_guard<std::mutex> lock(mismatch->mutex);
      mismatch->text = PinMismatch(pins, found);
    };
    link.channel =
        grpc::CreateCustomChannel(link.hub.address, PinnedClient(*identity, link.pins, hear),
                                  ChannelTuning(options_.message_bytes_max));
    link.dial = next_dial_++;
    ++link.attempts;
    link.watched = false;
    link.phase = Phase::kDialling;
    link.due = now + options_.handshake_timeout;
    link.channel->GetState(/*try_to_connect=*/true);
  }

  // Moves a dialled link on by the state of its channel.
  void Look(Link& link) {
    if (!link.channel || link.phase == Phase::kWaiting) return;
    const grpc_connectivity_state state = link.channel->GetState(false);
    if (state == GRPC_CHANNEL_READY) {
      if (link.phase == Phase::kDialling) Connected(link);
    } else if (link.phase == Phase::kUp) {
      return Lose(link, "the connection was closed");
    } else if (state == GRPC_CHANNEL_TRANSIENT_FAILURE || state == GRPC_CHANNEL_SHUTDOWN) {
      return Lose(link, WhyNot(link));
    } else if (Clock::now() >= link.due) {
      return Lose(link, link.hub.address + " does not finish the handshake");
    }
    if (link.watched) return;
    link.watched = true;
    link.channel->NotifyOnStateChange(state, Clock::now() + std::chrono::hours(24), &queue_,
                                      TagOf(link.dial));
  }

  std::string WhyNot(const Link& link) {
    const std::lock_guard<std::mutex> lock(link.mismatch->mutex);
    if (!link.mismatch->text.empty()) {
      return link.hub.address +
             " shows another key than the manifest says: " + link.mismatch->text +
             "; ask the hub's administrator which is right";
    }
    return link.hub.address + " does not answer; check the address, the firewall and the hub";
  }

  void Connected(Link& link) {
    link.phase = Phase::kUp;
    link.peer = next_peer_++;
    link.up_since = Clock::now();
    link.last_error.clear();
    const PeerHandle peer = link.peer;
    const std::weak_ptr<Impl> weak = weak_from_this();
    link.connection = std::make_shared<Connection>(
        link.channel,
        ConnectionOptions{.who = "hub " + link.hub.address,
                          .call_timeout = options_.call_timeout,
                          .sink = {.answered =
                                       [post = options_.post, peer, heard = link.last_answer](
                                           CallHandle call, Result<Reply> reply) {
                                         if (reply) heard->store(Clock::to_time_t(Clock::now()));
                                         post(PeerAnswered{peer, call, std::move(reply)});
                                       },
                                   .hinted =
                                       [post = options_.post, peer](const WatchHint& hint) {
                                         return post(PeerHinted{peer, hint});
                                       }},
                          .watch_ended =
                              [weak, peer](const Error& error) {
                                if (const auto self = weak.lock()) self->Drop(peer, error.message);
                              },
                          .open = open_});
    options_.report("peer.connected", link.hub.address);
    options_.post(PeerConnected{peer, link.network, link.hub.member});
  }

  // Under the lock: hangs up, tells the core if it knew, and sets the time of the next attempt.
  void Lose(Link& link, const std::string& reason) {
    const bool was_up = link.phase == Phase::kUp;
    if (link.connection) {
      link.connection->Cancel();
      retired_.push_back(std::move(link.connection));
    }
    link.channel.reset();
    link.phase = Phase::kWaiting;
    const Clock::time_point now = Clock::now();
    if (was_up && now - link.up_since >= kGoodLife) link.backoff.Reset();
    link.due = now + link.backoff.Next(crypto::GetU64(crypto::RandomBytes(8)));
    if (reason != link.last_error || was_up) {
      options_.report(was_up ? "peer.lost" : "peer.unreachable", reason);
    }
    link.last_error = reason;
    if (was_up) options_.post(PeerLost{link.peer});
    link.peer = 0;
  }

  const PeerClientOptions options_;
  const std::shared_ptr<OpenCount> open_ = std::make_shared<OpenCount>();
  grpc::CompletionQueue queue_;
  std::mutex mutex_;
  std::map<uint64_t, Link> links_;
  std::vector<std::shared_ptr<Connection>> retired_;  // Hung up; their last calls may still end.
  uint64_t next_id_ = 1;
  uint64_t next_dial_ = 1;
  PeerHandle next_peer_ = 1;
  std::unique_ptr<grpc::Alarm> alarm_;
  bool waking_ = false;
  bool stopping_ = false;
  std::atomic<bool> gone_{false};  // As stopping_, for who waits without the lock.
  std::thread thread_;
};

PeerClient::PeerClient(PeerClientOptions options)
    : impl_(std::make_shared<Impl>(std::move(options))) {
  impl_->Start();
}
PeerClient::~PeerClient() { Stop(); }

void PeerClient::SetHubs(const DialHubs& hubs) { impl_->SetHubs(hubs); }
void PeerClient::Ask(const AskPeer& ask) { impl_->Ask(ask); }
void PeerClient::Watch(const OpenWatch& watch) { impl_->Watch(watch); }
void PeerClient::Drop(const DropPeer& drop) { impl_->Drop(drop.peer, drop.reason); }
void PeerClient::HangUp(const std::string& reason) { impl_->HangUp(reason); }
Result<Reply> PeerClient::AskHub(const NetworkId& network, const MemberId& hub,
                                 const Request& request, std::chrono::milliseconds patience) {
  return impl_->AskHub(network, hub, request, patience);
}
void PeerClient::DialNow() { impl_->DialNow(); }
std::vector<LinkReport> PeerClient::Links() const { return impl_->Links(); }
void PeerClient::Stop() { impl_->Stop(); }

}  // namespace candour::rpc
