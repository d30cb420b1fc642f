#include "tests/nodes/loopback.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "crypto/encoding.h"

namespace candour::nodes {
namespace {

constexpr int kWaiting = 64;

sockaddr_in Loopback(uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

}  // namespace

Result<Listener> ListenOnLoopback() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof address;
  auto* const plain = reinterpret_cast<sockaddr*>(&address);
  if (::bind(fd, plain, size) != 0 || ::listen(fd, kWaiting) != 0 ||
      ::getsockname(fd, plain, &size) != 0) {
    ::close(fd);
    return Fail(ErrorCode::kUnavailable, "NO_PORT", "no free port on the loopback interface");
  }
  return Listener{fd, "127.0.0.1:" + std::to_string(ntohs(address.sin_port))};
}

int ConnectOnLoopback(const std::string& target) {
  const auto port = crypto::ParseDecimal(target.substr(target.rfind(':') + 1));
  const sockaddr_in address = Loopback(static_cast<uint16_t>(port.value_or(0)));
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
  ::close(fd);
  return -1;
}

void SendAtOnce(int fd) {
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

}  // namespace candour::nodes
