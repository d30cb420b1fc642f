// The read model: documents in, searches out, beside FTS5 alone over the same texts.
#include <filesystem>
#include <random>

#include "crypto/encoding.h"
#include "crypto/random.h"
#include "node/index/index.h"
#include "tests/bench/author.h"
#include "tests/bench/bench.h"
#include "tests/bench/measure.h"
#include "tests/bench/plain_index.h"

namespace candour::bench {
namespace {

constexpr size_t kBatch = 500;
constexpr size_t kBodyBytes = 1024;

index::Document DocumentOf(uint64_t number) {
  index::Document document;
  document.key = index::DocumentKey::OfRecord(crypto::RandomBytes(16));
  document.title = DrawnTitle(number);
  document.body = DrawnWords(number, kBodyBytes);
  document.kind = "incident";
  document.setting = "acute-ward";
  document.day = 1'750'000'000;
  document.work = *WorkId::From(crypto::RandomBytes(16));
  return document;
}

// Two words that stand next to each other in some document.
std::vector<std::string> DrawnQueries(size_t count, uint64_t documents) {
  std::mt19937_64 random(7);
  std::vector<std::string> queries;
  while (queries.size() < count) {
    const std::string text = DrawnWords(random() % documents, kBodyBytes);
    const size_t at = text.find(' ', random() % (kBodyBytes / 2)) + 1;
    const size_t middle = text.find(' ', at);
    const size_t end = text.find(' ', middle + 1);
    if (end == std::string::npos) continue;
    queries.push_back(text.substr(at, end - at));
  }
  return queries;
}

Status MeasureSearch(index::Index& ours, PlainIndex& plain, const Params& params, Report& report) {
  std::vector<double> times, plain_times;
  const uint64_t documents = *crypto::ParseDecimal(params.at("documents"));
  for (const std::string& words : DrawnQueries(200, documents)) {
    auto query = index::ParseQuery(words);
    if (!query) return Fail(query.error());
    const Stopwatch watch;
    auto found = ours.Search({.query = *query, .scope = {.records = true}});
    times.push_back(1000 * watch.Seconds());
    if (!found) return Fail(found.error());
    const Stopwatch beside;
    auto same = plain.Search(words);
    plain_times.push_back(1000 * beside.Seconds());
    if (!same) return Fail(same.error());
  }
  report.AddAgainst("index.search_p50", Median(times), Median(plain_times), "ms", params);
  report.AddAgainst("index.search_p99", Percentile(times, 0.99), Percentile(plain_times, 0.99),
                    "ms", params);
  return {};
}

}  // namespace

Status IndexBench(const Setup& setup, Report& report) {
  const uint64_t documents = setup.Of(100'000, 1'000);
  const Params params = {{"documents", std::to_string(documents)},
                         {"document_bytes", std::to_string(kBodyBytes)},
                         {"batch", std::to_string(kBatch)}};
  auto plain = PlainIndex::Open(setup.folder + "/plain.db");
  if (!plain) return Fail(plain.error());
  auto ours = index::Index::Open(
      {.folder = setup.folder + "/index", .shards = 4, .store_id = std::string(16, 'b')});
  if (!ours) return Fail(ours.error());
  if (Status ready = (*ours)->FinishRebuild(0); !ready) return ready;
  double seconds = 0;
  double plain_seconds = 0;
  for (uint64_t first = 0; first < documents; first += kBatch) {
    index::Batch batch{.remove = {}, .put = {}, .cursor = first + kBatch};
    std::vector<PlainText> texts;
    for (uint64_t i = first; i < first + kBatch; ++i) {
      batch.put.push_back(DocumentOf(i));
      batch.remove.push_back(batch.put.back().key);
      texts.push_back({batch.put.back().title, batch.put.back().body});
    }
    const Stopwatch watch;
    if (Status applied = (*ours)->Apply(batch); !applied) return applied;
    seconds += watch.Seconds();
    const Stopwatch beside;
    if (Status applied = plain->Apply(texts); !applied) return applied;
    plain_seconds += beside.Seconds();
  }
  const double count = static_cast<double>(documents);
  report.AddAgainst("index.apply", count / seconds, count / plain_seconds, "documents/s", params);
  return MeasureSearch(**ours, *plain, params, report);
}

}  // namespace candour::bench
