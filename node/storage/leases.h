// Who is looking at the store, so that a sweep can wait until nobody sees what it erases, and a
// reopening until nobody looks at all.
//
// Thread-safe. Its one lock guards a counter and a small set, and is never held while anything is
// read or written.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <set>

namespace candour::storage {

class Leases {
 public:
  // Held while a view or a job lives. Movable; empty once moved from.
  class Hold {
   public:
    Hold() = default;
    Hold(Hold&& other) noexcept;
    Hold& operator=(Hold&& other) noexcept;
    ~Hold();

   private:
    friend class Leases;
    Hold(Leases& owner, uint64_t number) : owner_(&owner), number_(number) {}
    Leases* owner_ = nullptr;
    uint64_t number_ = 0;
  };

  // A view sees the state of one moment. Waits while the store is being reopened.
  Hold TakeView();
  // A job uses the store but pins no state of it.
  Hold TakeJob();

  // Every view taken from now on has a number at or above the mark.
  uint64_t Mark();
  // False when a view from before the mark still lives after `timeout`.
  bool WaitForViewsBefore(uint64_t mark, std::chrono::milliseconds timeout);

  // Stops new holds and waits for all to end; false (and holds are given again) after `timeout`.
  bool Close(std::chrono::milliseconds timeout);
  void Open();

 private:
  void Return(uint64_t number);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<uint64_t> views_;
  uint64_t jobs_ = 0;
  uint64_t next_ = 1;  // 0 marks a job.
  bool closed_ = false;
};

}  // namespace candour::storage
