// Looks again and again at what the connections to one port of this process have received, and cuts
// those that have overdrawn. A thread of its own, which ends with the object.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "node/rpc/inflow_ledger.h"

namespace candour::rpc {

class InflowWatch {
 public:
  // Told who was cut, on the watch's own thread; must not block. May be empty.
  using OnCut = std::function<void(const std::string& peer)>;
  // Borrows the ledger.
  InflowWatch(int port, InflowLedger& ledger, OnCut on_cut);
  ~InflowWatch();

 private:
  void Run();
  void Look();

  const int port_;
  InflowLedger& ledger_;
  const OnCut on_cut_;
  std::mutex mutex_;  // Of `stop_`.
  std::condition_variable changed_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace candour::rpc
