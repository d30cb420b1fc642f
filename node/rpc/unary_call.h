// One unary call at a server, finished exactly once by whoever is first: its handler, its deadline,
// or the server's end.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

#include "node/rpc/call_table.h"
#include "node/rpc/status.h"

namespace candour::rpc {

inline grpc::Status EndStatus(OpenCall::Reason reason) {
  return reason == OpenCall::Reason::kDeadline
             ? grpc::Status(grpc::StatusCode::DEADLINE_EXCEEDED, "the call took too long")
             : ToGrpc(
                   {ErrorCode::kUnavailable, "STOPPING", "this node is stopping; try again later"});
}

// Where calls are kept, and how long one may take.
struct CallTerms {
  std::shared_ptr<CallTable> table;
  std::chrono::milliseconds deadline;
};

template <class Response>
class UnaryCall final : public OpenCall {
 public:
  // `at_end` (may be empty) runs once, when the call is finished.
  static std::shared_ptr<UnaryCall> Begin(grpc::CallbackServerContext* context, Response* response,
                                          const CallTerms& terms, std::function<void()> at_end) {
    auto call = std::shared_ptr<UnaryCall>(
        new UnaryCall(context->DefaultReactor(), response, terms.table, std::move(at_end)));
    call->id_ = terms.table->Add(call, terms.deadline);
    if (call->id_ == 0) call->End(Reason::kStopping);
    return call;
  }

  // `fill` writes the response and gives the status; it does not run when somebody was first.
  template <class Fill>
  void Finish(Fill fill) {
    if (finished_.exchange(true)) return;
    table_->Remove(id_);
    Leave(fill(*response_));
  }
  void Refuse(const grpc::Status& status) {
    Finish([&](Response&) { return status; });
  }

  // From the table, which has forgotten the call by then.
  void End(Reason reason) override {
    if (!finished_.exchange(true)) Leave(EndStatus(reason));
  }

  grpc::ServerUnaryReactor* reactor() const { return reactor_; }

 private:
  UnaryCall(grpc::ServerUnaryReactor* reactor, Response* response, std::shared_ptr<CallTable> table,
            std::function<void()> at_end)
      : reactor_(reactor),
        response_(response),
        table_(std::move(table)),
        at_end_(std::move(at_end)) {}

  void Leave(const grpc::Status& status) {
    if (at_end_) at_end_();
    reactor_->Finish(status);  // Last: gRPC may free the reactor and the response from here on.
  }

  grpc::ServerUnaryReactor* const reactor_;
  Response* const response_;
  const std::shared_ptr<CallTable> table_;
  const std::function<void()> at_end_;
  uint64_t id_ = 0;
  std::atomic<bool> finished_{false};
};

}  // namespace candour::rpc
