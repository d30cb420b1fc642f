#include "node/rpc/call_table.h"

#include <utility>
#include <vector>

namespace candour::rpc {

CallTable::CallTable() : thread_([this] { Watch(); }) {}

CallTable::~CallTable() {
  Stop();
  thread_.join();
}

uint64_t CallTable::Add(std::shared_ptr<OpenCall> call, std::chrono::milliseconds deadline) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (stopping_) return 0;
  const uint64_t id = next_id_++;
  const Clock::time_point end = Clock::now() + deadline;
  const bool first = deadlines_.empty() || end < deadlines_.begin()->first;
  calls_[id] = Entry{std::move(call), end};
  deadlines_.emplace(end, id);
  if (first) changed_.notify_one();
  return id;
}

void CallTable::Remove(uint64_t id) {
  std::shared_ptr<OpenCall> gone;  // Let go of it outside of the lock.
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = calls_.find(id);
  if (found == calls_.end()) return;
  gone = std::move(found->second.call);
  const auto [begin, end] = deadlines_.equal_range(found->second.deadline);
  for (auto it = begin; it != end; ++it) {
    if (it->second != id) continue;
    deadlines_.erase(it);
    break;
  }
  calls_.erase(found);
}

void CallTable::Stop() {
  std::vector<std::shared_ptr<OpenCall>> open;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    for (auto& [id, entry] : calls_) open.push_back(std::move(entry.call));
    calls_.clear();
    deadlines_.clear();
    changed_.notify_one();
  }
  for (const auto& call : open) call->End(OpenCall::Reason::kStopping);
}

void CallTable::Watch() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stopping_) {
    if (deadlines_.empty()) {
      changed_.wait(lock);
      continue;
    }
    const Clock::time_point next = deadlines_.begin()->first;
    if (Clock::now() < next) {
      changed_.wait_until(lock, next);
      continue;
    }
    const auto found = calls_.find(deadlines_.begin()->second);
    const std::shared_ptr<OpenCall> call = std::move(found->second.call);
    calls_.erase(found);
    deadlines_.erase(deadlines_.begin());
    lock.unlock();
    call->End(OpenCall::Reason::kDeadline);
    lock.lock();
  }
}

}  // namespace candour::rpc
