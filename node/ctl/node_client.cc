#include "node/ctl/node_client.h"

#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/client_unary_call.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <sstream>

#include "candour/node/v1/error.pb.h"
#include "candour/node/v1/learning.grpc.pb.h"

namespace candour::ctl {
namespace {

constexpr int kMessageBytesMax = 64 << 20;  // Answers of our own node only.
constexpr std::chrono::minutes kCallDeadline{2};
constexpr std::chrono::hours kImportDeadline{2};

bool IsFile(const std::string& path) {
  struct stat info;
  return ::stat(path.c_str(), &info) == 0;
}

Error Unreachable(const std::string& run_dir) {
  return {ErrorCode::kUnavailable, "NODE_UNREACHABLE",
          "no node answers at " + run_dir +
              "; is candourd running there? (candour --node DIR names another)"};
}

Error FromStatus(const grpc::Status& status, const std::string& run_dir) {
  if (status.error_code() == grpc::StatusCode::UNAVAILABLE && status.error_details().empty()) {
    return Unreachable(run_dir);
  }
  Error error{ErrorCode::kUnavailable, "UNKNOWN", status.error_message()};
  node::v1::ErrorTrailer trailer;
  node::v1::ErrorInfo info;
  if (!trailer.ParseFromString(status.error_details()) || trailer.details_size() == 0 ||
      !info.ParseFromString(trailer.details(0).value())) {
    return error;
  }
  error.reason = info.reason();
  auto kind = info.metadata().find("code");
  for (int code = 0; code <= static_cast<int>(ErrorCode::kPolicy); ++code) {
    if (kind != info.metadata().end() && kind->second == CodeName(static_cast<ErrorCode>(code))) {
      error.code = static_cast<ErrorCode>(code);
    }
  }
  return error;
}

class Socket {
 public:
  explicit Socket(int fd) : fd_(fd) {}
  ~Socket() {
    if (fd_ >= 0) ::close(fd_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

// One line to login.sock, one line back.
Result<std::string> Ask(const std::string& run_dir, const std::string& line) {
  std::string path = run_dir + "/login.sock";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) {
    return Fail(ErrorCode::kInvalid, "PATH_TOO_LONG",
                path + " is too long for a socket; set node.run_dir to a shorter one");
  }
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  Socket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (socket.fd() < 0 ||
      ::connect(socket.fd(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
    return Fail(Unreachable(run_dir));
  }
  if (::send(socket.fd(), line.data(), line.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(line.size())) {
    return Fail(Unreachable(run_dir));
  }
  std::string answer;
  std::array<char, 512> buffer;
  while (answer.find('\n') == std::string::npos && answer.size() < 4096) {
    ssize_t got = ::recv(socket.fd(), buffer.data(), buffer.size(), 0);
    if (got <= 0) break;
    answer.append(buffer.data(), static_cast<size_t>(got));
  }
  return answer.substr(0, answer.find('\n'));
}

struct Session {
  std::string token;
  std::string user;
};

Result<Session> Login(const std::string& run_dir, const std::string& as) {
  auto answer = Ask(run_dir, "CANDOUR1 " + (as.empty() ? "-" : as) + "\n");
  if (!answer) return Fail(answer.error());
  std::istringstream words(*answer);
  std::string verdict;
  Session session;
  words >> verdict >> session.token >> session.user;
  if (verdict == "OK" && session.token.size() == 64) return session;
  if (answer->starts_with("ERR ")) {
    return Fail(ErrorCode::kDenied, "LOGIN_REFUSED", answer->substr(4));
  }
  return Fail(Unreachable(run_dir));
}

}  // namespace

Result<std::string> FindRunDir(const std::string& path) {
  std::string base = path;
  if (base.ends_with("/candour.toml")) base.resize(base.size() - std::strlen("/candour.toml"));
  for (const char* below : {"", "/run", "/data/run"}) {
    if (IsFile(base + below + "/login.sock")) return base + below;
  }
  return Fail(ErrorCode::kUnavailable, "NODE_UNREACHABLE",
              "no node runs in " + base +
                  " (no login.sock there); start candourd, or name its directory with --node");
}

class NodeClient::Impl {
 public:
  Impl(std::string dir, Session session) : run_dir(std::move(dir)), session(std::move(session)) {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(kMessageBytesMax);
    channel = grpc::CreateCustomChannel("unix:" + run_dir + "/candour.sock",
                                        grpc::InsecureChannelCredentials(), arguments);
    stub = node::v1::LearningService::NewStub(channel);
  }

  void Prepare(grpc::ClientContext& context, std::chrono::seconds deadline) const {
    context.set_deadline(std::chrono::system_clock::now() + deadline);
    context.AddMetadata("candour-session", session.token);
  }

  std::string run_dir;
  Session session;
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<node::v1::LearningService::Stub> stub;
};

NodeClient::NodeClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
NodeClient::~NodeClient() = default;

Result<std::unique_ptr<NodeClient>> NodeClient::Connect(const NodeAddress& address) {
  auto run_dir = FindRunDir(address.path);
  if (!run_dir) return Fail(run_dir.error());
  auto session = Login(*run_dir, address.as);
  if (!session) return Fail(session.error());
  return std::unique_ptr<NodeClient>(
      new NodeClient(std::make_unique<Impl>(*run_dir, std::move(*session))));
}

Status NodeClient::Call(const std::string& method, const google::protobuf::Message& request,
                        google::protobuf::Message& response) {
  grpc::ClientContext context;
  impl_->Prepare(context, kCallDeadline);
  std::string path = "/candour.node.v1." + method;
  auto status =
      grpc::internal::BlockingUnaryCall<google::protobuf::Message, google::protobuf::Message,
                                        google::protobuf::Message, google::protobuf::Message>(
          impl_->channel.get(),
          grpc::internal::RpcMethod(path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC), &context,
          request, &response);
  if (status.ok()) return {};
  return Fail(FromStatus(status, impl_->run_dir));
}

Result<node::v1::ImportLearningResponse> NodeClient::Import(const node::v1::ImportHeader& header,
                                                            const Chunks& next) {
  grpc::ClientContext context;
  impl_->Prepare(context, kImportDeadline);
  node::v1::ImportLearningResponse response;
  auto writer = impl_->stub->ImportLearning(&context, &response);
  node::v1::ImportLearningRequest message;
  *message.mutable_header() = header;
  bool open = writer->Write(message);
  while (open) {
    auto chunk = next();
    if (!chunk) {
      context.TryCancel();
      (void)writer->Finish();
      return Fail(chunk.error());
    }
    if (chunk->empty()) break;
    message.set_chunk(std::move(*chunk));
    open = writer->Write(message);
  }
  writer->WritesDone();
  auto status = writer->Finish();
  if (!status.ok()) return Fail(FromStatus(status, impl_->run_dir));
  return response;
}

const std::string& NodeClient::user() const { return impl_->session.user; }
const std::string& NodeClient::run_dir() const { return impl_->run_dir; }

}  // namespace candour::ctl
