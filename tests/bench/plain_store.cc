#include <filesystem>

#include "crypto/encoding.h"
#include "crypto/random.h"
#include "node/storage/engine.h"
#include "tests/bench/limits.h"
#include "tests/bench/measure.h"

namespace candour::bench {

Result<double> PlainStoreRate(const std::string& folder, const Rows& rows, size_t per_batch) {
  const auto failed = [](const rocksdb::Status& status) {
    return Fail(ErrorCode::kUnavailable, "PLAIN_STORE", status.ToString());
  };
  rocksdb::Options options;
  options.create_if_missing = true;
  options.compression = rocksdb::kNoCompression;
  rocksdb::DB* raw = nullptr;
  rocksdb::Status status = rocksdb::DB::Open(options, folder, &raw);
  if (!status.ok()) return failed(status);
  const std::unique_ptr<rocksdb::DB> db(raw);
  const std::string prefix = crypto::RandomBytes(16);
  const std::string value = crypto::RandomBytes(rows.bytes);
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const Stopwatch watch;
  for (uint64_t done = 0; done < rows.count;) {
    rocksdb::WriteBatch batch;
    for (size_t i = 0; i < per_batch && done < rows.count; ++i, ++done) {
      std::string key = prefix;
      crypto::PutU64(key, done);
      batch.Put(key, value).PermitUncheckedError();
    }
    status = db->Write(synced, &batch);
    if (!status.ok()) return failed(status);
  }
  const double rate = static_cast<double>(rows.count) / watch.Seconds();
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return rate;
}

}  // namespace candour::bench
