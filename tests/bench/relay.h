// A relay on the loopback interface that counts what passes: what a connection costs on the wire.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "federation/base/result.h"

namespace candour::bench {

class Relay {
 public:
  // Listens on a free port at once; connects to the target when somebody comes.
  static Result<std::unique_ptr<Relay>> Listen();
  ~Relay();

  const std::string& address() const { return address_; }
  void SetTarget(const std::string& address);
  // Bytes of TLS records passed on in both directions since it was made.
  uint64_t bytes() const { return bytes_.load(); }

 private:
  Relay(int listener, std::string address);
  void Accept();
  void Pass(int from, int to);

  const int listener_;
  const std::string address_;
  std::mutex mutex_;
  std::string target_;
  std::vector<int> sockets_;
  std::vector<std::thread> threads_;
  std::atomic<uint64_t> bytes_{0};
};

}  // namespace candour::bench
