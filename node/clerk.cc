#include "node/clerk.h"

#include <utility>

namespace candour {

Clerk::Clerk(std::function<Rest()> work) : work_(std::move(work)) {}
Clerk::~Clerk() { Stop(); }

void Clerk::Start() {
  thread_ = std::thread([this] { Serve(); });
}

void Clerk::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void Clerk::Wake() {
  const std::lock_guard<std::mutex> lock(mutex_);
  news_ = true;
  changed_.notify_one();
}

void Clerk::Serve() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stopping_) {
    news_ = false;
    lock.unlock();
    const Rest rest = work_();
    lock.lock();
    const auto called = [this] { return stopping_ || news_; };
    if (rest) {
      changed_.wait_for(lock, *rest, called);
    } else {
      changed_.wait(lock, called);
    }
  }
}

}  // namespace candour
