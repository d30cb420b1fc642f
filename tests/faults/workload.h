// What people and the peer do at the node under test, one operation after the other, drawn from a
// seed: publish, revise, withdraw, write and delete drafts, receive, sweep, wait.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/faults/pair.h"
#include "tests/sim/random.h"

namespace candour::faults {

class Workload {
 public:
  enum class Kind : uint8_t { kPublish, kRevise, kRetract, kDraft, kReceive, kSweep, kWait };
  static constexpr std::array<const char*, 7> kNames = {"publish", "revise", "withdraw", "draft",
                                                        "receive", "sweep",  "wait"};

  Workload(uint64_t seed, const sim::Cast& cast, Subject& subject, Pair& pair);

  // The next operation. Its outcome is what the person at the node is told; what the peer brings
  // always succeeds.
  Status Step();
  Kind last() const { return last_; }

  Status Publish();
  Status Retract();  // NOTHING_TO_WITHDRAW when there is nothing.
  bool has_items() const { return !items_.empty(); }

 private:
  Status Do(Kind kind);
  Kind Draw();
  Status Revise();
  Status Draft();
  Status Receive();
  std::string Text(size_t bytes_max);
  Bytes Salt() { return sim::Draw(seed_, "salt" + std::to_string(++texts_)).ToString(); }

  const uint64_t seed_;
  const sim::Cast& cast_;
  Subject& subject_;
  Pair& pair_;
  sim::Random random_;
  uint64_t texts_ = 0;
  std::vector<ItemId> items_;
  std::vector<ItemId> peer_items_;
  std::vector<std::string> drafts_;
  Kind last_ = Kind::kWait;
};

}  // namespace candour::faults
