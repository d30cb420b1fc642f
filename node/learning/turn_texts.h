// The published texts that a turn stores, each read once for all who count them.
#pragma once

#include <unordered_map>

#include "candour/learning/v1/body.pb.h"
#include "federation/base/bytes.h"

namespace candour {

// The body of a blob that carries learning, in the arena; null for any other.
const learning::v1::Body* ReadText(BytesView blob, google::protobuf::Arena& arena);

// For one turn: what it is asked about stays where it is until then. Not thread-safe.
class TurnTexts {
 public:
  const learning::v1::Body* Of(const Bytes& blob);

 private:
  google::protobuf::Arena arena_;
  std::unordered_map<const Bytes*, const learning::v1::Body*> read_;
};

}  // namespace candour
