// Backups of the store in one folder: numbered, each complete, tables shared between them. They
// hold what the database holds, so text that is withdrawn later stays in them until they are
// dropped; keys are never in them.
//
// Taking one is RocksDbStore::BackUp; everything here works on the folder alone and needs no store.
// One process at a time may use a folder. Errors name the folder and the next step: kNotFound
// NO_SUCH_BACKUP, kCorrupt BACKUP_DAMAGED, kConflict WRONG_NODE, kFull DISK_FULL.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "federation/base/result.h"
#include "federation/base/time.h"

namespace candour::storage {

struct BackupRow {
  uint32_t number = 0;
  WallSeconds taken_at = 0;
  uint64_t bytes = 0;
  uint32_t files = 0;
  std::string node_id = {};  // Hex; whose it is.
};

// Oldest first; empty when there is no such folder.
Result<std::vector<BackupRow>> ListBackups(const std::string& folder);

// Every file has the size and checksum it was written with, and the database in it opens and every
// block of every table reads. Gives the rows it holds.
Result<uint64_t> VerifyBackup(const std::string& folder, uint32_t number);

// Copies it to `path`, which must not exist: all of it or nothing. `node_id` (16 bytes) must be
// that of the backup.
Status RestoreBackup(const std::string& folder, uint32_t number, const std::string& path,
                     const std::string& node_id);

// How many there were.
Result<uint32_t> DropBackupsBefore(const std::string& folder, WallSeconds before);

}  // namespace candour::storage
