// What a hostile member does to a hub for a while, from one thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/hostile/http2_wire.h"

namespace candour::hostile {

// How low an attacker sinks: above HTTP/2's rules for streams and windows, or below them as well.
enum class Manners { kKeepsToHttp2, kNone };

struct Target {
  std::string address;
  ClientKey key;
  Manners manners = Manners::kNone;
};

// What an attack got done until `stop`.
struct Effort {
  uint64_t connections = 0;
  uint64_t frames = 0;
  uint64_t bytes = 0;
};

struct Attack {
  const char* name;
  // Only through the edge: gRPC 1.51 alone does not withstand it.
  bool needs_edge;
  Effort (*run)(const Target& target, const std::atomic<bool>& stop);
};

const std::vector<Attack>& AllAttacks();

}  // namespace candour::hostile
