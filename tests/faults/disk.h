// The disk under a node in a test: passes everything on to real files below one folder, writes down
// every change in order, and fails when told to.
//
// RocksDB reaches it through Env(), which goes into StoreOptions::env. The node's own small files
// (guard, reserve, folders) reach it because the linker sends their system calls to
// system_calls.cc. One Disk at a time exists in a process. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "tests/faults/journal.h"

namespace rocksdb {
class Env;
}

namespace candour::faults {

class Background;

inline constexpr uint64_t kNever = ~uint64_t{0};

// Counted from the moment in which they are set.
struct Faults {
  uint64_t fail_sync = kNever;      // This sync of a file or a folder fails with EIO, once.
  uint64_t fill_at_write = kNever;  // At this write the disk is full: half of it still fits.
};

class Disk {
 public:
  explicit Disk(const std::string& folder);
  Disk(const Disk&) = delete;
  ~Disk();
  // The one that exists; null when none does.
  static Disk* Current();

  rocksdb::Env* Env() { return env_.get(); }
  // Gives up what was recorded so far.
  Journal TakeJournal();
  size_t recorded() const;

  void Set(const Faults& faults);
  void MakeSpace();  // Somebody deletes something large.
  uint64_t FreeBytes() const;
  // What the sync that failed was of ("000012.log", "guard.new", "db/"); empty while none has.
  std::string failed_sync() const;
  // Until RocksDB has told of it: what fails in the background is told of when its work ends.
  void WaitUntilTold();
  bool filled() const;  // Whether the disk has become full.
  uint64_t syncs() const;
  uint64_t writes() const;

  // For those who stand between the program and the system. A path is below the folder, or nothing
  // happens. Each gives 0 or the errno that the caller is to see; `real` does the thing itself.
  using Real = std::function<int()>;
  bool Holds(const std::string& path) const;
  int Create(const std::string& path, const Real& real, uint64_t& file);
  // Writes a first part of `bytes`, of the length that fits: `real` is told how much.
  int Append(uint64_t file, std::string_view bytes, const std::function<int(size_t)>& real,
             size_t& taken);
  int Reserve(uint64_t file, uint64_t bytes, const Real& real);  // Zeros that nobody reads.
  int Sync(uint64_t file, const Real& real);
  int SyncFolder(const std::string& path, const Real& real);
  int Rename(const std::string& from, const std::string& to, const Real& real);
  int Remove(const std::string& path, const Real& real);
  int MakeFolder(const std::string& path, const Real& real);

 private:
  struct File {
    std::string path;
    uint64_t bytes = 0;
  };
  std::string Relative(const std::string& path) const;
  void Record(Operation operation);
  void Forget(const std::string& path);
  bool FailsNow(const std::string& what);

  const std::string folder_;
  const std::shared_ptr<Background> background_;
  std::unique_ptr<rocksdb::Env> env_;
  mutable std::mutex mutex_;
  Journal journal_;
  Faults faults_;
  std::map<std::string, uint64_t> names_;
  std::map<uint64_t, File> files_;
  uint64_t last_file_ = 0;
  uint64_t used_ = 0;
  uint64_t capacity_ = kNever;
  uint64_t syncs_ = 0;
  uint64_t writes_ = 0;
  std::string failed_sync_;
  bool filled_ = false;
};

}  // namespace candour::faults
