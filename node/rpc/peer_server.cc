#include "node/rpc/peer_server.h"

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <utility>

#include "federation/sync/serve.h"
#include "node/rpc/peer_service.h"
#include "node/rpc/tls.h"

namespace candour::rpc {
namespace {

void Tune(grpc::ServerBuilder& builder, const PeerServerOptions& options) {
  builder.SetMaxReceiveMessageSize(options.message_bytes_max);
  builder.SetMaxSendMessageSize(options.message_bytes_max);
  builder.SetDefaultCompressionAlgorithm(GRPC_COMPRESS_NONE);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE,
                             static_cast<int>(options.metadata_bytes_max));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS,
                             static_cast<int>(options.in_flight_max + options.watches_max));
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 5'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 20'000);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, 3'600'000);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, 60'000);
}

}  // namespace

class PeerServer::Impl {
 public:
  Impl(const PeerServerOptions& options, PeerHandler& handler)
      : state_(std::make_shared<PeerServerState>(options)), service_(state_, handler) {}

  Status Listen() {
    const PeerServerOptions& options = state_->options;
    grpc::ServerBuilder builder;
    builder.AddListeningPort(options.address, PinnedServer(options.identity), &port_);
    builder.RegisterService(&service_);
    Tune(builder, options);
    server_ = builder.BuildAndStart();
    if (!server_ || port_ == 0) {
      return Fail(ErrorCode::kUnavailable, "ADDRESS_TAKEN",
                  "cannot listen on " + options.address +
                      "; is another program there? See listen.peer in the configuration");
    }
    return {};
  }

  void Stop() {
    if (!server_) return;
    state_->table->Stop();
    server_->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(2));
    server_->Wait();
    server_.reset();
  }

  std::shared_ptr<WatchStream> Watcher(WatcherHandle handle) {
    const std::lock_guard<std::mutex> lock(state_->mutex);
    const auto found = state_->watchers.find(handle);
    return found == state_->watchers.end() ? nullptr : found->second.lock();
  }

  int port() const { return port_; }

 private:
  const std::shared_ptr<PeerServerState> state_;
  PeerService service_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

Result<std::unique_ptr<PeerServer>> PeerServer::Start(PeerServerOptions options,
                                                      PeerHandler& handler) {
  auto impl = std::make_unique<Impl>(options, handler);
  if (Status listening = impl->Listen(); !listening) return Fail(listening.error());
  return std::unique_ptr<PeerServer>(new PeerServer(std::move(impl)));
}

PeerServer::PeerServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PeerServer::~PeerServer() { Stop(); }

int PeerServer::port() const { return impl_->port(); }

void PeerServer::SendHint(WatcherHandle watcher, const WatchHint& hint) {
  if (const auto stream = impl_->Watcher(watcher)) stream->Send(hint);
}

void PeerServer::CloseWatcher(WatcherHandle watcher) {
  if (const auto stream = impl_->Watcher(watcher)) stream->Close(ToGrpc(NotVisible()));
}

void PeerServer::Stop() { impl_->Stop(); }

}  // namespace candour::rpc
