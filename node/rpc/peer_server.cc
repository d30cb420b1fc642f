#include "node/rpc/peer_server.h"

#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <optional>
#include <utility>

#include "federation/sync/serve.h"
#include "node/rpc/inflow_watch.h"
#include "node/rpc/peer_service.h"
#include "node/rpc/tls.h"

namespace candour::rpc {
namespace {

constexpr size_t kSocketPathMax = 107;
constexpr size_t kPeerMemoryBytesMax = 160 << 20;  // Beyond what InflowLedger lets come.

void Tune(grpc::ServerBuilder& builder, const PeerServerOptions& options) {
  grpc::ResourceQuota quota("peers");
  quota.Resize(kPeerMemoryBytesMax);
  builder.SetResourceQuota(quota);
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
    if (!options.address.empty()) {
      builder.AddListeningPort(options.address, PinnedServer(options.identity), &port_);
    }
    if (Status edge = AddEdge(builder); !edge) return edge;
    builder.RegisterService(&service_);
    Tune(builder, options);
    server_ = builder.BuildAndStart();
    if (!server_ || (port_ == 0 && !options.address.empty())) {
      return Fail(ErrorCode::kUnavailable, "ADDRESS_TAKEN",
                  "cannot listen on " + options.address + (options.address.empty() ? "" : " ") +
                      options.edge_socket +
                      "; is another program there? See listen.peer and listen.edge in the "
                      "configuration");
    }
    if (port_ != 0) watch_.emplace(port_, state_->inflow, options.on_cut);
    return OpenEdge();
  }

  void Stop() {
    if (!server_) return;
    watch_.reset();
    state_->table->Stop();
    server_->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(2));
    server_->Wait();
    server_.reset();
    if (!state_->options.edge_socket.empty()) unlink(state_->options.edge_socket.c_str());
  }

  std::shared_ptr<WatchStream> Watcher(WatcherHandle handle) {
    const std::lock_guard<std::mutex> lock(state_->mutex);
    const auto found = state_->watchers.find(handle);
    return found == state_->watchers.end() ? nullptr : found->second.lock();
  }

  int port() const { return port_; }
  std::vector<PeerRefusals> Refusals() const {
    return state_->budget.Refusals(std::chrono::steady_clock::now());
  }

 private:
  Status AddEdge(grpc::ServerBuilder& builder) {
    const std::string& path = state_->options.edge_socket;
    if (path.empty()) return {};
    struct stat folder = {};
    const std::string parent = std::filesystem::path(path).parent_path().string();
    if (path.size() > kSocketPathMax || stat(parent.c_str(), &folder) != 0) {
      return Fail(ErrorCode::kInvalid, "EDGE_SOCKET",
                  path + ": the folder of listen.edge must be there, and the whole path have at " +
                      "most " + std::to_string(kSocketPathMax) + " characters");
    }
    if ((folder.st_mode & 07) != 0) {
      return Fail(ErrorCode::kDenied, "EDGE_SOCKET_OPEN",
                  parent + ": everybody can reach listen.edge there, and could speak for any " +
                      "member; close it first: chmod o= " + parent);
    }
    unlink(path.c_str());
    builder.AddListeningPort("unix:" + path, grpc::InsecureServerCredentials());
    return {};
  }

  Status OpenEdge() const {
    const std::string& path = state_->options.edge_socket;
    if (path.empty() || chmod(path.c_str(), 0660) == 0) return {};
    return Fail(ErrorCode::kUnavailable, "EDGE_SOCKET",
                path + ": cannot listen there; see listen.edge in the configuration");
  }

  const std::shared_ptr<PeerServerState> state_;
  PeerService service_;
  std::unique_ptr<grpc::Server> server_;
  std::optional<InflowWatch> watch_;
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

std::vector<PeerRefusals> PeerServer::Refusals() const { return impl_->Refusals(); }
int PeerServer::port() const { return impl_->port(); }

void PeerServer::SendHint(WatcherHandle watcher, const WatchHint& hint) {
  if (const auto stream = impl_->Watcher(watcher)) stream->Send(hint);
}

void PeerServer::CloseWatcher(WatcherHandle watcher) {
  if (const auto stream = impl_->Watcher(watcher)) stream->Close(ToGrpc(NotVisible()));
}

void PeerServer::Stop() { impl_->Stop(); }

}  // namespace candour::rpc
