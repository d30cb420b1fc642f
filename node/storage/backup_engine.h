// RocksDB's backup engine as node/storage uses it. Internal to node/storage.
#pragma once

#include "node/storage/backups.h"
#include "node/storage/engine.h"

namespace candour::storage {

// Flushes, copies what the folder does not have yet, syncs, and checks what it wrote. Any thread,
// while the engine is not being reopened.
Result<BackupRow> TakeBackup(Engine& engine, const std::string& folder);

}  // namespace candour::storage
