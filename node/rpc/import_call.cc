#include "node/rpc/import_call.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace candour::rpc {
namespace {

constexpr size_t kChunksWaitingMax = 4;
constexpr size_t kChunkBytesMax = 256 * 1024;
constexpr std::chrono::hours kImportLife{2};

Error BadStream(const char* what) {
  return {ErrorCode::kInvalid, "IMPORT_STREAM", std::string("import: ") + what};
}

// Keeps itself alive until gRPC is done with it. Chunks are read ahead up to a bound: who sends
// faster than the handler works has to wait.
class ImportCall final : public grpc::ServerReadReactor<node::v1::ImportLearningRequest>,
                         public OpenCall,
                         public ChunkSource,
                         public std::enable_shared_from_this<ImportCall> {
 public:
  ImportCall(node::v1::ImportLearningResponse* response, std::shared_ptr<CallTable> table)
      : response_(response), table_(std::move(table)) {}

  void Begin() {
    self_ = shared_from_this();
    id_ = table_->Add(self_, kImportLife);
    if (id_ == 0) return End(Reason::kStopping);
    StartRead(&message_);
  }

  // On the importer's thread.
  Result<node::v1::ImportHeader> Header() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return header_ || problem_ || ended_; });
    if (problem_) return Fail(*problem_);
    if (!header_) return Fail(BadStream("the stream ended before its header"));
    return *header_;
  }

  Result<std::string> Next() override {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return !chunks_.empty() || problem_ || ended_; });
    if (problem_) return Fail(*problem_);
    if (chunks_.empty()) return std::string();
    std::string chunk = std::move(chunks_.front());
    chunks_.pop_front();
    if (!reading_ && !ended_ && !finished_) ReadMore();
    return chunk;
  }

  void Close(const grpc::Status& status) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (finished_) return;
    finished_ = true;
    Finish(status);
  }

  void Answer(Result<node::v1::ImportLearningResponse> answer) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (finished_) return;
    finished_ = true;
    if (answer) response_->Swap(&*answer);
    Finish(answer ? grpc::Status::OK : ToGrpc(answer.error()));
  }

  void End(Reason reason) override {
    GiveUp({ErrorCode::kUnavailable, "IMPORT_CUT", "the import was cut off; run it again"});
    Close(EndStatus(reason));
  }

  void OnReadDone(bool ok) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    reading_ = false;
    if (!ok) {
      ended_ = true;
    } else if (!Take()) {
      problem_ = BadStream("send the header once, then chunks of 1 to 262144 bytes");
    } else if (chunks_.size() < kChunksWaitingMax && !finished_) {
      ReadMore();
    }
    changed_.notify_all();
  }

  void OnCancel() override {
    GiveUp({ErrorCode::kUnavailable, "CANCELLED", "the import was cancelled"});
    Close(grpc::Status::CANCELLED);
  }

  void OnDone() override {
    if (id_ != 0) table_->Remove(id_);
    const std::shared_ptr<ImportCall> last = std::move(self_);  // May delete this at the brace.
  }

 private:
  void ReadMore() {
    reading_ = true;
    StartRead(&message_);
  }

  bool Take() {
    if (message_.has_header()) {
      if (header_) return false;
      header_ = std::move(*message_.mutable_header());
      return true;
    }
    if (!header_ || message_.chunk().empty() || message_.chunk().size() > kChunkBytesMax) {
      return false;
    }
    chunks_.push_back(std::move(*message_.mutable_chunk()));
    return true;
  }

  void GiveUp(Error error) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!problem_) problem_ = std::move(error);
    changed_.notify_all();
  }

  node::v1::ImportLearningResponse* const response_;
  const std::shared_ptr<CallTable> table_;
  std::shared_ptr<ImportCall> self_;
  uint64_t id_ = 0;
  node::v1::ImportLearningRequest message_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<node::v1::ImportHeader> header_;
  std::deque<std::string> chunks_;
  std::optional<Error> problem_;
  bool reading_ = true;  // Begin() starts the first read.
  bool ended_ = false;
  bool finished_ = false;
};

}  // namespace

grpc::ServerReadReactor<node::v1::ImportLearningRequest>* BeginImport(
    grpc::CallbackServerContext* context, node::v1::ImportLearningResponse* response,
    const LocalCalls& calls, Workers& importers, LearningHandlers& handlers) {
  const auto call = std::make_shared<ImportCall>(response, calls.terms.table);
  call->Begin();
  const bool taken = importers.Submit(
      [call, &handlers, &sessions = calls.sessions, token = SessionToken(*context)] {
        const Result<Principal> who = sessions.Find(token);
        if (!who) return call->Close(LoginNeeded(who.error().message));
        const Result<node::v1::ImportHeader> header = call->Header();
        if (!header) return call->Close(ToGrpc(header.error()));
        call->Answer(handlers.ImportLearning(*who, *header, *call));
      });
  if (!taken) {
    call->Close(ToGrpc({ErrorCode::kFull, "IMPORTS_BUSY",
                        "other imports are running; start this one when they have ended"}));
  }
  return call.get();
}

}  // namespace candour::rpc
