// A bare HTTP/2 client over TLS for attacks: frames as they are wanted, right or wrong.
//
// RFC 9113 framing, HPACK literals without indexing (RFC 7541 s.6.2.2). Of the answers only what
// flow control and stream limits need is understood.
#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace candour::hostile {

struct ClientKey {
  std::string certificate_file;
  std::string key_file;
};

enum class FrameType : uint8_t {
  kData = 0,
  kHeaders = 1,
  kReset = 3,
  kSettings = 4,
  kPing = 6,
  kGoAway = 7,
  kWindowUpdate = 8,
  kContinuation = 9,
};

inline constexpr uint8_t kEndStream = 0x1;
inline constexpr uint8_t kAck = 0x1;
inline constexpr uint8_t kEndHeaders = 0x4;

std::string Frame(FrameType type, uint8_t flags, uint32_t stream, std::string_view payload);
// The header block of a gRPC call.
std::string CallHeaders(std::string_view method);
// A gRPC message with its length prefix; `claimed` may be a lie.
std::string GrpcMessage(std::string_view payload, uint32_t claimed);

class Wire {
 public:
  // Connects, shakes hands with the member's certificate, and sends the connection preface. Null
  // when that fails.
  static std::unique_ptr<Wire> Open(const std::string& address, const ClientKey& key);
  // Only the TCP connection: no handshake follows.
  static std::unique_ptr<Wire> OpenSilent(const std::string& address);
  ~Wire();
  Wire(const Wire&) = delete;

  // False when the other side has hung up, or does not take it within a second.
  bool Send(std::string_view bytes);
  // Takes in what has come. False when the other side has hung up.
  bool Drain();

  // For those who keep to HTTP/2's rules while they misbehave above them. Wait until one more
  // stream may be open, or until `bytes` of DATA may be sent on `stream`; false when the other side
  // has hung up or does not allow it within a second.
  bool AwaitStream(uint32_t stream);
  bool AwaitWindow(uint32_t stream, size_t bytes);

 private:
  Wire() = default;
  static int Connect(const std::string& address);
  bool Await(const std::function<bool()>& allowed);
  void Hear(uint8_t type, uint8_t flags, uint32_t stream, std::string_view payload);

  int socket_ = -1;
  SSL_CTX* context_ = nullptr;
  SSL* tls_ = nullptr;
  std::string heard_;  // Not yet a whole frame.
  bool gone_ = false;
  size_t streams_max_ = 100;
  int64_t window_ = 65'535;
  int64_t stream_window_ = 65'535;    // Of a new stream.
  std::map<uint32_t, int64_t> open_;  // Streams and what may be sent on them.
};

}  // namespace candour::hostile
