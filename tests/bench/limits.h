// What the machine itself can do: the same bytes through gRPC alone, and through RocksDB alone.
#pragma once

#include <cstdint>
#include <string>

#include "federation/base/result.h"
#include "tests/bench/bench.h"

namespace candour::bench {

struct Rows {
  uint64_t count = 0;
  size_t bytes = 0;  // Of one row.
};

// Rows per second over one server stream with mutual TLS from another process, parsed and thrown
// away; messages of about half a megabyte.
Result<double> PlainStreamRate(const Setup& setup, const Rows& rows);
// The other process: prints its port and key, serves until its standard input ends.
int ServePlainStream();

// Rows per second into a RocksDB of default options, in synced batches of `per_batch`.
Result<double> PlainStoreRate(const std::string& folder, const Rows& rows, size_t per_batch);

// The same rows as in the database of a node that does not run, all families of them, without what
// decides on them, in synced batches: rows for `per_batch` entries of its `entries` in each.
// Entries per second, options as above.
Result<double> SameRowsRate(const std::string& database, const std::string& folder,
                            uint64_t entries, size_t per_batch);

}  // namespace candour::bench
