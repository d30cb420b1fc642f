#include "node/rpc/connection.h"

#include <optional>
#include <utility>
#include <variant>

#include "node/rpc/convert.h"
#include "node/rpc/status.h"

namespace candour::rpc {

void OpenCount::Enter() {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++count_;
}

void OpenCount::Leave() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (--count_ == 0) none_.notify_all();
}

void OpenCount::WaitForNone() {
  std::unique_lock<std::mutex> lock(mutex_);
  none_.wait(lock, [this] { return count_ == 0; });
}

// One unary call; owns itself until its callback has run.
template <class WireRequest, class WireResponse>
struct Connection::UnaryAsk {
  using Method = void (Async::*)(grpc::ClientContext*, const WireRequest*, WireResponse*,
                                 std::function<void(grpc::Status)>);
  grpc::ClientContext context;
  WireRequest request;
  WireResponse response;

  static void Start(std::shared_ptr<Connection> owner, Answered call, const auto& value,
                    Method method) {
    auto ask = std::make_shared<UnaryAsk>();
    ToWire(value, ask->request);
    if (!owner->Enter(ask->context)) return;
    Connection* const connection = owner.get();
    (connection->stub_->async()->*method)(
        &ask->context, &ask->request, &ask->response,
        [ask, owner = std::move(owner),
         call = std::move(call)](const grpc::Status& status) mutable {
          if (!status.ok()) {
            owner->Answer(call, Fail(FromGrpc(status, owner->options_.who)));
          } else if (auto reply = FromWire(ask->response)) {
            owner->Answer(call, Reply(std::move(*reply)));
          } else {
            owner->Answer(call, Fail(reply.error()));
          }
          owner->Leave(ask->context);
          ask.reset();
          LetGo(std::move(owner));
        });
  }
};

// FetchBodies: a stream, gathered into one reply.
class Connection::BodiesAsk final : public grpc::ClientReadReactor<peer::v1::FetchBodiesResponse> {
 public:
  static void Start(std::shared_ptr<Connection> owner, Answered call,
                    const BodiesRequest& value) {
    auto* ask = new BodiesAsk(std::move(owner), std::move(call));
    ToWire(value, ask->request_);
    if (!ask->owner_->Enter(ask->context_)) {
      delete ask;
      return;
    }
    ask->owner_->stub_->async()->FetchBodies(&ask->context_, &ask->request_, ask);
    ask->StartRead(&ask->message_);
    ask->StartCall();
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    auto part = FromWire(message_);
    if (!part) {
      problem_ = part.error();
    } else {
      for (BodyEntry& body : part->bodies) {
        bytes_ += body.blob.size() + sizeof body;
        reply_.bodies.push_back(std::move(body));
      }
      if (bytes_ > 2 * kBodyBytesPerReplyMax) {
        problem_ = Error{ErrorCode::kFull, "TOO_MUCH",
                         owner_->options_.who + " sends more than it was asked for"};
      }
    }
    if (problem_) {
      context_.TryCancel();
    } else {
      StartRead(&message_);
    }
  }

  void OnDone(const grpc::Status& status) override {
    if (problem_) {
      owner_->Answer(call_, Fail(*problem_));
    } else if (!status.ok()) {
      owner_->Answer(call_, Fail(FromGrpc(status, owner_->options_.who)));
    } else {
      owner_->Answer(call_, Reply(std::move(reply_)));
    }
    owner_->Leave(context_);
    std::shared_ptr<Connection> owner = std::move(owner_);
    delete this;
    LetGo(std::move(owner));
  }

 private:
  BodiesAsk(std::shared_ptr<Connection> owner, Answered call)
      : owner_(std::move(owner)), call_(std::move(call)) {}

  std::shared_ptr<Connection> owner_;
  const Answered call_;
  grpc::ClientContext context_;
  peer::v1::FetchBodiesRequest request_;
  peer::v1::FetchBodiesResponse message_;
  BodiesReply reply_;
  size_t bytes_ = 0;
  std::optional<Error> problem_;
};

class Connection::WatchReader final : public grpc::ClientReadReactor<peer::v1::WatchResponse> {
 public:
  static void Start(std::shared_ptr<Connection> owner, const NetworkId& network) {
    auto* reader = new WatchReader(std::move(owner), network);
    if (!reader->owner_->Enter(reader->context_)) {
      delete reader;
      return;
    }
    // The hub ends the stream within the hour.
    reader->context_.set_deadline(std::chrono::system_clock::now() + std::chrono::hours(2));
    reader->owner_->stub_->async()->Watch(&reader->context_, &reader->request_, reader);
    reader->StartRead(&reader->message_);
    reader->StartCall();
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    const Result<WatchHint> hint = FromWire(message_, network_);
    if (hint && owner_->Hint(*hint)) {
      StartRead(&message_);
    } else {
      context_.TryCancel();
    }
  }

  void OnDone(const grpc::Status& status) override {
    owner_->options_.watch_ended(FromGrpc(status, owner_->options_.who));
    owner_->Leave(context_);
    std::shared_ptr<Connection> owner = std::move(owner_);
    delete this;
    LetGo(std::move(owner));
  }

 private:
  WatchReader(std::shared_ptr<Connection> owner, const NetworkId& network)
      : owner_(std::move(owner)), network_(network) {
    request_.set_network_id(network.str());
  }

  std::shared_ptr<Connection> owner_;
  const NetworkId network_;
  grpc::ClientContext context_;
  peer::v1::WatchRequest request_;
  peer::v1::WatchResponse message_;
};

// One line for each kind of request.
struct Connection::Asker {
  const std::shared_ptr<Connection>& owner;
  const Answered& call;

  template <class WireRequest, class WireResponse>
  void Unary(const auto& value, typename UnaryAsk<WireRequest, WireResponse>::Method method) const {
    UnaryAsk<WireRequest, WireResponse>::Start(owner, call, value, method);
  }

  void operator()(const HelloRequest& value) const {
    Unary<wire::HelloRequest, wire::HelloResponse>(value, &Async::Hello);
  }
  void operator()(const ManifestsRequest& value) const {
    Unary<wire::GetManifestsRequest, wire::GetManifestsResponse>(value, &Async::GetManifests);
  }
  void operator()(const HeadsRequest& value) const {
    Unary<wire::ListHeadsRequest, wire::ListHeadsResponse>(value, &Async::ListHeads);
  }
  void operator()(const LeavesRequest& value) const {
    Unary<wire::FetchLeavesRequest, wire::FetchLeavesResponse>(value, &Async::FetchLeaves);
  }
  void operator()(const BodiesRequest& value) const { BodiesAsk::Start(owner, call, value); }
  void operator()(const PushHeadRequest& value) const {
    Unary<wire::PushHeadRequest, wire::PushHeadResponse>(value, &Async::PushHead);
  }
  void operator()(const PushLeavesRequest& value) const {
    Unary<wire::PushLeavesRequest, wire::PushLeavesResponse>(value, &Async::PushLeaves);
  }
  void operator()(const PushBodiesRequest& value) const {
    Unary<wire::PushBodiesRequest, wire::PushBodiesResponse>(value, &Async::PushBodies);
  }
  void operator()(const PutCosignaturesRequest& value) const {
    Unary<wire::PutCosignaturesRequest, wire::PutCosignaturesResponse>(value,
                                                                       &Async::PutCosignatures);
  }
  void operator()(const ListCosignaturesRequest& value) const {
    Unary<wire::ListCosignaturesRequest, wire::ListCosignaturesResponse>(value,
                                                                         &Async::ListCosignatures);
  }
  void operator()(const ConsistencyRequest& value) const {
    Unary<wire::GetConsistencyRequest, wire::GetConsistencyResponse>(value, &Async::GetConsistency);
  }
  void operator()(const ProofRequest& value) const {
    Unary<wire::GetProofRequest, wire::GetProofResponse>(value, &Async::GetProof);
  }
  void operator()(const PutProposalRequest& value) const {
    Unary<wire::PutProposalRequest, wire::PutProposalResponse>(value, &Async::PutProposal);
  }
  void operator()(const ListProposalsRequest& value) const {
    Unary<wire::ListProposalsRequest, wire::ListProposalsResponse>(value, &Async::ListProposals);
  }
  void operator()(const SubmitReportRequest& value) const {
    Unary<wire::SubmitReportRequest, wire::SubmitReportResponse>(value, &Async::SubmitReport);
  }
  void operator()(const FetchReportsRequest& value) const {
    Unary<wire::FetchReportsRequest, wire::FetchReportsResponse>(value, &Async::FetchReports);
  }
  void operator()(const ReportEvidenceRequest& value) const {
    Unary<wire::ReportEvidenceRequest, wire::ReportEvidenceResponse>(value, &Async::ReportEvidence);
  }
};

Connection::Connection(const std::shared_ptr<grpc::Channel>& channel, ConnectionOptions options)
    : options_(std::move(options)), stub_(peer::v1::ExchangeService::NewStub(channel)) {}

void Connection::Ask(CallHandle call, const Request& request) {
  Ask(request,
      [this, call](Result<Reply> reply) { options_.sink.answered(call, std::move(reply)); });
}

void Connection::Ask(const Request& request, Answered answered) {
  std::visit(Asker{shared_from_this(), answered}, request);
}

void Connection::Watch(const NetworkId& network) {
  WatchReader::Start(shared_from_this(), network);
}

void Connection::Cancel() {
  const std::lock_guard<std::mutex> lock(mutex_);
  cancelled_ = true;
  for (grpc::ClientContext* context : contexts_) context->TryCancel();
}

bool Connection::Enter(grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() + options_.call_timeout);
  const std::lock_guard<std::mutex> lock(mutex_);
  if (cancelled_) return false;
  contexts_.insert(&context);
  options_.open->Enter();
  return true;
}

void Connection::Leave(grpc::ClientContext& context) {
  const std::lock_guard<std::mutex> lock(mutex_);
  contexts_.erase(&context);
}

void Connection::LetGo(std::shared_ptr<Connection> owner) {
  const std::shared_ptr<OpenCount> open = owner->options_.open;
  owner.reset();
  open->Leave();
}

void Connection::Answer(const Answered& answered, Result<Reply> reply) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!cancelled_) answered(std::move(reply));
}

bool Connection::Hint(const WatchHint& hint) {
  const std::lock_guard<std::mutex> lock(mutex_);
  return cancelled_ || options_.sink.hinted(hint);
}

}  // namespace candour::rpc
