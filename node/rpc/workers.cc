#include "node/rpc/workers.h"

#include <utility>

namespace candour {

Workers::Workers(Options options) : taken_max_(options.threads + options.waiting_max) {
  for (size_t i = 0; i < options.threads; ++i) threads_.emplace_back([this] { Run(); });
}

Workers::~Workers() { Stop(); }

bool Workers::Submit(std::function<void()> task) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (stopping_ || waiting_.size() + running_ >= taken_max_) return false;
  waiting_.push_back(std::move(task));
  changed_.notify_one();
  return true;
}

void Workers::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void Workers::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    std::function<void()> task = std::move(waiting_.front());
    waiting_.pop_front();
    ++running_;
    lock.unlock();
    task();
    task = nullptr;
    lock.lock();
    --running_;
  }
}

}  // namespace candour
