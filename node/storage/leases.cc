#include "node/storage/leases.h"

#include <utility>

namespace candour::storage {

Leases::Hold::Hold(Hold&& other) noexcept
    : owner_(std::exchange(other.owner_, nullptr)), number_(other.number_) {}

Leases::Hold& Leases::Hold::operator=(Hold&& other) noexcept {
  std::swap(owner_, other.owner_);
  std::swap(number_, other.number_);
  return *this;
}

Leases::Hold::~Hold() {
  if (owner_ != nullptr) owner_->Return(number_);
}

Leases::Hold Leases::TakeView() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !closed_; });
  views_.insert(next_);
  return Hold(*this, next_++);
}

Leases::Hold Leases::TakeJob() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !closed_; });
  ++jobs_;
  return Hold(*this, 0);
}

uint64_t Leases::Mark() {
  const std::lock_guard lock(mutex_);
  return next_;
}

bool Leases::WaitForViewsBefore(uint64_t mark, std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, timeout,
                           [&] { return views_.empty() || *views_.begin() >= mark; });
}

bool Leases::Close(std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  closed_ = true;
  const bool idle =
      changed_.wait_for(lock, timeout, [this] { return views_.empty() && jobs_ == 0; });
  if (!idle) {
    closed_ = false;
    changed_.notify_all();
  }
  return idle;
}

void Leases::Open() {
  const std::lock_guard lock(mutex_);
  closed_ = false;
  changed_.notify_all();
}

void Leases::Return(uint64_t number) {
  const std::lock_guard lock(mutex_);
  if (number == 0) {
    --jobs_;
  } else {
    views_.erase(number);
  }
  changed_.notify_all();
}

}  // namespace candour::storage
