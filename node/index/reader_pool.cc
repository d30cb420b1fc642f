#include "node/index/reader_pool.h"

#include <utility>

namespace candour::index {

Result<ReaderPool::Loan> ReaderPool::Borrow() {
  uint64_t generation = 0;
  {
    const std::lock_guard lock(mutex_);
    generation = generation_;
    if (!idle_.empty()) {
      Readers readers = std::move(idle_.back());
      idle_.pop_back();
      return Loan(*this, std::move(readers), generation);
    }
  }
  Readers readers;
  for (const std::string& path : paths_) {
    Result<std::unique_ptr<ShardReader>> reader = ShardReader::Open(path);
    if (!reader) return Fail(reader.error());
    readers.push_back(*std::move(reader));
  }
  return Loan(*this, std::move(readers), generation);
}

void ReaderPool::Renew() {
  const std::lock_guard lock(mutex_);
  ++generation_;
  idle_.clear();
}

void ReaderPool::Return(Readers readers, uint64_t generation) {
  const std::lock_guard lock(mutex_);
  if (generation == generation_) idle_.push_back(std::move(readers));
}

}  // namespace candour::index
