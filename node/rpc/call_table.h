// Every call a server has open, with its deadline: what ends calls that nobody else ends.
//
// gRPC waits at shutdown until each call was finished, and has no deadlines of the server's own.
// One thread of the table's sleeps until the next deadline. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace candour::rpc {

class OpenCall {
 public:
  virtual ~OpenCall() = default;
  enum class Reason { kDeadline, kStopping };
  // Finishes the call unless it has been finished. Must not block.
  virtual void End(Reason reason) = 0;
};

class CallTable {
 public:
  CallTable();
  ~CallTable();

  // 0 when the table is stopping: the caller ends the call itself. The table keeps the call alive
  // until Remove() or its end.
  uint64_t Add(std::shared_ptr<OpenCall> call, std::chrono::milliseconds deadline);
  void Remove(uint64_t id);
  // Ends all calls; Add() refuses from now on.
  void Stop();

 private:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    std::shared_ptr<OpenCall> call;
    Clock::time_point deadline;
  };
  void Watch();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<uint64_t, Entry> calls_;
  std::multimap<Clock::time_point, uint64_t> deadlines_;
  uint64_t next_id_ = 1;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace candour::rpc
