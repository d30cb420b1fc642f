// What a node has open on its disk, before anything runs.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "config/options.h"
#include "node/anonymise/anonymise.h"
#include "node/index/index.h"
#include "node/key_vault.h"
#include "node/storage/guard_file.h"
#include "node/storage/rocksdb_store.h"

namespace candour {

// Held for as long as the process lives; a second daemon on one data directory is refused.
class LockFile {
 public:
  static Result<LockFile> Take(const std::string& path);
  LockFile(LockFile&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  LockFile& operator=(LockFile&&) = delete;
  ~LockFile();

 private:
  explicit LockFile(int fd) : fd_(fd) {}
  int fd_;
};

struct Opened {
  LockFile lock;
  std::unique_ptr<NodeKeys> keys;
  storage::GuardFile guard;
  std::unique_ptr<storage::RocksDbStore> store;
  std::unique_ptr<index::Index> index;
  std::unique_ptr<anonymise::Anonymiser> anonymiser;
};

// Whether the data directory is where it always was, or was moved here and the original is gone
// for good: then the guard file is made to belong here.
enum class Place { kAsEver, kMovedHere };

// Makes the data directory, the run directory and the keys when they are missing.
Result<std::unique_ptr<Opened>> OpenNode(const config::NodeOptions& options, Place place);

Result<std::unique_ptr<anonymise::Anonymiser>> MakeAnonymiser(const config::NodeOptions& options);
std::string KeyFolderOf(const config::NodeOptions& options);

}  // namespace candour
