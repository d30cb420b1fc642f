// What RocksDB does on threads of its own, and when it tells of a sync that fails there: at the end
// of that piece of work, while the node goes on with others.
//
// Thread-safe. RocksDB ends a piece of work a little after it says so: whoever runs it shares this.
#pragma once

#include <condition_variable>
#include <mutex>

namespace candour::faults {

class Background {
 public:
  // Around every piece of work, on its thread.
  void Begin();
  void End();
  // A sync fails on this thread, once.
  void Fails();
  // Before it says so. In the background this takes a while, as on a disk that is slow: until the
  // work is waited for, or for so long that the node may itself be waiting for it.
  void Linger();
  // RocksDB pauses on this thread. True when it pauses over a sync that failed: all has been told.
  bool Paused();
  // Until the work whose sync failed has told of it. At once when no such work is under way.
  void WaitForFailed();

 private:
  void Told();

  std::mutex mutex_;
  std::condition_variable changed_;
  bool failed_ = false;   // And not told of yet.
  bool awaited_ = false;
};

}  // namespace candour::faults
