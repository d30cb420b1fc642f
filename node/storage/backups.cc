#include "node/storage/backups.h"

#include <rocksdb/utilities/backup_engine.h>

#include <filesystem>
#include <memory>
#include <utility>

#include "crypto/encoding.h"
#include "node/storage/backup_engine.h"
#include "node/storage/file_io.h"

namespace candour::storage {
namespace {

using rocksdb::BackupEngine;
using rocksdb::BackupInfo;

rocksdb::BackupEngineOptions OptionsOf(const std::string& folder) {
  rocksdb::BackupEngineOptions options(folder);
  options.sync = true;
  options.share_table_files = true;
  return options;
}

Error ErrorOf(const std::string& folder, const rocksdb::Status& status, const std::string& doing) {
  const std::string what = "backups " + folder + ": ";
  if (Engine::IsNoSpace(status)) {
    return {ErrorCode::kFull, "DISK_FULL", what + "the disk is full; free some space"};
  }
  if (status.IsNotFound()) {
    return {ErrorCode::kNotFound, "NO_SUCH_BACKUP",
            what + "there is no such backup; see: candour backup list"};
  }
  if (status.IsCorruption()) {
    return {ErrorCode::kCorrupt, "BACKUP_DAMAGED",
            what + "cannot " + doing + ": " + status.ToString() + "; use another backup"};
  }
  return {ErrorCode::kUnavailable, "BACKUP_ERROR",
          what + "cannot " + doing + ": " + status.ToString() + "; check the disk"};
}

Result<std::unique_ptr<BackupEngine>> OpenFolder(const std::string& folder) {
  BackupEngine* raw = nullptr;
  const rocksdb::Status s = BackupEngine::Open(OptionsOf(folder), rocksdb::Env::Default(), &raw);
  if (!s.ok()) return Fail(ErrorOf(folder, s, "open the folder"));
  return std::unique_ptr<BackupEngine>(raw);
}

BackupRow RowOf(const BackupInfo& info) {
  return {.number = info.backup_id,
          .taken_at = info.timestamp,
          .bytes = info.size,
          .files = info.number_files,
          .node_id = info.app_metadata};
}

bool Exists(const std::string& folder) {
  std::error_code ignored;
  return std::filesystem::exists(folder, ignored);
}

// The database inside a backup, opened where it lies, without writing.
class BackupView {
 public:
  BackupView(BackupEngine& engine, const std::string& folder) : engine_(engine), folder_(folder) {}
  ~BackupView() {
    for (rocksdb::ColumnFamilyHandle* handle : handles_) {
      db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
    }
  }

  Status Open(uint32_t number) {
    rocksdb::Status s = engine_.GetBackupInfo(number, &info_, /*include_file_details=*/true);
    if (!s.ok()) return Fail(ErrorOf(folder_, s, "read the backup"));
    rocksdb::DBOptions options;
    options.env = info_.env_for_open.get();
    options.paranoid_checks = true;
    std::vector<std::string> names;
    s = rocksdb::DB::ListColumnFamilies(options, info_.name_for_open, &names);
    if (!s.ok()) return Fail(ErrorOf(folder_, s, "open the backup"));
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const std::string& name : names) {
      families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    }
    rocksdb::DB* raw = nullptr;
    s = rocksdb::DB::OpenForReadOnly(options, info_.name_for_open, families, &handles_, &raw);
    if (!s.ok()) return Fail(ErrorOf(folder_, s, "open the backup"));
    db_.reset(raw);
    return {};
  }

  // Reads every row: every block of every table is checked on its way.
  Result<uint64_t> CountRows() const {
    rocksdb::ReadOptions reading;
    reading.verify_checksums = true;
    reading.fill_cache = false;
    uint64_t rows = 0;
    for (rocksdb::ColumnFamilyHandle* handle : handles_) {
      const std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(reading, handle));
      for (it->SeekToFirst(); it->Valid(); it->Next()) ++rows;
      if (!it->status().ok()) return Fail(ErrorOf(folder_, it->status(), "read the backup"));
    }
    return rows;
  }

 private:
  BackupEngine& engine_;
  const std::string& folder_;
  BackupInfo info_;
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

Result<uint64_t> Verify(BackupEngine& engine, const std::string& folder, uint32_t number) {
  const rocksdb::Status s = engine.VerifyBackup(number, /*verify_with_checksum=*/true);
  if (!s.ok()) return Fail(ErrorOf(folder, s, "verify the backup"));
  BackupView view(engine, folder);
  if (Status opened = view.Open(number); !opened) return Fail(opened.error());
  return view.CountRows();
}

Result<BackupRow> Find(BackupEngine& engine, const std::string& folder, uint32_t number) {
  BackupInfo info;
  const rocksdb::Status s = engine.GetBackupInfo(number, &info);
  if (!s.ok()) return Fail(ErrorOf(folder, s, "read the backup"));
  return RowOf(info);
}

}  // namespace

Result<BackupRow> TakeBackup(Engine& engine, const std::string& folder) {
  if (Status made = MakePrivateFolder(folder); !made) return Fail(made.error());
  auto backups = OpenFolder(folder);
  if (!backups) return Fail(backups.error());
  rocksdb::CreateBackupOptions options;
  options.flush_before_backup = true;
  rocksdb::BackupID number = 0;
  const rocksdb::Status s = (*backups)->CreateNewBackupWithMetadata(
      options, engine.db(), crypto::HexEncode(engine.options().node_id), &number);
  if (!s.ok()) return Fail(ErrorOf(folder, s, "take a backup"));
  if (auto rows = Verify(**backups, folder, number); !rows) return Fail(rows.error());
  return Find(**backups, folder, number);
}

Result<std::vector<BackupRow>> ListBackups(const std::string& folder) {
  std::vector<BackupRow> rows;
  if (!Exists(folder)) return rows;
  auto backups = OpenFolder(folder);
  if (!backups) return Fail(backups.error());
  std::vector<BackupInfo> infos;
  (*backups)->GetBackupInfo(&infos);
  for (const BackupInfo& info : infos) rows.push_back(RowOf(info));
  return rows;
}

Result<uint64_t> VerifyBackup(const std::string& folder, uint32_t number) {
  if (!Exists(folder)) return Fail(ErrorOf(folder, rocksdb::Status::NotFound(), "open"));
  auto backups = OpenFolder(folder);
  if (!backups) return Fail(backups.error());
  return Verify(**backups, folder, number);
}

Status RestoreBackup(const std::string& folder, uint32_t number, const std::string& path,
                     const std::string& node_id) {
  if (!Exists(folder)) return Fail(ErrorOf(folder, rocksdb::Status::NotFound(), "open"));
  if (Exists(path)) {
    return Fail(ErrorCode::kConflict, "STORE_EXISTS",
                path + ": there is a database already; move it away, a restore replaces nothing");
  }
  auto backups = OpenFolder(folder);
  if (!backups) return Fail(backups.error());
  auto found = Find(**backups, folder, number);
  if (!found) return Fail(found.error());
  if (found->node_id != crypto::HexEncode(node_id)) {
    return Fail(ErrorCode::kConflict, "WRONG_NODE",
                "backups " + folder + ": this backup is of node " + found->node_id +
                    ", the keys are those of node " + crypto::HexEncode(node_id) +
                    "; import the keys of that node first (candour key import)");
  }
  if (auto rows = Verify(**backups, folder, number); !rows) return Fail(rows.error());
  const std::string fresh = path + ".restoring";
  std::error_code failed;
  std::filesystem::remove_all(fresh, failed);
  if (Status made = MakePrivateFolder(fresh); !made) return made;
  const rocksdb::Status s = (*backups)->RestoreDBFromBackup(number, fresh, fresh);
  if (!s.ok()) return Fail(ErrorOf(folder, s, "restore the backup"));
  if (Status synced = SyncFolder(fresh); !synced) return synced;
  std::filesystem::rename(fresh, path, failed);
  if (failed) return Fail(FileError(path, "put the database at", failed.value()));
  return SyncFolder(std::filesystem::path(path).parent_path().string());
}

Result<uint32_t> DropBackupsBefore(const std::string& folder, WallSeconds before) {
  uint32_t dropped = 0;
  if (!Exists(folder)) return dropped;
  auto backups = OpenFolder(folder);
  if (!backups) return Fail(backups.error());
  std::vector<BackupInfo> infos;
  (*backups)->GetBackupInfo(&infos);
  for (const BackupInfo& info : infos) {
    if (info.timestamp >= before) continue;
    const rocksdb::Status s = (*backups)->DeleteBackup(info.backup_id);
    if (!s.ok()) return Fail(ErrorOf(folder, s, "drop an old backup"));
    ++dropped;
  }
  if (dropped > 0) {
    const rocksdb::Status s = (*backups)->GarbageCollect();
    if (!s.ok()) return Fail(ErrorOf(folder, s, "remove an old backup's files"));
  }
  return dropped;
}

}  // namespace candour::storage
