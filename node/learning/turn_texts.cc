#include "node/learning/turn_texts.h"

#include <google/protobuf/arena.h>

#include "federation/feed/leaf.h"

namespace candour {

const learning::v1::Body* ReadText(BytesView blob, google::protobuf::Arena& arena) {
  const auto opened = DecodeBlob(blob, static_cast<uint16_t>(blob.size() / kBlobBlockBytes));
  if (!opened) return nullptr;
  auto* body = google::protobuf::Arena::CreateMessage<learning::v1::Body>(&arena);
  const bool whole =
      body->ParseFromArray(opened->body.data(), static_cast<int>(opened->body.size()));
  return whole && body->has_learning() ? body : nullptr;
}

const learning::v1::Body* TurnTexts::Of(const Bytes& blob) {
  const auto [known, fresh] = read_.try_emplace(&blob, nullptr);
  if (fresh) known->second = ReadText(blob, arena_);
  return known->second;
}

}  // namespace candour
