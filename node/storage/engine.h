// The opened RocksDB: its families, its options, its health. Internal to node/storage: the only
// header that shows RocksDB, and rocksdb::Status ends here.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "federation/base/result.h"
#include "node/storage/keys.h"
#include "node/storage/leases.h"
#include "node/storage/row_encoding.h"
#include "node/storage/store_options.h"

namespace candour::storage {

class Engine {
 public:
  // Creates the database when data_dir has none. See RocksDbStore::Open for the errors.
  static Result<std::unique_ptr<Engine>> Open(const StoreOptions& options);
  ~Engine();

  // Null after a reopening that failed; the engine is then marked failed.
  rocksdb::DB* db() const { return db_.get(); }
  rocksdb::ColumnFamilyHandle* At(Family family) const {
    return families_[static_cast<size_t>(family)];
  }
  std::vector<rocksdb::ColumnFamilyHandle*> All() const;
  const std::string& path() const { return path_; }
  const StoreOptions& options() const { return options_; }
  Leases& leases() { return leases_; }

  // Of this thread: nobody reads what RocksDB would count with every comparison of two keys.
  static void CountNothing();

  // Closes and opens again, once no lease is held; new ones wait. kUnavailable and unchanged when
  // leases stay for longer than options().lease_wait. Only the committing thread calls it.
  Status Reopen();

  // As stored now. Marks the engine failed and gives zeros when the row cannot be read.
  Counters ReadCounters();

  // The first failure stays. Thread-safe.
  void MarkFailed(Error error);
  std::optional<Error> Failed() const;
  void MarkCorruptRow(Family family, std::string_view key);

  // What a RocksDB status means to a caller; names the directory.
  Error ErrorFrom(const rocksdb::Status& status, std::string_view doing) const;
  static bool IsNoSpace(const rocksdb::Status& status);

 private:
  explicit Engine(const StoreOptions& options);
  Status Create();
  Status OpenExisting();
  Status CheckRows();
  void Close();

  StoreOptions options_;
  std::string path_;
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;  // Owned; with the default family.
  std::array<rocksdb::ColumnFamilyHandle*, kFamilies> families_{};
  Leases leases_;
  mutable std::mutex failure_mutex_;
  std::optional<Error> failure_;
};

// Synced and protected by a checksum per key.
rocksdb::WriteOptions SyncedWrite();

}  // namespace candour::storage
