#include <grpcpp/grpcpp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <future>
#include <iostream>
#include <sstream>

#include "candour/peer/v1/exchange.grpc.pb.h"
#include "crypto/encoding.h"
#include "crypto/random.h"
#include "crypto/x509.h"
#include "node/rpc/tls.h"
#include "tests/bench/limits.h"
#include "tests/bench/measure.h"

namespace candour::bench {
namespace {

namespace wire = peer::v1;

constexpr size_t kMessageBytes = 512 << 10;

crypto::TlsIdentity NewIdentity() {
  return *crypto::GenerateSelfSigned(
      crypto::CertificateOptions{.common_name = "bench", .now_seconds = 1'750'000'000});
}

// Answers FetchBodies with `ranges[0].end` rows of `bytes_max` bytes, looking at nothing.
class PlainService final : public wire::ExchangeService::CallbackService {
  class Writer final : public grpc::ServerWriteReactor<wire::FetchBodiesResponse> {
   public:
    Writer(uint64_t rows, size_t bytes) : left_(rows), blob_(crypto::RandomBytes(bytes)) { Next(); }
    void OnWriteDone(bool ok) override { ok ? Next() : Finish(grpc::Status::CANCELLED); }
    void OnDone() override { delete this; }

   private:
    void Next() {
      if (left_ == 0) return Finish(grpc::Status::OK);
      message_.Clear();
      for (size_t bytes = 0; left_ > 0 && bytes < kMessageBytes; bytes += blob_.size(), --left_) {
        wire::BodyEntry* body = message_.add_bodies();
        body->set_index(left_);
        body->set_state(wire::BODY_STATE_OK);
        body->set_blob(blob_);
      }
      StartWrite(&message_);
    }

    uint64_t left_;
    const std::string blob_;
    wire::FetchBodiesResponse message_;
  };

  grpc::ServerWriteReactor<wire::FetchBodiesResponse>* FetchBodies(
      grpc::CallbackServerContext*, const wire::FetchBodiesRequest* request) override {
    const uint64_t rows = request->ranges_size() > 0 ? request->ranges(0).end() : 0;
    return new Writer(rows, request->bytes_max());
  }
};

class Reader final : public grpc::ClientReadReactor<wire::FetchBodiesResponse> {
 public:
  uint64_t rows = 0;
  std::promise<grpc::Status> done;
  wire::FetchBodiesResponse message;

  void OnReadDone(bool ok) override {
    if (!ok) return;
    rows += message.bodies_size();
    StartRead(&message);
  }
  void OnDone(const grpc::Status& status) override { done.set_value(status); }
};

Result<double> Measure(const std::shared_ptr<grpc::Channel>& channel, const Rows& rows) {
  const auto stub = wire::ExchangeService::NewStub(channel);
  wire::FetchBodiesRequest request;
  request.add_ranges()->set_end(rows.count);
  request.set_bytes_max(rows.bytes);
  grpc::ClientContext context;
  Reader reader;
  const Stopwatch watch;
  stub->async()->FetchBodies(&context, &request, &reader);
  reader.StartRead(&reader.message);
  reader.StartCall();
  const grpc::Status status = reader.done.get_future().get();
  if (!status.ok() || reader.rows != rows.count) {
    return Fail(ErrorCode::kUnavailable, "STREAM", "the plain stream broke off");
  }
  return static_cast<double>(rows.count) / watch.Seconds();
}

}  // namespace

int ServePlainStream() {
  const crypto::TlsIdentity identity = NewIdentity();
  PlainService service;
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", rpc::PinnedServer(identity), &port);
  builder.RegisterService(&service);
  const auto server = builder.BuildAndStart();
  if (!server) return 1;
  std::cout << port << " "
            << crypto::HexEncode(crypto::SpkiSha256FromPem(identity.cert_pem)->view()) << std::endl;
  std::cin.get();
  server->Shutdown(std::chrono::system_clock::now());
  return 0;
}

Result<double> PlainStreamRate(const Setup& setup, const Rows& rows) {
  int to[2];
  int from[2];
  if (::pipe(to) != 0 || ::pipe(from) != 0) {
    return Fail(ErrorCode::kUnavailable, "PIPE", "no pipe could be made");
  }
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(to[0], STDIN_FILENO);
    ::dup2(from[1], STDOUT_FILENO);
    for (const int fd : {to[0], to[1], from[0], from[1]}) ::close(fd);
    ::execl(setup.program.c_str(), setup.program.c_str(), "--serve-stream", nullptr);
    ::_exit(127);
  }
  ::close(to[0]);
  ::close(from[1]);
  std::string said;
  for (char c = 0; ::read(from[0], &c, 1) == 1 && c != '\n';) said += c;
  std::istringstream words(said);
  std::string port;
  std::string key;
  words >> port >> key;
  const auto pin = crypto::Hash::From(crypto::HexDecode(key).value_or(""));
  Result<double> rate = Fail(ErrorCode::kUnavailable, "STREAM", "the plain server did not start");
  if (pin) {
    grpc::ChannelArguments args;
    args.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const auto channel = grpc::CreateCustomChannel(
        "127.0.0.1:" + port, rpc::PinnedClient(NewIdentity(), {*pin}, {}), args);
    channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(10));
    rate = Measure(channel, rows);
  }
  ::close(to[1]);
  ::close(from[0]);
  ::waitpid(child, nullptr, 0);
  return rate;
}

}  // namespace candour::bench
