#include "tests/bench/relay.h"

#include <sys/socket.h>
#include <unistd.h>

#include "tests/nodes/loopback.h"

namespace candour::bench {

Result<std::unique_ptr<Relay>> Relay::Listen() {
  auto listener = nodes::ListenOnLoopback();
  if (!listener) return Fail(listener.error());
  return std::unique_ptr<Relay>(new Relay(listener->fd, listener->address));
}

Relay::Relay(int listener, std::string address)
    : listener_(listener), address_(std::move(address)) {
  threads_.emplace_back([this] { Accept(); });
}

Relay::~Relay() {
  ::shutdown(listener_, SHUT_RDWR);
  threads_.front().join();  // From here on no socket is added.
  for (const int fd : sockets_) ::shutdown(fd, SHUT_RDWR);
  for (size_t i = 1; i < threads_.size(); ++i) threads_[i].join();
  for (const int fd : sockets_) ::close(fd);
  ::close(listener_);
}

void Relay::SetTarget(const std::string& address) {
  const std::lock_guard<std::mutex> lock(mutex_);
  target_ = address;
}

void Relay::Accept() {
  while (true) {
    const int near = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (near < 0) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    const int far = nodes::ConnectOnLoopback(target_);
    if (far < 0) {
      ::close(near);
      continue;
    }
    nodes::SendAtOnce(near);
    nodes::SendAtOnce(far);
    sockets_.insert(sockets_.end(), {near, far});
    threads_.emplace_back([this, near, far] { Pass(near, far); });
    threads_.emplace_back([this, near, far] { Pass(far, near); });
  }
}

void Relay::Pass(int from, int to) {
  char buffer[64 << 10];
  while (true) {
    const ssize_t got = ::recv(from, buffer, sizeof buffer, 0);
    if (got <= 0) break;
    bytes_ += static_cast<uint64_t>(got);
    for (ssize_t sent = 0; sent < got;) {
      const ssize_t n = ::send(to, buffer + sent, static_cast<size_t>(got - sent), MSG_NOSIGNAL);
      if (n <= 0) break;
      sent += n;
    }
  }
  ::shutdown(to, SHUT_RDWR);
  ::shutdown(from, SHUT_RDWR);
}

}  // namespace candour::bench
