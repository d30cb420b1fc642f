// RocksDB's way to a faulty disk.
#pragma once

#include <rocksdb/env.h>

#include <memory>

namespace candour::faults {

class Background;
class Disk;

// The disk outlives it.
std::unique_ptr<rocksdb::Env> NewFaultyEnv(Disk& disk, std::shared_ptr<Background> background);

// Ordinary files for stores that live for a moment: none sets space aside that it will not use.
std::unique_ptr<rocksdb::Env> NewPlainEnv();

}  // namespace candour::faults
