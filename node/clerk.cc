#include "node/clerk.h"

#include <utility>

namespace candour {

Clerk::Clerk(std::function<bool()> work, std::chrono::milliseconds pause)
    : work_(std::move(work)), pause_(pause) {}
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
    const bool more = work_();
    lock.lock();
    if (more) continue;
    changed_.wait_for(lock, pause_, [this] { return stopping_ || news_; });
  }
}

}  // namespace candour
