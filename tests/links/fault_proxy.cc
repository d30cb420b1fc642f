#include "tests/links/fault_proxy.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "tests/nodes/loopback.h"

namespace candour::links {
namespace {

using std::chrono::milliseconds;

constexpr int kTickMs = 10;
constexpr size_t kQueuedMax = 256 << 10;
constexpr short kGone = POLLRDHUP | POLLHUP | POLLERR;

// With a reset: the other end learns that it was cut.
void Reset(int& fd) {
  if (fd < 0) return;
  const linger none{1, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
  ::close(fd);
  fd = -1;
}

bool Gone(int fd) {
  pollfd watched{fd, POLLRDHUP, 0};
  return ::poll(&watched, 1, 0) > 0 && (watched.revents & kGone) != 0;
}

}  // namespace

Result<std::unique_ptr<FaultProxy>> FaultProxy::Listen(uint64_t seed) {
  auto listener = nodes::ListenOnLoopback();
  if (!listener) return Fail(listener.error());
  return std::unique_ptr<FaultProxy>(new FaultProxy(listener->fd, listener->address, seed));
}

FaultProxy::FaultProxy(int listener, std::string address, uint64_t seed)
    : listener_(listener), address_(std::move(address)), random_(seed) {
  thread_ = std::thread([this] { Run(); });
}

FaultProxy::~FaultProxy() {
  stop_ = true;
  thread_.join();
  for (Link& link : links_) {
    Reset(link.up.from);
    Reset(link.up.to);
  }
  ::close(listener_);
}

std::vector<pollfd> FaultProxy::Watched() const {
  std::vector<pollfd> watched = {{listener_, POLLIN, 0}};
  for (const Link& link : links_) {
    if (link.fault == Fault::kHalfOpen) continue;
    for (const Way* way : {&link.up, &link.down}) {
      if (!way->ended && way->queued < kQueuedMax) watched.push_back({way->from, POLLIN, 0});
    }
  }
  return watched;
}

void FaultProxy::Run() {
  while (!stop_) {
    std::vector<pollfd> watched = Watched();
    ::poll(watched.data(), watched.size(), kTickMs);
    if (watched.front().revents != 0) Accept();
    std::erase_if(links_, [this](Link& link) { return !Serve(link); });
  }
}

void FaultProxy::Accept() {
  const int near = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (near < 0) return;
  const int far = nodes::ConnectOnLoopback(target_);
  if (far < 0) {
    ::close(near);
    return;
  }
  ++connections_;
  nodes::SendAtOnce(near);
  nodes::SendAtOnce(far);
  Link link;
  link.up.from = link.down.to = near;
  link.up.to = link.down.from = far;
  links_.push_back(std::move(link));
}

// Every second time nothing, so that work gets done between the faults.
Fault FaultProxy::Drawn() {
  if (deck_.empty()) {
    for (size_t i = 1; i < kFaultNames.size(); ++i) {
      deck_.insert(deck_.end(), {static_cast<Fault>(i), Fault::kNone});
    }
    std::shuffle(deck_.begin(), deck_.end(), random_);
  }
  const Fault drawn = deck_.back();
  deck_.pop_back();
  return drawn;
}

void FaultProxy::Draw(Link& link) {
  const auto now = Clock::now();
  if (line_ != Line::kTroubled) {
    link.fault = Fault::kNone;
    return;
  }
  if (now < link.until) return;
  link.fault = Drawn();
  link.until = now + milliseconds(200 + random_() % 2'800);
  if (link.fault == Fault::kLoss) (random_() % 2 == 0 ? link.up : link.down).loses = true;
  ++fired_[static_cast<size_t>(link.fault)];
}

bool FaultProxy::Serve(Link& link) {
  if (link.fault == Fault::kHalfOpen) return ServeHalfOpen(link);
  Draw(link);
  if (link.fault == Fault::kHalfOpen) return true;
  const bool alive = link.fault != Fault::kCut && Take(link, link.up) && Take(link, link.down) &&
                     Give(link, link.up) && Give(link, link.down);
  if (alive) return true;
  Reset(link.up.from);
  Reset(link.up.to);
  return false;
}

// Each end is let go when it has gone itself, and the other is not told.
bool FaultProxy::ServeHalfOpen(Link& link) {
  if (line_ == Line::kGood) {
    Reset(link.up.from);
    Reset(link.up.to);
    return false;
  }
  for (int* fd : {&link.up.from, &link.up.to}) {
    if (*fd >= 0 && Gone(*fd)) Reset(*fd);
  }
  return link.up.from >= 0 || link.up.to >= 0;
}

bool FaultProxy::Take(Link& link, Way& way) {
  char buffer[64 << 10];
  while (!way.ended && way.queued < kQueuedMax) {
    const ssize_t got = ::recv(way.from, buffer, sizeof buffer, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return true;
    if (got < 0) return false;
    if (got == 0) {
      way.ended = true;
      return true;
    }
    if (way.loses) {
      way.loses = false;
      continue;
    }
    const auto delay = milliseconds(link.fault == Fault::kDelay ? 50 + random_() % 350 : 0);
    // In order: nothing overtakes what was delayed before it.
    const auto due = std::max(Clock::now() + delay,
                              way.queue.empty() ? Clock::time_point{} : way.queue.back().due);
    way.queue.push_back({std::string(buffer, static_cast<size_t>(got)), due});
    way.queued += static_cast<size_t>(got);
  }
  return true;
}

bool FaultProxy::Give(Link& link, Way& way) {
  const auto now = Clock::now();
  while (!way.queue.empty() && way.queue.front().due <= now) {
    Chunk& chunk = way.queue.front();
    size_t most = chunk.bytes.size();
    if (link.fault == Fault::kTrickle) {
      if (now < way.next_byte) return true;
      way.next_byte = now + std::chrono::seconds(1);
      most = 1;
    }
    const ssize_t sent = ::send(way.to, chunk.bytes.data(), most, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
    way.queued -= static_cast<size_t>(sent);
    chunk.bytes.erase(0, static_cast<size_t>(sent));
    if (chunk.bytes.empty()) way.queue.pop_front();
  }
  return !way.ended || !way.queue.empty();
}

}  // namespace candour::links
