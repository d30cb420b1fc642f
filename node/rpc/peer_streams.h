// The two streaming calls of ExchangeService at the server: bodies, and Watch.
//
// Reactors keep themselves alive until gRPC is done with them; others hold shared_ptrs, since gRPC
// may outlive everybody and everybody gRPC. Included by the .cc files of the peer server only.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "candour/peer/v1/exchange.pb.h"
#include "node/rpc/call_table.h"
#include "node/rpc/hint_outbox.h"

namespace candour::rpc {

// A server stream that is written by anybody, one message at a time, and finished once.
template <class Response>
class ServerStream : public grpc::ServerWriteReactor<Response>,
                     public OpenCall,
                     public std::enable_shared_from_this<ServerStream<Response>> {
 public:
  ServerStream(grpc::CallbackServerContext* context, std::shared_ptr<CallTable> table,
               std::function<void()> at_end)
      : context_(context), table_(std::move(table)), at_end_(std::move(at_end)) {}

  // Before the reactor is given to gRPC.
  void Begin(std::chrono::milliseconds deadline) {
    self_ = this->shared_from_this();
    id_ = table_->Add(self_, deadline);
    if (id_ == 0) Close(EndStatusOf(Reason::kStopping));
  }

  // The stream ends with `status` after the message that is being written; a peer that does not
  // read it is cut off.
  void Close(const grpc::Status& status);
  void End(Reason reason) override { Close(EndStatusOf(reason)); }

  void OnWriteDone(bool ok) override;
  void OnCancel() override { Close(grpc::Status::CANCELLED); }
  void OnDone() override;

 protected:
  // Writes the next message if there is one and nothing is under way.
  void Pump();
  // The next message; called under the lock.
  virtual bool Next(Response& message) = 0;
  // Called under the lock when Next() had nothing: true ends the stream well.
  virtual bool Exhausted() const = 0;
  virtual void Gone() {}

  std::mutex mutex_;

 private:
  static grpc::Status EndStatusOf(Reason reason);
  void PumpLocked();
  void FinishLocked(const grpc::Status& status);

  grpc::CallbackServerContext* const context_;
  const std::shared_ptr<CallTable> table_;
  const std::function<void()> at_end_;
  std::shared_ptr<OpenCall> self_;
  uint64_t id_ = 0;
  Response message_;
  bool writing_ = false;
  bool finished_ = false;
  std::optional<grpc::Status> closing_;
};

class BodiesStream final : public ServerStream<peer::v1::FetchBodiesResponse> {
 public:
  using ServerStream::ServerStream;
  void Send(BodiesReply reply);

 private:
  bool Next(peer::v1::FetchBodiesResponse& message) override;
  bool Exhausted() const override { return ready_; }

  bool ready_ = false;
  size_t next_ = 0;
  std::vector<BodyEntry> bodies_;
};

class WatchStream final : public ServerStream<peer::v1::WatchResponse> {
 public:
  WatchStream(grpc::CallbackServerContext* context, std::shared_ptr<CallTable> table,
              std::function<void()> at_end, size_t hints_max)
      : ServerStream(context, std::move(table), std::move(at_end)), outbox_(hints_max) {}

  void Send(const WatchHint& hint);
  // The handler took the watcher; `closed` runs once, when both this and the stream's end came.
  void Accepted(std::function<void()> closed);

 private:
  bool Next(peer::v1::WatchResponse& message) override;
  bool Exhausted() const override { return false; }
  void Gone() override;

  HintOutbox outbox_;
  bool gone_ = false;
  std::function<void()> closed_;
};

}  // namespace candour::rpc
