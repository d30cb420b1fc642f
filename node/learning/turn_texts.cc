#include "node/learning/turn_texts.h"

#include <google/protobuf/arena.h>

#include "federation/feed/leaf.h"

namespace candour {
namespace {

// A text that is longer, or one of more in a turn, is read into memory of its own.
constexpr size_t kKeptBytesMax = 4096;
constexpr size_t kKeptMax = 512;

bool Parse(BytesView blob, learning::v1::Body& body) {
  const auto opened = DecodeBlob(blob, static_cast<uint16_t>(blob.size() / kBlobBlockBytes));
  return opened &&
         body.ParseFromArray(opened->body.data(), static_cast<int>(opened->body.size())) &&
         body.has_learning();
}

}  // namespace

const learning::v1::Body* ReadText(BytesView blob, google::protobuf::Arena& arena) {
  auto* body = google::protobuf::Arena::CreateMessage<learning::v1::Body>(&arena);
  return Parse(blob, *body) ? body : nullptr;
}

const learning::v1::Body* TurnTexts::Of(const Bytes& blob) {
  const auto [known, fresh] = read_.try_emplace(&blob, nullptr);
  if (fresh) known->second = Read(blob);
  return known->second;
}

const learning::v1::Body* TurnTexts::Read(const Bytes& blob) {
  if (used_ == kKeptMax || blob.size() > kKeptBytesMax) return ReadText(blob, arena_);
  if (used_ == kept_.size()) kept_.emplace_back();
  learning::v1::Body& body = kept_[used_++];
  return Parse(blob, body) ? &body : nullptr;
}

void TurnTexts::NextTurn() {
  read_.clear();
  used_ = 0;
  arena_.Reset();
}

}  // namespace candour
