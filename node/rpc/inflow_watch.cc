#include "node/rpc/inflow_watch.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace candour::rpc {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{100};

struct Connection {
  int fd = -1;
  InflowLedger::Seen seen;
};

int PortOf(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) {
    return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
  }
  if (address.ss_family == AF_INET6) {
    return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
  }
  return 0;
}

// As gRPC writes it: "ipv4:127.0.0.1:4711", "ipv6:%5B::1%5D:4711".
std::string NameOf(const sockaddr_storage& address) {
  const auto& four = reinterpret_cast<const sockaddr_in&>(address);
  const auto& six = reinterpret_cast<const sockaddr_in6&>(address);
  char text[INET6_ADDRSTRLEN] = {};
  const std::string port = ":" + std::to_string(PortOf(address));
  if (address.ss_family == AF_INET) {
    return "ipv4:" + std::string(inet_ntop(AF_INET, &four.sin_addr, text, sizeof text)) + port;
  }
  // A listener of both kinds shows IPv4 mapped; gRPC names it as IPv4.
  if (IN6_IS_ADDR_V4MAPPED(&six.sin6_addr)) {
    return "ipv4:" +
           std::string(inet_ntop(AF_INET, &six.sin6_addr.s6_addr[12], text, sizeof text)) + port;
  }
  return "ipv6:%5B" + std::string(inet_ntop(AF_INET6, &six.sin6_addr, text, sizeof text)) + "%5D" +
         port;
}

std::optional<Connection> ConnectionAt(int fd, int port) {
  sockaddr_storage own{}, other{};
  socklen_t size = sizeof own;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&own), &size) != 0) return std::nullopt;
  if (PortOf(own) != port) return std::nullopt;
  size = sizeof other;
  if (getpeername(fd, reinterpret_cast<sockaddr*>(&other), &size) != 0) return std::nullopt;
  tcp_info tcp{};
  size = sizeof tcp;
  if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &tcp, &size) != 0) return std::nullopt;
  if (size < offsetof(tcp_info, tcpi_bytes_received) + sizeof tcp.tcpi_bytes_received) {
    return std::nullopt;
  }
  return Connection{fd, {NameOf(other), tcp.tcpi_bytes_received}};
}

std::vector<Connection> ConnectionsTo(int port) {
  std::vector<Connection> connections;
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir("/proc/self/fd"), closedir);
  if (!folder) return connections;
  while (const dirent* entry = readdir(folder.get())) {
    if (entry->d_name[0] == '.') continue;
    auto connection = ConnectionAt(std::atoi(entry->d_name), port);
    if (connection) connections.push_back(std::move(*connection));
  }
  return connections;
}

}  // namespace

InflowWatch::InflowWatch(int port, InflowLedger& ledger, OnCut on_cut)
    : port_(port), ledger_(ledger), on_cut_(std::move(on_cut)), thread_([this] { Run(); }) {}

InflowWatch::~InflowWatch() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
    changed_.notify_one();
  }
  thread_.join();
}

void InflowWatch::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!changed_.wait_for(lock, kBetweenLooks, [this] { return stop_; })) {
    lock.unlock();
    Look();
    lock.lock();
  }
}

// Asked once more before it is cut: gRPC may have closed it, and its number may be another's.
void InflowWatch::Look() {
  const std::vector<Connection> open = ConnectionsTo(port_);
  std::vector<InflowLedger::Seen> seen;
  for (const Connection& connection : open) seen.push_back(connection.seen);
  for (const std::string& peer : ledger_.Overdrawn(seen)) {
    for (const Connection& connection : open) {
      if (connection.seen.peer != peer) continue;
      const auto still = ConnectionAt(connection.fd, port_);
      if (still && still->seen.peer == peer) shutdown(connection.fd, SHUT_RDWR);
    }
    if (on_cut_) on_cut_(peer);
  }
}

}  // namespace candour::rpc
