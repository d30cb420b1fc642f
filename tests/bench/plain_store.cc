#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "crypto/encoding.h"
#include "crypto/random.h"
#include "node/storage/engine.h"
#include "tests/bench/limits.h"
#include "tests/bench/measure.h"

namespace candour::bench {

namespace {

tl::unexpected<Error> Failed(const rocksdb::Status& status) {
  return Fail(ErrorCode::kUnavailable, "PLAIN_STORE", status.ToString());
}

// A database with its families, closed and destroyed in the right order.
struct Opened {
  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  ~Opened() {
    for (rocksdb::ColumnFamilyHandle* family : families) {
      db->DestroyColumnFamilyHandle(family).PermitUncheckedError();
    }
  }
};

using FamilyRows = std::vector<std::pair<std::string, std::string>>;

std::vector<rocksdb::ColumnFamilyDescriptor> Described(const std::vector<std::string>& names) {
  rocksdb::ColumnFamilyOptions options;
  options.compression = rocksdb::kNoCompression;
  std::vector<rocksdb::ColumnFamilyDescriptor> out;
  for (const std::string& name : names) out.emplace_back(name, options);
  return out;
}

rocksdb::Status ReadAll(const std::string& database, const std::vector<std::string>& names,
                        std::vector<FamilyRows>& rows) {
  Opened from;
  rocksdb::DB* raw = nullptr;
  rocksdb::Status status = rocksdb::DB::OpenForReadOnly(rocksdb::DBOptions(), database,
                                                        Described(names), &from.families, &raw);
  if (!status.ok()) return status;
  from.db.reset(raw);
  for (rocksdb::ColumnFamilyHandle* family : from.families) {
    const std::unique_ptr<rocksdb::Iterator> it(
        from.db->NewIterator(rocksdb::ReadOptions(), family));
    rows.emplace_back();
    for (it->SeekToFirst(); it->Valid(); it->Next()) {
      rows.back().emplace_back(it->key().ToString(), it->value().ToString());
    }
    if (status.ok()) status = it->status();
  }
  return status;
}

// Of each family the same part in each batch.
rocksdb::Status WriteAll(Opened& to, const std::vector<FamilyRows>& rows, uint64_t batches) {
  rocksdb::WriteOptions synced;
  synced.sync = true;
  for (uint64_t i = 0; i < batches; ++i) {
    rocksdb::WriteBatch batch;
    for (size_t family = 0; family < rows.size(); ++family) {
      const FamilyRows& all = rows[family];
      for (size_t at = all.size() * i / batches; at < all.size() * (i + 1) / batches; ++at) {
        batch.Put(to.families[family], all[at].first, all[at].second).PermitUncheckedError();
      }
    }
    const rocksdb::Status status = to.db->Write(synced, &batch);
    if (!status.ok()) return status;
  }
  return rocksdb::Status::OK();
}

}  // namespace

Result<double> SameRowsRate(const std::string& database, const std::string& folder,
                            uint64_t entries, size_t per_batch) {
  std::vector<std::string> names;
  std::vector<FamilyRows> rows;
  rocksdb::Status status = rocksdb::DB::ListColumnFamilies(rocksdb::DBOptions(), database, &names);
  if (status.ok()) status = ReadAll(database, names, rows);
  if (!status.ok()) return Failed(status);
  rocksdb::DBOptions options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  rocksdb::DB* raw = nullptr;
  double rate = 0;
  {
    Opened to;
    status = rocksdb::DB::Open(options, folder, Described(names), &to.families, &raw);
    if (!status.ok()) return Failed(status);
    to.db.reset(raw);
    const Stopwatch watch;
    status = WriteAll(to, rows, std::max<uint64_t>(1, entries / per_batch));
    rate = static_cast<double>(entries) / watch.Seconds();
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  if (!status.ok()) return Failed(status);
  return rate;
}

Result<double> PlainStoreRate(const std::string& folder, const Rows& rows, size_t per_batch) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.compression = rocksdb::kNoCompression;
  rocksdb::DB* raw = nullptr;
  rocksdb::Status status = rocksdb::DB::Open(options, folder, &raw);
  if (!status.ok()) return Failed(status);
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
    if (!status.ok()) return Failed(status);
  }
  const double rate = static_cast<double>(rows.count) / watch.Seconds();
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return rate;
}

}  // namespace candour::bench
