#include "federation/query/release.h"

#include <algorithm>
#include <functional>

#include "crypto/check.h"

namespace candour::query {
namespace {

constexpr int64_t kRounding = 5;
constexpr int64_t kOrganisationsMin = 3;
constexpr int64_t kLargestPercent = 85;
constexpr int64_t kTopTwoPercent = 90;
constexpr int64_t kZeroPopulationMin = 50;
constexpr int64_t kKeptPercent = 15;
constexpr int kRoundsMax = 200;

int64_t Rounded(int64_t count) { return (count + kRounding / 2) / kRounding * kRounding; }

int64_t SumOfAll(std::span<const int64_t> parts) {
  int64_t sum = 0;
  for (int64_t part : parts) sum += part;
  return sum;
}

// The table with its totals while it is decided about.
class Desk {
 public:
  Desk(const ExactTable& table, const ReleaseRules& rules);

  void HideWhatHasTo();
  void HideComplements();
  void HideLonelyZeros();
  Released Result() const;

 private:
  size_t Index(size_t row, size_t column) const { return row * (table_.columns + 1) + column; }
  bool IsTotal(size_t index) const {
    return index / (table_.columns + 1) == table_.rows ||
           index % (table_.columns + 1) == table_.columns;
  }
  bool IsExact(size_t index) const {
    return !rules_.On(Rule::kRounding) || (IsTotal(index) && !rules_.On(Rule::kTotals));
  }
  int64_t PopulationOf(size_t row) const;
  std::optional<size_t> Betrayed(const Released& shown) const;
  bool HideNear(size_t index);
  std::optional<size_t> SmallestShown(const std::vector<size_t>& line) const;
  std::vector<size_t> RowOf(size_t index) const;
  std::vector<size_t> ColumnOf(size_t index) const;

  const ExactTable& table_;
  const ReleaseRules& rules_;
  std::vector<int64_t> counts_;
  std::vector<char> hidden_;
  std::vector<char> protected_;  // hidden for its own sake
};

Desk::Desk(const ExactTable& table, const ReleaseRules& rules) : table_(table), rules_(rules) {
  const size_t size = (table.rows + 1) * (table.columns + 1);
  counts_.resize(size);
  hidden_.assign(size, 0);
  protected_.assign(size, 0);
}

int64_t Desk::PopulationOf(size_t row) const {
  return row < table_.rows ? table_.population[row] : SumOfAll(table_.population);
}

void Desk::HideWhatHasTo() {
  for (size_t row = 0; row <= table_.rows; ++row) {
    for (size_t column = 0; column <= table_.columns; ++column) {
      const std::vector<int64_t> parts = table_.ByOrganisation(row, column);
      const size_t index = Index(row, column);
      counts_[index] = SumOfAll(parts);
      const bool hide = HiddenBy(parts, PopulationOf(row), rules_).has_value();
      hidden_[index] = protected_[index] = hide ? 1 : 0;
    }
  }
}

Released Desk::Result() const {
  Released released{.rows = table_.rows, .columns = table_.columns};
  released.cells.resize(counts_.size());
  for (size_t i = 0; i < counts_.size(); ++i) {
    if (hidden_[i]) continue;
    released.cells[i] = IsExact(i) ? counts_[i] : Rounded(counts_[i]);
  }
  return released;
}

// A protected cell of which a reader could conclude too much, or a rounded one that its neighbours'
// rounding gives away whole: whoever knows all but one part of it would know that one.
std::optional<size_t> Desk::Betrayed(const Released& shown) const {
  const std::vector<Bounds> bounds = Conclude(shown, rules_);
  for (size_t i = 0; i < bounds.size(); ++i) {
    const bool rounded = shown.cells[i] && counts_[i] > 0 && !IsExact(i);
    const int64_t to_keep = protected_[i]     ? ValuesToKeep(counts_[i], rules_)
                            : !shown.cells[i] ? rules_.min_count
                            : rounded         ? 2
                                              : 1;
    if (bounds[i].values() < to_keep) return i;
  }
  return std::nullopt;
}

std::vector<size_t> Desk::RowOf(size_t index) const {
  std::vector<size_t> line;
  const size_t row = index / (table_.columns + 1);
  for (size_t column = 0; column <= table_.columns; ++column) line.push_back(Index(row, column));
  return line;
}

std::vector<size_t> Desk::ColumnOf(size_t index) const {
  std::vector<size_t> line;
  const size_t column = index % (table_.columns + 1);
  for (size_t row = 0; row <= table_.rows; ++row) line.push_back(Index(row, column));
  return line;
}

// Cells before totals, small ones before large ones: the least is lost. By what is shown of them: a
// choice by exact counts would tell a reader who knows these rules what they were.
std::optional<size_t> Desk::SmallestShown(const std::vector<size_t>& line) const {
  const Released seen = Result();
  std::optional<size_t> best;
  const auto rank = [&](size_t i) {
    const int64_t value = *seen.cells[i];
    return std::tuple(IsTotal(i), value == 0 ? kUnbounded : value, i);
  };
  for (size_t i : line) {
    if (hidden_[i]) continue;
    if (!best || rank(i) < rank(*best)) best = i;
  }
  return best;
}

// Hides one more cell of the line that says most about this one.
bool Desk::HideNear(size_t index) {
  const std::optional<size_t> in_row = SmallestShown(RowOf(index));
  const std::optional<size_t> in_column = SmallestShown(ColumnOf(index));
  const auto shown = [&](const std::vector<size_t>& line) {
    return std::count_if(line.begin(), line.end(), [&](size_t i) { return !hidden_[i]; });
  };
  if (!in_row && !in_column) return false;
  const bool row_first = in_row && (!in_column || shown(RowOf(index)) >= shown(ColumnOf(index)));
  hidden_[row_first ? *in_row : *in_column] = 1;
  return true;
}

void Desk::HideComplements() {
  for (std::optional<size_t> found = Betrayed(Result()); found; found = Betrayed(Result())) {
    if (HideNear(*found)) continue;
    // Nothing near it is shown, and still it is found: nothing of this table is fit to be shown.
    std::fill(hidden_.begin(), hidden_.end(), 1);
    return;
  }
}

// Where nothing but zeros is shown beside hidden cells, which zeros they are says how the others
// were hidden; then they are hidden too.
void Desk::HideLonelyZeros() {
  bool some_hidden = false;
  for (size_t i = 0; i < counts_.size(); ++i) {
    if (IsTotal(i)) continue;
    if (!hidden_[i] && counts_[i] > 0) return;
    some_hidden = some_hidden || hidden_[i];
  }
  for (size_t i = 0; some_hidden && i < counts_.size(); ++i) {
    if (counts_[i] == 0) hidden_[i] = 1;
  }
}

// Tightens one line whose last cell is the total of the others. True when something moved.
bool Tighten(std::vector<Bounds>& bounds, const std::vector<size_t>& line) {
  int64_t low = 0;
  int64_t high = 0;
  const size_t total = line.back();
  for (size_t i = 0; i + 1 < line.size(); ++i) {
    low += bounds[line[i]].low;
    high = std::min(kUnbounded, high + bounds[line[i]].high);
  }
  bool moved = false;
  const auto narrow = [&](size_t i, int64_t at_least, int64_t at_most) {
    Bounds& b = bounds[i];
    if (at_least > b.low) moved = true, b.low = std::min(at_least, b.high);
    if (at_most < b.high) moved = true, b.high = std::max(at_most, b.low);
  };
  narrow(total, low, high);
  for (size_t i = 0; i + 1 < line.size(); ++i) {
    const Bounds own = bounds[line[i]];
    const bool unbounded = high >= kUnbounded || bounds[total].high >= kUnbounded;
    const int64_t at_most =
        bounds[total].high >= kUnbounded ? kUnbounded : bounds[total].high - (low - own.low);
    const int64_t at_least =
        unbounded && high >= kUnbounded ? 0 : bounds[total].low - (high - own.high);
    narrow(line[i], at_least, at_most);
    if (moved) return true;  // The sums above are stale.
  }
  return moved;
}

Bounds BoundsOf(const std::optional<int64_t>& value, const ReleaseRules& rules, bool exact) {
  if (!value) return {};
  if (exact) return {*value, *value};
  // A rounded nothing is nothing, where small counts are hidden.
  if (*value == 0 && rules.On(Rule::kMinCount)) return {0, 0};
  return {std::max<int64_t>(0, *value - kRounding / 2), *value + kRounding / 2};
}

}  // namespace

std::vector<int64_t> ExactTable::ByOrganisation(size_t row, size_t column) const {
  std::vector<int64_t> parts(organisations, 0);
  for (size_t r = row == rows ? 0 : row; r < (row == rows ? rows : row + 1); ++r) {
    for (size_t c = column == columns ? 0 : column; c < (column == columns ? columns : column + 1);
         ++c) {
      for (size_t o = 0; o < organisations; ++o) {
        parts[o] += counts[(r * columns + c) * organisations + o];
      }
    }
  }
  return parts;
}

std::optional<Rule> HiddenBy(std::span<const int64_t> by_organisation, int64_t population,
                             const ReleaseRules& rules) {
  std::vector<int64_t> parts(by_organisation.begin(), by_organisation.end());
  std::sort(parts.begin(), parts.end(), std::greater<>());
  const int64_t count = SumOfAll(parts);
  if (count == 0) {
    const bool hide = population < kZeroPopulationMin && rules.On(Rule::kZero);
    return hide ? std::optional(Rule::kZero) : std::nullopt;
  }
  const int64_t largest = parts.empty() ? 0 : parts[0];
  const int64_t second = parts.size() < 2 ? 0 : parts[1];
  const auto behind = std::count_if(parts.begin(), parts.end(), [](int64_t n) { return n > 0; });
  if (count < rules.min_count && rules.On(Rule::kMinCount)) return Rule::kMinCount;
  if (behind < kOrganisationsMin && rules.On(Rule::kOrganisations)) return Rule::kOrganisations;
  if (largest * 100 > count * kLargestPercent && rules.On(Rule::kLargest)) return Rule::kLargest;
  if ((largest + second) * 100 > count * kTopTwoPercent && rules.On(Rule::kTopTwo)) {
    return Rule::kTopTwo;
  }
  return std::nullopt;
}

int64_t ValuesToKeep(int64_t count, const ReleaseRules& rules) {
  return std::max(rules.min_count, (count * kKeptPercent + 99) / 100);
}

Released Release(const ExactTable& table, const ReleaseRules& rules) {
  const bool fits = table.counts.size() == table.rows * table.columns * table.organisations &&
                    table.population.size() == table.rows;
  crypto::Check(fits, "a table whose sizes do not fit each other");
  Desk desk(table, rules);
  desk.HideWhatHasTo();
  if (rules.On(Rule::kComplement)) {
    desk.HideComplements();
    desk.HideLonelyZeros();
  }
  return desk.Result();
}

std::vector<Bounds> Conclude(const Released& released, const ReleaseRules& rules) {
  const size_t width = released.columns + 1;
  std::vector<Bounds> bounds;
  for (size_t i = 0; i < released.cells.size(); ++i) {
    const bool total = i / width == released.rows || i % width == released.columns;
    const bool exact = !rules.On(Rule::kRounding) || (total && !rules.On(Rule::kTotals));
    bounds.push_back(BoundsOf(released.cells[i], rules, exact));
  }
  std::vector<std::vector<size_t>> lines;
  for (size_t row = 0; row <= released.rows; ++row) {
    lines.emplace_back();
    for (size_t column = 0; column < width; ++column) lines.back().push_back(row * width + column);
  }
  for (size_t column = 0; column < width; ++column) {
    lines.emplace_back();
    for (size_t row = 0; row <= released.rows; ++row) lines.back().push_back(row * width + column);
  }
  const int rounds_max = kRoundsMax * static_cast<int>(lines.size());
  bool moved = true;
  for (int round = 0; moved && round < rounds_max; ++round) {
    moved = false;
    for (const std::vector<size_t>& line : lines) moved = Tighten(bounds, line) || moved;
  }
  return bounds;
}

ReleasedSum SumOf(const Released& released, std::span<const size_t> cells) {
  ReleasedSum sum;
  for (size_t cell : cells) {
    const std::optional<int64_t>& value = released.cells.at(cell);
    if (value) sum.shown += *value;
    if (!value) ++sum.suppressed;
  }
  return sum;
}

std::string_view SuppressedWords() {
  return "* stands for a count that is not shown: it is small, or too few organisations are behind "
         "it, or it would give away one that is. Numbers are rounded to 5, totals by themselves; "
         "they do not add up exactly.";
}

}  // namespace candour::query
