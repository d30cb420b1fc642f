#include "node/index/gather.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "crypto/encoding.h"

namespace candour::index {
namespace {

constexpr size_t kSlack = 16;  // Asked for beyond the page, since documents of one work merge.

bool Better(const ShardHit& a, const ShardHit& b) {
  return std::tie(a.rank, b.day, a.key) < std::tie(b.rank, a.day, b.key);
}

struct Best {
  std::vector<ShardHit> hits;
  bool all = true;  // No shard has more.
};

// The best `max` over all shards.
Result<Best> TopOfAll(Readers& readers, const SearchRequest& request, const Conditions& where,
                      size_t max) {
  Best out;
  for (const auto& reader : readers) {
    Result<std::vector<ShardHit>> hits = reader->Top(request.query.text, where, max);
    if (!hits) return Fail(hits.error());
    out.all = out.all && hits->size() < max;
    std::move(hits->begin(), hits->end(), std::back_inserter(out.hits));
  }
  std::sort(out.hits.begin(), out.hits.end(), &Better);
  if (out.hits.size() > max) {
    out.hits.resize(max);
    out.all = false;
  }
  return out;
}

// The first of each work.
std::vector<ShardHit> OnePerWork(std::vector<ShardHit> hits) {
  std::unordered_set<std::string> works;
  std::erase_if(hits, [&](const ShardHit& hit) {
    return !hit.work.empty() && !works.insert(hit.work).second;
  });
  return hits;
}

Result<Hit> HitOf(Readers& readers, const Conditions& scope, const ShardHit& best) {
  Hit out{.key = DocumentKey::Decode(best.key).value_or(DocumentKey{}),
          .rank = best.rank,
          .day = best.day,
          .also = {}};
  if (best.work.empty()) return out;
  for (const auto& reader : readers) {
    const Result<std::vector<std::string>> keys = reader->OfWork(best.work, scope);
    if (!keys) return Fail(keys.error());
    for (const std::string& key : *keys) {
      const std::optional<DocumentKey> other = DocumentKey::Decode(key);
      if (other && *other != out.key) out.also.push_back(*other);
    }
  }
  std::sort(out.also.begin(), out.also.end());
  return out;
}

class FacetCounter {
 public:
  void Add(const FacetRow& row) {
    if (row.work.empty() || works_.emplace(row.work).second) ++result_works_;
    for (size_t field = 0; field < kFields; ++field) {
      if (row.values[field].empty()) continue;
      if (!row.work.empty()) {
        std::string seen(1, static_cast<char>(field));
        seen += row.work;
        seen += row.values[field];
        if (!seen_.insert(std::move(seen)).second) continue;
      }
      ++counts_[field][std::string(row.values[field])];
    }
  }

  FacetResult Finish() const {
    FacetResult out{.works = result_works_, .fields = {}};
    for (size_t field = 0; field < kFields; ++field) {
      const bool id = static_cast<Field>(field) == Field::kNetwork ||
                      static_cast<Field>(field) == Field::kMember;
      for (const auto& [value, works] : counts_[field]) {
        // Sixteen zeros stand for "none".
        if (id && value.find_first_not_of('\0') == std::string::npos) continue;
        out.fields[field].push_back({id ? crypto::HexEncode(value) : value, works});
      }
      std::stable_sort(out.fields[field].begin(), out.fields[field].end(),
                       [](const FacetCount& a, const FacetCount& b) { return a.works > b.works; });
    }
    return out;
  }

 private:
  uint64_t result_works_ = 0;
  std::unordered_set<std::string> works_;
  std::unordered_set<std::string> seen_;
  std::array<std::map<std::string, uint64_t>, kFields> counts_;
};

}  // namespace

Result<SearchResult> GatherHits(Readers& readers, const SearchRequest& request) {
  const Conditions where = ConditionsOf(request.scope, request.query.filters);
  const Conditions scope = ConditionsOf(request.scope, {});
  const size_t wanted = request.offset + request.limit;
  std::vector<ShardHit> hits;
  for (size_t ask = wanted + kSlack;; ask *= 4) {
    Result<Best> best = TopOfAll(readers, request, where, ask);
    if (!best) return Fail(best.error());
    hits = OnePerWork(std::move(best->hits));
    if (hits.size() >= wanted || best->all) break;
  }
  SearchResult out;
  for (size_t i = request.offset; i < std::min(wanted, hits.size()); ++i) {
    Result<Hit> hit = HitOf(readers, scope, hits[i]);
    if (!hit) return Fail(hit.error());
    out.hits.push_back(*std::move(hit));
  }
  for (const auto& reader : readers) {
    const Result<uint64_t> count = reader->Count(request.query.text, where);
    if (!count) return Fail(count.error());
    out.total += *count;
  }
  return out;
}

Result<FacetResult> GatherFacets(Readers& readers, const SearchRequest& request) {
  const Conditions where = ConditionsOf(request.scope, request.query.filters);
  FacetCounter counter;
  for (const auto& reader : readers) {
    const Status s = reader->EachFacet(request.query.text, where,
                                       [&](const FacetRow& row) { counter.Add(row); });
    if (!s) return Fail(s.error());
  }
  return counter.Finish();
}

}  // namespace candour::index
