// A store in a folder of its own, and searches through that folder's files.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "crypto/encoding.h"
#include "crypto/random.h"
#include "node/storage/rocksdb_store.h"

namespace candour::storage {

class TempFolder {
 public:
  TempFolder() {
    // Memory where there is some: opening a store syncs many small files.
    const bool memory = std::filesystem::exists("/dev/shm");
    std::string name = (memory ? "/dev/shm" : testing::TempDir()) + std::string("/candour-XXXXXX");
    path_ = ::mkdtemp(name.data());
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline StoreOptions OptionsIn(const std::string& folder) {
  return {.data_dir = folder,
          .node_id = std::string(16, 'n'),
          .write_buffer_bytes = 1 << 20,
          .block_cache_bytes = 1 << 20,
          .reserve_bytes = 0,
          .free_floor_bytes = 0,
          .lease_wait = std::chrono::milliseconds(50)};
}

class StoreTest : public testing::Test {
 protected:
  void Open() { Open(OptionsIn(folder_.path())); }
  void Open(const StoreOptions& options) {
    store_.reset();
    auto opened = RocksDbStore::Open(options);
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = *std::move(opened);
  }
  void Commit(const WriteSet& writes, const LocalWrites& local = {}) {
    const Status committed = store_->Commit(writes, local);
    ASSERT_TRUE(committed) << committed.error().message;
  }
  const Reader& Latest() { return store_->Latest(); }

  TempFolder folder_;
  std::unique_ptr<RocksDbStore> store_;
};

inline FeedId FeedNamed(char name) { return *FeedId::From(std::string(16, name)); }

// 24 letters and digits that occur nowhere else.
inline std::string FreshCanary() {
  return crypto::Crockford16Encode(crypto::RandomBytes(16)).substr(1, 24);
}

inline std::string FileText(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::string LowerCase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// Files under `folder` whose name ends so and that hold any six bytes of the canary in a row, in
// any case.
inline std::vector<std::string> FilesWith(const std::string& canary, const std::string& folder,
                                          const std::string& ending = "") {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string path = entry.path().string();
    if (!entry.is_regular_file() || !path.ends_with(ending)) continue;
    const std::string text = LowerCase(FileText(path));
    const std::string wanted = LowerCase(canary);
    for (size_t at = 0; at + 6 <= wanted.size(); ++at) {
      if (text.find(wanted.substr(at, 6)) == std::string::npos) continue;
      found.push_back(path);
      break;
    }
  }
  return found;
}

}  // namespace candour::storage
