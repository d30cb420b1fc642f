// Makes deleted text leave the disk: protocol section 7, steps (3) to (6). Internal to
// node/storage.
#pragma once

#include "node/storage/engine.h"
#include "node/storage/rocksdb_store.h"

namespace candour::storage {

// The caller holds a job lease and runs one sweep at a time.
Status SweepText(Engine& engine, const SweepRequest& request);

}  // namespace candour::storage
