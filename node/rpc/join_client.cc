#include "node/rpc/join_client.h"

#include <grpcpp/create_channel.h>

#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include "candour/peer/v1/exchange.grpc.pb.h"
#include "crypto/x509.h"
#include "node/rpc/convert.h"
#include "node/rpc/status.h"
#include "node/rpc/tls.h"

namespace candour::rpc {
namespace {

using Deadline = std::chrono::system_clock::time_point;

constexpr std::chrono::milliseconds kGlance{200};  // How often a dial looks whether to give up.

// One connection to the ticket's hub under the ticket's key.
class Door {
 public:
  static Result<std::unique_ptr<Door>> Open(const Ticket& ticket, Deadline deadline,
                                            const std::function<bool()>& stopped) {
    const int64_t now = std::chrono::duration_cast<std::chrono::seconds>(
                            std::chrono::system_clock::now().time_since_epoch())
                            .count();
    const auto identity = crypto::GenerateSelfSigned(
        TicketKey(ticket.secret),
        crypto::CertificateOptions{.common_name = "candour ticket", .now_seconds = now});
    if (!identity) {
      return Fail(ErrorCode::kInvalid, "TICKET_KEY",
                  "the ticket's key makes no certificate: " + identity.error());
    }
    auto door = std::unique_ptr<Door>(new Door);
    grpc::ChannelArguments args;
    args.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    args.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    const auto hear = [seen = door->seen_](const crypto::Hash& found) {
      const std::lock_guard<std::mutex> lock(seen->mutex);
      seen->other = found;
    };
    door->channel_ = grpc::CreateCustomChannel(
        ticket.hub_address, PinnedClient(*identity, {ticket.hub_spki}, hear), args);
    door->stub_ = peer::v1::ExchangeService::NewStub(door->channel_);
    if (Status up = door->Connect(ticket, deadline, stopped); !up) return Fail(up.error());
    return door;
  }

  peer::v1::ExchangeService::Stub& stub() { return *stub_; }

 private:
  struct Seen {
    std::mutex mutex;
    std::optional<crypto::Hash> other;
  };

  Status Connect(const Ticket& ticket, Deadline deadline, const std::function<bool()>& stopped) {
    grpc_connectivity_state state = channel_->GetState(/*try_to_connect=*/true);
    while (state != GRPC_CHANNEL_READY && state != GRPC_CHANNEL_TRANSIENT_FAILURE &&
           state != GRPC_CHANNEL_SHUTDOWN) {
      if (stopped() || std::chrono::system_clock::now() >= deadline) break;
      channel_->WaitForStateChange(state, std::chrono::system_clock::now() + kGlance);
      state = channel_->GetState(false);
    }
    if (state == GRPC_CHANNEL_READY) return {};
    const std::lock_guard<std::mutex> lock(seen_->mutex);
    if (seen_->other) {
      return Fail(ErrorCode::kUnavailable, "HUB_PIN_MISMATCH",
                  "hub " + ticket.hub_address + " shows another key than the ticket says: " +
                      PinMismatch({ticket.hub_spki}, *seen_->other) +
                      "; ask whoever sent the ticket for a new one");
    }
    return Fail(ErrorCode::kUnavailable, "HUB_UNREACHABLE",
                "hub " + ticket.hub_address +
                    " does not answer; check that it runs and that this machine may reach it");
  }

  const std::shared_ptr<Seen> seen_ = std::make_shared<Seen>();
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<peer::v1::ExchangeService::Stub> stub_;
};

}  // namespace

// What can be cancelled.
class TicketDialer::Calls {
 public:
  void Stop() {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopped_ = true;
    for (grpc::ClientContext* context : contexts_) context->TryCancel();
  }
  bool stopped() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return stopped_;
  }
  // Runs `call` with a context that Stop() cancels.
  grpc::Status Run(Deadline deadline,
                   const std::function<grpc::Status(grpc::ClientContext&)>& call) {
    grpc::ClientContext context;
    context.set_deadline(deadline);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      contexts_.insert(&context);
      if (stopped_) context.TryCancel();
    }
    const grpc::Status status = call(context);
    const std::lock_guard<std::mutex> lock(mutex_);
    contexts_.erase(&context);
    return status;
  }

 private:
  std::mutex mutex_;
  bool stopped_ = false;
  std::set<grpc::ClientContext*> contexts_;
};

TicketDialer::TicketDialer(std::chrono::milliseconds timeout)
    : timeout_(timeout), calls_(std::make_unique<Calls>()) {}
TicketDialer::~TicketDialer() = default;
void TicketDialer::Stop() { calls_->Stop(); }

Result<peer::v1::JoinResponse> TicketDialer::Join(const Ticket& ticket,
                                                  const peer::v1::JoinRequest& request) {
  const Deadline deadline = std::chrono::system_clock::now() + timeout_;
  auto door = Door::Open(ticket, deadline, [this] { return calls_->stopped(); });
  if (!door) return Fail(door.error());
  peer::v1::JoinResponse response;
  const grpc::Status status = calls_->Run(deadline, [&](grpc::ClientContext& context) {
    return (*door)->stub().Join(&context, request, &response);
  });
  if (!status.ok()) return Fail(FromGrpc(status, "hub " + ticket.hub_address));
  return response;
}

Result<std::vector<ManifestsReply::Version>> TicketDialer::Manifests(const Ticket& ticket,
                                                                     uint64_t from) {
  const Deadline deadline = std::chrono::system_clock::now() + timeout_;
  auto door = Door::Open(ticket, deadline, [this] { return calls_->stopped(); });
  if (!door) return Fail(door.error());
  peer::v1::GetManifestsRequest request;
  ToWire(ManifestsRequest{.network = ticket.network, .from_version = from}, request);
  peer::v1::GetManifestsResponse response;
  const grpc::Status status = calls_->Run(deadline, [&](grpc::ClientContext& context) {
    return (*door)->stub().GetManifests(&context, request, &response);
  });
  if (!status.ok()) return Fail(FromGrpc(status, "hub " + ticket.hub_address));
  Result<ManifestsReply> reply = FromWire(response);
  if (!reply) return Fail(reply.error());
  return std::move(reply->manifests);
}

}  // namespace candour::rpc
