// What each connection has brought, against what arrived of it as calls.
//
// gRPC 1.51 gathers a message of any claimed length in memory before it looks at its limit, and the
// node hears nothing of it before its end. The kernel knows what a connection has received; what
// was handed over as calls is subtracted; the rest is being gathered, or was thrown away as
// rubbish. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace candour::rpc {

class InflowLedger {
 public:
  struct Limits {
    uint64_t connection = 32 << 20;  // Several messages of the largest kind on their way at once.
    uint64_t all = 96 << 20;         // Of all connections together.
  };
  explicit InflowLedger(Limits limits) : limits_(limits) {}

  // A call of so many bytes was handed over; `peer` as gRPC names the connection's other end.
  void Delivered(const std::string& peer, size_t bytes);

  struct Seen {
    std::string peer;
    uint64_t received = 0;  // Since the connection began.
  };
  // Those that are to be cut, of all that are open now; what others brought is forgotten.
  std::vector<std::string> Overdrawn(const std::vector<Seen>& open);

 private:
  const Limits limits_;
  std::mutex mutex_;
  std::map<std::string, uint64_t> delivered_;
};

}  // namespace candour::rpc
