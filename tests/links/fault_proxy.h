// A bad line on the loopback interface: passes connections on to a target and, while there is
// trouble, draws for each what happens to it next: nothing, delay, bytes lost (TLS then breaks
// off), cut, half open (neither end hears anything more, nor that the other is gone), one byte a
// second.
//
// What is drawn follows from the seed; when it happens depends on the machine. One thread of its
// own.
#pragma once

#include <poll.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <list>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "federation/base/result.h"

namespace candour::links {

enum class Fault { kNone, kDelay, kLoss, kCut, kHalfOpen, kTrickle };
inline constexpr std::array<const char*, 6> kFaultNames = {
    "none", "delay", "loss", "cut", "half-open", "one-byte-a-second"};

enum class Line {
  kGood,
  kTroubled,
  kHealed,  // As good; connections that are half open stay so until their ends notice.
};

class FaultProxy {
 public:
  // Listens on a free port at once; connects to the target, host:port on the loopback interface,
  // when somebody comes.
  static Result<std::unique_ptr<FaultProxy>> Listen(uint64_t seed);
  ~FaultProxy();

  const std::string& address() const { return address_; }
  // Before anybody comes.
  void SetTarget(const std::string& address) { target_ = address; }
  void Set(Line line) { line_ = line; }
  uint64_t connections() const { return connections_; }
  uint64_t fired(Fault fault) const { return fired_[static_cast<size_t>(fault)]; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Chunk {
    std::string bytes;
    Clock::time_point due;
  };
  struct Way {
    int from = -1;
    int to = -1;
    std::deque<Chunk> queue;
    size_t queued = 0;
    bool ended = false;
    bool loses = false;  // The next bytes do not arrive.
    Clock::time_point next_byte{};
  };
  struct Link {
    Way up;
    Way down;
    Fault fault = Fault::kNone;
    Clock::time_point until{};
  };

  FaultProxy(int listener, std::string address, uint64_t seed);
  void Run();
  void Accept();
  void Draw(Link& link);
  Fault Drawn();
  std::vector<pollfd> Watched() const;
  // False when the link is gone.
  bool Serve(Link& link);
  bool ServeHalfOpen(Link& link);
  bool Take(Link& link, Way& way);
  bool Give(Link& link, Way& way);

  const int listener_;
  const std::string address_;
  std::string target_;
  std::atomic<Line> line_{Line::kGood};
  std::atomic<bool> stop_{false};
  std::atomic<uint64_t> connections_{0};
  std::array<std::atomic<uint64_t>, kFaultNames.size()> fired_{};
  std::mt19937_64 random_;   // From here on of the thread alone.
  std::vector<Fault> deck_;  // Every fault comes up before any comes up again.
  std::list<Link> links_;
  std::thread thread_;
};

}  // namespace candour::links
