// What a store is opened with.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace rocksdb {
class Env;
}

namespace candour::storage {

struct StoreOptions {
  std::string data_dir;  // Exists. The database is data_dir/db, the reserve data_dir/reserve.
  std::string node_id;   // 16 bytes, of the key folder: another node's database is refused.
  uint64_t write_buffer_bytes = 8 << 20;  // Per family; all together at most four times this.
  uint64_t block_cache_bytes = 32 << 20;
  uint64_t reserve_bytes = 64 << 20;
  // With less than this free, only what frees space or withdraws is committed. 0: no such check.
  uint64_t free_floor_bytes = 64 << 20;
  std::chrono::milliseconds lease_wait{10'000};  // Of a sweep or a reopening, for older views.
  int opening_threads = 16;  // That read the tables of one family while the database opens.
  rocksdb::Env* env = nullptr;  // What stands between the database and its files; outlives it.
};

}  // namespace candour::storage
