#include "node/rpc/local_server.h"

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "node/rpc/services.h"

namespace candour::rpc {

std::string SessionToken(const grpc::CallbackServerContext& context) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(grpc::string_ref(kSessionKey.data(), kSessionKey.size()));
  if (found == metadata.end() || metadata.count(found->first) != 1) return {};
  return std::string(found->second.data(), found->second.size());
}

class LocalServer::Impl {
 public:
  Impl(LocalServerOptions options, Sessions& sessions, Workers& workers)
      : options_(std::move(options)),
        importers_({.threads = options_.imports_max, .waiting_max = 0}),
        calls_{sessions, workers, {std::make_shared<CallTable>(), options_.call_deadline}} {}

  Status Listen(const LocalHandlers& handlers) {
    constexpr size_t kPathMax = 107;
    if (options_.socket.size() > kPathMax) {
      return Fail(
          ErrorCode::kInvalid, "PATH_TOO_LONG",
          options_.socket +
              ": a socket's path has at most 107 characters; choose a shorter node.run_dir");
    }
    unlink(options_.socket.c_str());
    services_.push_back(MakeLearningService(calls_, importers_, handlers.learning));
    services_.push_back(MakeReviewService(calls_, handlers.review));
    services_.push_back(MakeNetworkService(calls_, handlers.network));
    services_.push_back(MakeNodeService(calls_, handlers.node));
    services_.push_back(MakeQueryService(calls_, handlers.query));
    grpc::ServerBuilder builder;
    builder.AddListeningPort("unix:" + options_.socket, grpc::InsecureServerCredentials());
    for (const auto& service : services_) builder.RegisterService(service.get());
    builder.SetMaxReceiveMessageSize(options_.message_bytes_max);
    builder.SetDefaultCompressionAlgorithm(GRPC_COMPRESS_NONE);
    server_ = builder.BuildAndStart();
    if (!server_ || chmod(options_.socket.c_str(), 0660) != 0) {
      return Fail(ErrorCode::kUnavailable, "SOCKET_FAILED",
                  options_.socket + ": cannot listen there: " + std::strerror(errno) +
                      "; check node.run_dir");
    }
    return {};
  }

  void Stop() {
    if (!server_) return;
    calls_.terms.table->Stop();
    server_->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(2));
    server_->Wait();
    importers_.Stop();
    server_.reset();
    unlink(options_.socket.c_str());
  }

 private:
  const LocalServerOptions options_;
  Workers importers_;
  const LocalCalls calls_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  std::unique_ptr<grpc::Server> server_;
};

Result<std::unique_ptr<LocalServer>> LocalServer::Start(LocalServerOptions options,
                                                        Sessions& sessions, Workers& workers,
                                                        LocalHandlers handlers) {
  auto impl = std::make_unique<Impl>(std::move(options), sessions, workers);
  if (Status listening = impl->Listen(handlers); !listening) return Fail(listening.error());
  return std::unique_ptr<LocalServer>(new LocalServer(std::move(impl)));
}

LocalServer::LocalServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LocalServer::~LocalServer() { Stop(); }
void LocalServer::Stop() { impl_->Stop(); }

}  // namespace candour::rpc
