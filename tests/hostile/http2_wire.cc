#include "tests/hostile/http2_wire.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

namespace candour::hostile {
namespace {

constexpr int kPatienceMs = 1000;

std::string BigEndian(uint32_t value, int bytes) {
  std::string out;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>((value >> shift) & 0xff));
  }
  return out;
}

std::string Literal(std::string_view name, std::string_view value) {
  std::string out(1, '\0');
  out += static_cast<char>(name.size());
  out += name;
  out += static_cast<char>(value.size());
  out += value;
  return out;
}

constexpr size_t kFrameHeader = 9;

uint32_t Number(std::string_view bytes) {
  uint32_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

bool Ready(int socket, short events) {
  pollfd wait{socket, events, 0};
  return poll(&wait, 1, kPatienceMs) == 1;
}

}  // namespace

std::string Frame(FrameType type, uint8_t flags, uint32_t stream, std::string_view payload) {
  std::string out = BigEndian(static_cast<uint32_t>(payload.size()), 3);
  out.push_back(static_cast<char>(type));
  out.push_back(static_cast<char>(flags));
  out += BigEndian(stream, 4);
  out += payload;
  return out;
}

std::string CallHeaders(std::string_view method) {
  const std::string path = "/candour.peer.v1.ExchangeService/" + std::string(method);
  return Literal(":method", "POST") + Literal(":scheme", "https") + Literal(":path", path) +
         Literal(":authority", "hub") + Literal("content-type", "application/grpc") +
         Literal("te", "trailers");
}

std::string GrpcMessage(std::string_view payload, uint32_t claimed) {
  return std::string(1, '\0') + BigEndian(claimed, 4) + std::string(payload);
}

int Wire::Connect(const std::string& address) {
  const size_t colon = address.rfind(':');
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<uint16_t>(std::atoi(address.c_str() + colon + 1)));
  if (inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr) != 1) return -1;
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return -1;
  const timeval patience{kPatienceMs / 1000, 0};
  setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0) return socket;
  close(socket);
  return -1;
}

std::unique_ptr<Wire> Wire::OpenSilent(const std::string& address) {
  std::unique_ptr<Wire> wire(new Wire);
  wire->socket_ = Connect(address);
  return wire->socket_ < 0 ? nullptr : std::move(wire);
}

std::unique_ptr<Wire> Wire::Open(const std::string& address, const ClientKey& key) {
  std::unique_ptr<Wire> wire = OpenSilent(address);
  if (!wire) return nullptr;
  wire->context_ = SSL_CTX_new(TLS_client_method());
  SSL_CTX_use_certificate_chain_file(wire->context_, key.certificate_file.c_str());
  SSL_CTX_use_PrivateKey_file(wire->context_, key.key_file.c_str(), SSL_FILETYPE_PEM);
  static constexpr unsigned char kProtocols[] = {2, 'h', '2'};
  SSL_CTX_set_alpn_protos(wire->context_, kProtocols, sizeof kProtocols);
  wire->tls_ = SSL_new(wire->context_);
  SSL_set_fd(wire->tls_, wire->socket_);
  if (SSL_connect(wire->tls_) != 1) return nullptr;
  const std::string preface =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Frame(FrameType::kSettings, 0, 0, "");
  if (!wire->Send(preface)) return nullptr;
  fcntl(wire->socket_, F_SETFL, O_NONBLOCK);
  return wire;
}

Wire::~Wire() {
  if (tls_ != nullptr) SSL_free(tls_);
  if (context_ != nullptr) SSL_CTX_free(context_);
  if (socket_ >= 0) close(socket_);
}

bool Wire::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const int sent = SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()));
    if (sent > 0) {
      bytes.remove_prefix(static_cast<size_t>(sent));
      continue;
    }
    const int why = SSL_get_error(tls_, sent);
    if (why == SSL_ERROR_WANT_READ) {
      if (!Ready(socket_, POLLIN)) return false;
    } else if (why != SSL_ERROR_WANT_WRITE || !Drain() || !Ready(socket_, POLLOUT)) {
      return false;
    }
  }
  return true;
}

bool Wire::Drain() {
  char buffer[16384];
  while (!gone_) {
    const int got = SSL_read(tls_, buffer, sizeof buffer);
    if (got <= 0) {
      const int why = SSL_get_error(tls_, got);
      return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE;
    }
    heard_.append(buffer, static_cast<size_t>(got));
    size_t at = 0;
    while (heard_.size() - at >= kFrameHeader) {
      const std::string_view head = std::string_view(heard_).substr(at, kFrameHeader);
      const size_t length = Number(head.substr(0, 3));
      if (heard_.size() - at < kFrameHeader + length) break;
      Hear(static_cast<uint8_t>(head[3]), static_cast<uint8_t>(head[4]), Number(head.substr(5, 4)),
           std::string_view(heard_).substr(at + kFrameHeader, length));
      at += kFrameHeader + length;
    }
    heard_.erase(0, at);
  }
  return false;
}

void Wire::Hear(uint8_t type, uint8_t flags, uint32_t stream, std::string_view payload) {
  switch (static_cast<FrameType>(type)) {
    case FrameType::kSettings:
      if ((flags & kAck) != 0) return;
      for (; payload.size() >= 6; payload.remove_prefix(6)) {
        const uint32_t value = Number(payload.substr(2, 4));
        if (Number(payload.substr(0, 2)) == 3) streams_max_ = value;
        if (Number(payload.substr(0, 2)) == 4) stream_window_ = value;
      }
      Send(Frame(FrameType::kSettings, kAck, 0, ""));
      return;
    case FrameType::kPing:
      if ((flags & kAck) == 0) Send(Frame(FrameType::kPing, kAck, 0, payload));
      return;
    case FrameType::kWindowUpdate:
      if (stream == 0) window_ += Number(payload);
      if (const auto found = open_.find(stream); found != open_.end())
        found->second += Number(payload);
      return;
    case FrameType::kGoAway:
      gone_ = true;
      return;
    case FrameType::kReset:
      open_.erase(stream);
      return;
    case FrameType::kHeaders:
    case FrameType::kData:
      if ((flags & kEndStream) != 0) open_.erase(stream);
      return;
    case FrameType::kContinuation:
      return;
  }
}

bool Wire::Await(const std::function<bool()>& allowed) {
  while (Drain()) {
    if (allowed()) return true;
    if (!Ready(socket_, POLLIN)) return false;
  }
  return false;
}

bool Wire::AwaitStream(uint32_t stream) {
  if (!Await([this] { return open_.size() < streams_max_; })) return false;
  open_[stream] = stream_window_;
  return true;
}

bool Wire::AwaitWindow(uint32_t stream, size_t bytes) {
  const auto size = static_cast<int64_t>(bytes);
  const auto allowed = [&] {
    const auto found = open_.find(stream);
    return found == open_.end() || (window_ >= size && found->second >= size);
  };
  if (!Await(allowed) || !open_.contains(stream)) return false;
  window_ -= size;
  open_[stream] -= size;
  return true;
}

}  // namespace candour::hostile
