// Read connections to all shards, lent to one search at a time and used again. Thread-safe; its one
// lock guards a list and is not held while anything is read. Internal to node/index.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "node/index/shard_reader.h"

namespace candour::index {

using Readers = std::vector<std::unique_ptr<ShardReader>>;  // One per shard.

class ReaderPool {
 public:
  explicit ReaderPool(std::vector<std::string> paths) : paths_(std::move(paths)) {}

  // Gives them back at its end.
  class Loan {
   public:
    Loan(Loan&& other) noexcept = default;
    Loan& operator=(Loan&&) = delete;
    ~Loan() {
      if (!readers_.empty()) pool_.Return(std::move(readers_), generation_);
    }
    Readers& readers() { return readers_; }

   private:
    friend class ReaderPool;
    Loan(ReaderPool& pool, Readers readers, uint64_t generation)
        : pool_(pool), readers_(std::move(readers)), generation_(generation) {}
    ReaderPool& pool_;
    Readers readers_;
    uint64_t generation_;
  };
  Result<Loan> Borrow();
  // The files were replaced: connections to the old ones are not lent again.
  void Renew();

 private:
  void Return(Readers readers, uint64_t generation);

  const std::vector<std::string> paths_;
  std::mutex mutex_;
  std::vector<Readers> idle_;
  uint64_t generation_ = 0;
};

}  // namespace candour::index
