#include "node/rpc/peer_streams.h"

#include <utility>

#include "node/rpc/convert.h"
#include "node/rpc/unary_call.h"

namespace candour::rpc {

template <class Response>
grpc::Status ServerStream<Response>::EndStatusOf(Reason reason) {
  return EndStatus(reason);
}

template <class Response>
void ServerStream<Response>::Close(const grpc::Status& status) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (finished_ || closing_) return;
  if (!writing_) return FinishLocked(status);
  closing_ = status;
  context_->TryCancel();
}

template <class Response>
void ServerStream<Response>::OnWriteDone(bool ok) {
  const std::lock_guard<std::mutex> lock(mutex_);
  writing_ = false;
  if (finished_) return;
  if (closing_) return FinishLocked(*closing_);
  if (!ok) return FinishLocked(grpc::Status::CANCELLED);
  PumpLocked();
}

template <class Response>
void ServerStream<Response>::OnDone() {
  if (id_ != 0) table_->Remove(id_);
  if (at_end_) at_end_();
  Gone();
  const std::shared_ptr<OpenCall> last = std::move(self_);  // May delete this at the brace.
}

template <class Response>
void ServerStream<Response>::Pump() {
  const std::lock_guard<std::mutex> lock(mutex_);
  PumpLocked();
}

template <class Response>
void ServerStream<Response>::PumpLocked() {
  if (writing_ || finished_ || closing_) return;
  message_.Clear();
  if (Next(message_)) {
    writing_ = true;
    this->StartWrite(&message_);
  } else if (Exhausted()) {
    FinishLocked(grpc::Status::OK);
  }
}

template <class Response>
void ServerStream<Response>::FinishLocked(const grpc::Status& status) {
  finished_ = true;
  this->Finish(status);
}

template class ServerStream<peer::v1::FetchBodiesResponse>;
template class ServerStream<peer::v1::WatchResponse>;

void BodiesStream::Send(BodiesReply reply) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    bodies_ = std::move(reply.bodies);
    ready_ = true;
  }
  Pump();
}

bool BodiesStream::Next(peer::v1::FetchBodiesResponse& message) {
  constexpr size_t kMessageBytes = 256 * 1024;
  BodiesReply part;
  for (size_t bytes = 0; next_ < bodies_.size() && bytes < kMessageBytes; ++next_) {
    bytes += bodies_[next_].blob.size() + 16;
    part.bodies.push_back(std::move(bodies_[next_]));
  }
  ToWire(part, message);
  return !part.bodies.empty();
}

void WatchStream::Send(const WatchHint& hint) {
  bool taken = false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    taken = outbox_.Push(hint);
  }
  if (!taken) {
    return Close(ToGrpc({ErrorCode::kFull, "WATCHER_SLOW",
                         "hints were not read in time; compare heads and watch again"}));
  }
  Pump();
}

bool WatchStream::Next(peer::v1::WatchResponse& message) {
  const std::optional<WatchHint> hint = outbox_.Pop();
  if (hint) ToWire(*hint, message);
  return hint.has_value();
}

void WatchStream::Accepted(std::function<void()> closed) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!gone_) {
      closed_ = std::move(closed);
      return;
    }
  }
  closed();
}

void WatchStream::Gone() {
  std::function<void()> closed;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    gone_ = true;
    closed = std::move(closed_);
  }
  if (closed) closed();
}

}  // namespace candour::rpc
