// How much each peer has open, by its key. Thread-safe.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>

#include "crypto/hash.h"

namespace candour::rpc {

enum class CallKind { kCall, kWatch };

class PeerBudget {
 public:
  struct Limits {
    size_t calls = 32;
    size_t watches = 4;
  };
  explicit PeerBudget(Limits limits) : limits_(limits) {}

  // False when the peer has its share already; a true is given back with Return().
  bool Take(const crypto::Hash& spki, CallKind kind);
  void Return(const crypto::Hash& spki, CallKind kind);

 private:
  struct Open {
    size_t calls = 0;
    size_t watches = 0;
  };
  const Limits limits_;
  std::mutex mutex_;
  std::map<crypto::Hash, Open> open_;  // Only peers with something open.
};

}  // namespace candour::rpc
