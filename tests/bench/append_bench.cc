// Entries into an own feed: committed to, hashed, signed and durable, a batch at a time, without
// and with the guard file; beside the same bytes in plain synced batches.
#include <unistd.h>

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

struct Rate {
  double per_second = 0;
  double cpu_us = 0;     // For one entry, with what RocksDB does in the background.
  double same_rows = 0;  // Entries a second when the very rows are written and nothing else done.
};

enum class Guard { kWithout, kWith };

Result<Rate> AppendRate(const std::string& folder, uint64_t entries, Guard guarded) {
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
  const double cpu = CpuSeconds(::getpid());
  for (const auto& batch : batches) {
    Status put = author.Append(batch);
    const FeedState& state = author.state();
    if (put && guarded == Guard::kWith)
      put = guard->Record(state.feed, {.size = state.size, .root = state.root});
    if (!put) return Fail(put.error());
  }
  const double count = static_cast<double>(batches.size() * kBatch);
  Rate rate{count / watch.Seconds(), 1e6 * (CpuSeconds(::getpid()) - cpu) / count, 0};
  store->reset();
  if (guarded == Guard::kWithout) {
    const auto same = SameRowsRate(folder + "/db", folder + "-same", entries, kBatch);
    if (!same) return Fail(same.error());
    rate.same_rows = *same;
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return rate;
}

}  // namespace

Status AppendBench(const Setup& setup, Report& report) {
  const uint64_t entries = setup.Of(25'600, 512);
  std::vector<double> appends, guarded, plain, same_rows, cpu, plain_cpu;
  for (uint64_t round = 0; round < setup.Of(3, 1); ++round) {
    const double before = CpuSeconds(::getpid());
    auto store = PlainStoreRate(setup.folder + "/plain", {entries, kRowBytes}, kBatch);
    plain_cpu.push_back(1e6 * (CpuSeconds(::getpid()) - before) / static_cast<double>(entries));
    if (!store) return Fail(store.error());
    auto append = AppendRate(setup.folder + "/own", entries, Guard::kWithout);
    if (!append) return Fail(append.error());
    auto with_guard = AppendRate(setup.folder + "/own", entries, Guard::kWith);
    if (!with_guard) return Fail(with_guard.error());
    plain.push_back(*store);
    same_rows.push_back(append->same_rows);
    appends.push_back(append->per_second);
    cpu.push_back(append->cpu_us);
    guarded.push_back(with_guard->per_second);
  }
  const Params params = {{"batch", std::to_string(kBatch)},
                         {"body_bytes", std::to_string(kBodyBytes)}};
  report.AddAgainst("append", Median(appends), Median(same_rows), "entries/s", params);
  report.Add("append.plain_store", Median(plain), "entries/s", params);
  report.AddAgainst("append.cpu_of_one", Median(cpu), Median(plain_cpu), "us", params);
  report.Add("append.with_guard_file", Median(guarded), "entries/s", params);
  return {};
}

}  // namespace candour::bench
