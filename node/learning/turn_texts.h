// The published texts that a turn stores, each read once for all who count them.
#pragma once

#include <deque>
#include <unordered_map>

#include "candour/learning/v1/body.pb.h"
#include "federation/base/bytes.h"

namespace candour {

// The body of a blob that carries learning, in the arena; null for any other.
const learning::v1::Body* ReadText(BytesView blob, google::protobuf::Arena& arena);

// What it is asked about stays where it is until the next turn. Not thread-safe.
class TurnTexts {
 public:
  const learning::v1::Body* Of(const Bytes& blob);
  // Forgets the texts. The memory of short ones serves those that follow.
  void NextTurn();

 private:
  const learning::v1::Body* Read(const Bytes& blob);

  std::unordered_map<const Bytes*, const learning::v1::Body*> read_;
  std::deque<learning::v1::Body> kept_;
  size_t used_ = 0;  // How many of them this turn reads into.
  google::protobuf::Arena arena_;
};

}  // namespace candour
