// What a turn writes at each place, where the last of several writes stands: for thousands of
// places at once, most of them in order already.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace candour {

template <class Place, class Value>
class LastWrites {
 public:
  using Row = std::pair<Place, Value>;

  void Put(Place place, Value value) {
    sorted_ = sorted_ && (rows_.empty() || rows_.back().first < place);
    rows_.emplace_back(std::move(place), std::move(value));
  }

  // Each place once, in order.
  const std::vector<Row>& rows() const {
    if (!sorted_) Sort();
    return rows_;
  }

  // Null when the turn does not write there.
  const Value* Find(const Place& place) const {
    const std::vector<Row>& all = rows();
    const auto found =
        std::lower_bound(all.begin(), all.end(), place,
                         [](const Row& row, const Place& key) { return row.first < key; });
    return found != all.end() && found->first == place ? &found->second : nullptr;
  }

  bool empty() const { return rows_.empty(); }

 private:
  void Sort() const {
    std::stable_sort(rows_.begin(), rows_.end(),
                     [](const Row& a, const Row& b) { return a.first < b.first; });
    size_t kept = 0;
    for (size_t i = 0; i < rows_.size(); ++i) {
      const bool last = i + 1 == rows_.size() || rows_[i].first < rows_[i + 1].first;
      if (!last) continue;
      if (kept != i) rows_[kept] = std::move(rows_[i]);
      ++kept;
    }
    rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(kept), rows_.end());
    sorted_ = true;
  }

  mutable std::vector<Row> rows_;
  mutable bool sorted_ = true;
};

}  // namespace candour
