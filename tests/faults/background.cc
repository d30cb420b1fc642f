#include "tests/faults/background.h"

#include <chrono>

namespace candour::faults {
namespace {

// Long enough for the node to do a few things more; all it costs is time when the node waits for
// the very work that lingers.
constexpr std::chrono::milliseconds kLingers{200};

// Of this thread.
thread_local const Background* at_work = nullptr;
thread_local bool has_failed = false;

}  // namespace

void Background::Begin() { at_work = this; }

void Background::End() {
  at_work = nullptr;
  if (has_failed) Told();
}

void Background::Fails() {
  if (at_work != this) return;
  const std::lock_guard lock(mutex_);
  has_failed = failed_ = true;
}

void Background::Linger() {
  if (!has_failed) return;
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, kLingers, [this] { return awaited_; });
}

bool Background::Paused() {
  if (!has_failed) return false;
  Told();
  return true;
}

void Background::Told() {
  const std::lock_guard lock(mutex_);
  has_failed = failed_ = false;
  changed_.notify_all();
}

void Background::WaitForFailed() {
  std::unique_lock lock(mutex_);
  awaited_ = true;
  changed_.notify_all();
  changed_.wait(lock, [this] { return !failed_; });
}

}  // namespace candour::faults
