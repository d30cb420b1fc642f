// Entries into an own feed: committed to, hashed, signed and durable, a batch at a time, with the
// guard file; beside the same bytes in plain synced batches.
#include <filesystem>

#include "crypto/random.h"
#include "node/storage/guard_file.h"
#include "tests/bench/author.h"
#include "tests/bench/bench.h"
#include "tests/bench/limits.h"
#include "tests/bench/measure.h"
#include "tests/sim/cast.h"

namespace candour::bench {
namespace {

constexpr size_t kBatch = 256;
constexpr size_t kBodyBytes = 1024;
constexpr size_t kRowBytes = 112 + 1280;

Result<double> AppendRate(const std::string& folder, uint64_t entries) {
  std::filesystem::create_directory(folder);
  auto store = storage::RocksDbStore::Open(
      {.data_dir = folder, .node_id = std::string(16, 'b'), .reserve_bytes = 0});
  if (!store) return Fail(store.error());
  auto guard = storage::GuardFile::Load(folder + "/guard", storage::MachineHash());
  if (!guard) return Fail(guard.error());
  Author author(**store, sim::MakeCast(1, 2).KeysOf(1));
  std::vector<std::vector<Entry>> batches;
  for (uint64_t first = 0; first < entries; first += kBatch) {
    batches.push_back(DrawnEntries(first, kBatch, kBodyBytes));
  }
  const Stopwatch watch;
  for (const auto& batch : batches) {
    Status put = author.Append(batch);
    const FeedState& state = author.state();
    if (put) put = guard->Record(state.feed, {.size = state.size, .root = state.root});
    if (!put) return Fail(put.error());
  }
  const double rate = static_cast<double>(batches.size() * kBatch) / watch.Seconds();
  store->reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return rate;
}

}  // namespace

Status AppendBench(const Setup& setup, Report& report) {
  const uint64_t entries = setup.Of(25'600, 512);
  std::vector<double> appends, plain;
  for (uint64_t round = 0; round < setup.Of(3, 1); ++round) {
    auto store = PlainStoreRate(setup.folder + "/plain", {entries, kRowBytes}, kBatch);
    if (!store) return Fail(store.error());
    auto append = AppendRate(setup.folder + "/own", entries);
    if (!append) return Fail(append.error());
    plain.push_back(*store);
    appends.push_back(*append);
  }
  report.AddAgainst(
      "append", Median(appends), Median(plain), "entries/s",
      {{"batch", std::to_string(kBatch)}, {"body_bytes", std::to_string(kBodyBytes)}});
  return {};
}

}  // namespace candour::bench
