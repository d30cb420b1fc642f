#include "node/peer_desk.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace candour {
namespace {

Error Busy() {
  return {ErrorCode::kFull, "NODE_BUSY", "this node has too much to do at the moment; come again"};
}

// Said only to who holds the ticket's key.
bool IsTicketNews(const Error& error) {
  return error.reason == "TICKET_EXPIRED" || error.reason == "TICKET_USED";
}

}  // namespace

PeerDesk::PeerDesk(PeerDeskPorts ports, Workers& workers)
    : ports_(std::move(ports)), workers_(workers) {}

void PeerDesk::Ask(const crypto::Hash& spki, Request request, Done done) {
  const bool taken = workers_.Submit(
      [this, spki, request = std::move(request), done] { Serve(spki, request, done); });
  if (!taken) done(Fail(Busy()));
}

void PeerDesk::Serve(const crypto::Hash& spki, const Request& request, const Done& done) {
  const NetworkId& network = NetworkOf(request);
  std::optional<PeerIdentity> who = ports_.directory.Resolve(network, spki);
  if (!who) who = ports_.directory.ResolveFormer(network, spki, ports_.wall());
  if (!who) return done(ServeTicket(spki, request));
  if (const auto* report = std::get_if<SubmitReportRequest>(&request)) {
    Result<SubmitReportReply> taken = ports_.submit(*who, *report);
    return done(taken ? Result<Reply>(Reply(*taken)) : Fail(taken.error()));
  }
  if (const auto* wanted = std::get_if<FetchReportsRequest>(&request)) {
    Result<FetchReportsReply> held = ports_.fetch(*who, *wanted);
    return done(held ? Result<Reply>(Reply(std::move(*held))) : Fail(held.error()));
  }
  // A greeting goes through the core too: it tells which of a member's processes speaks.
  const bool greeting = std::holds_alternative<HelloRequest>(request);
  if (greeting || !IsRead(request)) return AskCore(*who, request, done);
  const std::shared_ptr<const SignedManifest> manifest = ports_.directory.ManifestOf(network);
  if (!manifest) return done(Fail(NotVisible()));
  done(
      ServeRead(*ports_.snapshot(), *manifest, ports_.self(network), *who, request, ports_.wall()));
}

void PeerDesk::AskCore(const PeerIdentity& who, const Request& request, const Done& done) {
  const CallHandle call = next_call_.fetch_add(1);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    waiting_[call] = done;
  }
  if (!ports_.post(PeerAsked{call, who, request})) Answer(call, Fail(Busy()));
}

void PeerDesk::Answer(CallHandle call, Result<Reply> reply) {
  Done done;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = waiting_.find(call);
    if (found == waiting_.end()) return;
    done = std::move(found->second);
    waiting_.erase(found);
  }
  done(std::move(reply));
}

// Manifests under a ticket's key: membership is confidential to strangers, so nothing else, and
// nobody else.
Result<Reply> PeerDesk::ServeTicket(const crypto::Hash& spki, const Request& request) const {
  const auto* wanted = std::get_if<ManifestsRequest>(&request);
  if (wanted == nullptr || !ports_.directory.ManifestOf(wanted->network) ||
      !ports_.knows_ticket(spki, wanted->network)) {
    return Fail(NotVisible());
  }
  const std::unique_ptr<storage::Reader> store = ports_.snapshot();
  return Reply(ManifestsFrom(*store, wanted->network, wanted->from_version));
}

void PeerDesk::Join(const crypto::Hash& spki, peer::v1::JoinRequest request, JoinDone done) {
  const bool taken = workers_.Submit([this, spki, request = std::move(request), done] {
    const auto network = NetworkId::From(request.network_id());
    if (!network || !ports_.directory.ManifestOf(*network)) return done(Fail(NotVisible()));
    Result<peer::v1::JoinResponse> answer = ports_.accept_join(spki, request);
    // A key of no ticket learns nothing, not even that its request is malformed.
    if (!answer && !IsTicketNews(answer.error()) && !ports_.knows_ticket(spki, *network)) {
      answer = Fail(NotVisible());
    }
    done(std::move(answer));
  });
  if (!taken) done(Fail(Busy()));
}

void PeerDesk::OpenWatch(const crypto::Hash& spki, const NetworkId& network, WatcherHandle watcher,
                         WatchDone done) {
  // By the directory alone, which never blocks: no worker needed.
  const std::optional<PeerIdentity> who = ports_.directory.Resolve(network, spki);
  if (!who) return done(Fail(NotVisible()));
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    watchers_[watcher] = *who;
  }
  ports_.post(WatcherOpened{watcher, *who});
  done({});
}

void PeerDesk::WatchClosed(WatcherHandle watcher) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    watchers_.erase(watcher);
  }
  ports_.post(WatcherClosed{watcher});
}

std::vector<std::pair<WatcherHandle, PeerIdentity>> PeerDesk::Watchers() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return {watchers_.begin(), watchers_.end()};
}

}  // namespace candour
