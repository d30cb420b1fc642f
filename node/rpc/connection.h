// The calls over one established connection to a hub. Included by the peer client only.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "candour/peer/v1/exchange.grpc.pb.h"
#include "federation/core/events.h"

namespace candour::rpc {

// How many calls are open, over all connections: Stop waits for none.
class OpenCount {
 public:
  void Enter();
  void Leave();
  void WaitForNone();

 private:
  std::mutex mutex_;
  std::condition_variable none_;
  size_t count_ = 0;
};

// Called on gRPC's threads, never after Cancel() has returned.
struct ConnectionSink {
  std::function<void(CallHandle, Result<Reply>)> answered;
  std::function<bool(const WatchHint&)> hinted;  // False: full, the stream is given up.
};

struct ConnectionOptions {
  std::string who;  // For messages: "hub host:port".
  std::chrono::milliseconds call_timeout{30'000};
  ConnectionSink sink;
  std::function<void(const Error&)> watch_ended;  // May come after Cancel(); holds no lock.
  std::shared_ptr<OpenCount> open;
};

// Thread-safe. Calls keep it alive, but none may be the last to do so: letting go of the last
// channel on one of gRPC's own threads ends in a wait of that thread for itself. The owner keeps a
// connection until nobody else holds it (use_count() 1), and OpenCount says none is open only when
// calls have let go.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(const std::shared_ptr<grpc::Channel>& channel, ConnectionOptions options);

  void Ask(CallHandle call, const Request& request);
  // Not for the core: `answered` takes the reply in place of the sink, and is not called either
  // after Cancel().
  using Answered = std::function<void(Result<Reply>)>;
  void Ask(const Request& request, Answered answered);
  void Watch(const NetworkId& network);
  // Cancels what is open and silences the sink.
  void Cancel();

 private:
  using Stub = peer::v1::ExchangeService::Stub;
  using Async = Stub::async_interface;
  template <class WireRequest, class WireResponse>
  struct UnaryAsk;
  class BodiesAsk;
  class WatchReader;
  struct Asker;

  // False when cancelled: the call must not start.
  bool Enter(grpc::ClientContext& context);
  void Leave(grpc::ClientContext& context);
  // The last thing that a call does, after its context is gone.
  static void LetGo(std::shared_ptr<Connection> owner);
  void Answer(const Answered& answered, Result<Reply> reply);
  bool Hint(const WatchHint& hint);

  const ConnectionOptions options_;
  const std::unique_ptr<Stub> stub_;
  std::mutex mutex_;
  bool cancelled_ = false;
  std::set<grpc::ClientContext*> contexts_;
};

}  // namespace candour::rpc
