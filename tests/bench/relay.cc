#include "tests/bench/relay.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "crypto/encoding.h"

namespace candour::bench {
namespace {

sockaddr_in Loopback(uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

int Connect(const std::string& target) {
  const auto port = crypto::ParseDecimal(target.substr(target.rfind(':') + 1));
  const sockaddr_in address = Loopback(static_cast<uint16_t>(port.value_or(0)));
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
  ::close(fd);
  return -1;
}

void NoDelay(int fd) {
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

}  // namespace

Result<std::unique_ptr<Relay>> Relay::Listen() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof address;
  auto* const plain = reinterpret_cast<sockaddr*>(&address);
  if (::bind(fd, plain, size) != 0 || ::listen(fd, 16) != 0 ||
      ::getsockname(fd, plain, &size) != 0) {
    ::close(fd);
    return Fail(ErrorCode::kUnavailable, "NO_PORT", "no free port on the loopback interface");
  }
  return std::unique_ptr<Relay>(
      new Relay(fd, "127.0.0.1:" + std::to_string(ntohs(address.sin_port))));
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
    const int far = Connect(target_);
    if (far < 0) {
      ::close(near);
      continue;
    }
    NoDelay(near);
    NoDelay(far);
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
