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
constexpr int64_t kGuessedValuesMin = 2;

int64_t Rounded(int64_t count) { return (count + kRounding / 2) / kRounding * kRounding; }

int64_t SumOfAll(std::span<const int64_t> parts) {
  int64_t sum = 0;
  for (int64_t part : parts) sum += part;
  return sum;
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

// What each cell says by itself.
std::vector<Bounds> BoundsAlone(const Released& released, const ReleaseRules& rules) {
  const size_t width = released.columns + 1;
  std::vector<Bounds> bounds;
  for (size_t i = 0; i < released.cells.size(); ++i) {
    const bool total = i / width == released.rows || i % width == released.columns;
    const bool exact = !rules.On(Rule::kRounding) || (total && !rules.On(Rule::kTotals));
    bounds.push_back(BoundsOf(released.cells[i], rules, exact));
  }
  return bounds;
}

void Propagate(const Released& released, std::vector<Bounds>& bounds) {
  const size_t width = released.columns + 1;
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
}

// The table with its totals while it is decided about.
class Desk {
 public:
  Desk(const ExactTable& table, const ReleaseRules& rules);

  void HideWhatHasTo();
  void HideComplements();
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
  bool IsSmall(size_t index) const {
    return protected_[index] && counts_[index] > 0 && counts_[index] < rules_.min_count;
  }
  int64_t PopulationOf(size_t row) const;
  bool Betrayed() const;
  bool GuessedRight(const Released& shown) const;
  bool HideInLine(const std::vector<size_t>& line, size_t least);
  void HideInEveryLine(size_t least);
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
bool Desk::Betrayed() const {
  const Released shown = Result();
  const std::vector<Bounds> bounds = Conclude(shown, rules_);
  for (size_t i = 0; i < bounds.size(); ++i) {
    const bool rounded = shown.cells[i] && counts_[i] > 0 && !IsExact(i);
    const int64_t to_keep = protected_[i]     ? ValuesToKeep(counts_[i], rules_)
                            : !shown.cells[i] ? rules_.min_count
                            : rounded         ? 2
                                              : 1;
    if (bounds[i].values() < to_keep) return true;
  }
  return GuessedRight(shown);
}

// Whoever knows these rules may guess why each cell is hidden: small for its own sake, not small
// for another's. Even who guesses right finds two values for every small one.
bool Desk::GuessedRight(const Released& shown) const {
  std::vector<Bounds> bounds = BoundsAlone(shown, rules_);
  for (size_t i = 0; i < bounds.size(); ++i) {
    if (IsSmall(i)) bounds[i] = {1, rules_.min_count - 1};
    const bool other = hidden_[i] && !protected_[i] && counts_[i] > 0;
    if (other && rules_.On(Rule::kMinCount)) bounds[i].low = rules_.min_count;
  }
  Propagate(shown, bounds);
  for (size_t i = 0; i < bounds.size(); ++i) {
    if (IsSmall(i) && bounds[i].values() < kGuessedValuesMin) return true;
  }
  return false;
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

// Hides more of a line in which something is hidden, until `least` of it are: the next ones by
// place, its total last. True when something was hidden. By place and not by count: which cells are
// hidden says little about what stands in them.
bool Desk::HideInLine(const std::vector<size_t>& line, size_t least) {
  const auto hidden = [&](size_t i) { return hidden_[i] != 0; };
  const auto first = std::find_if(line.begin(), line.end(), hidden);
  auto count = static_cast<size_t>(std::count_if(line.begin(), line.end(), hidden));
  if (first == line.end() || count >= least) return false;
  const size_t cells = line.size() - 1;
  const auto from = static_cast<size_t>(first - line.begin());
  for (size_t step = 1; step <= cells && count < least; ++step) {
    char& next = hidden_[line[(from + step) % cells]];
    count += next ? 0 : 1;
    next = 1;
  }
  if (count < least) hidden_[line.back()] = 1;
  return true;
}

void Desk::HideInEveryLine(size_t least) {
  for (bool moved = true; moved;) {
    moved = false;
    for (size_t row = 0; row <= table_.rows; ++row) {
      moved = HideInLine(RowOf(Index(row, 0)), std::min(least, table_.columns + 1)) || moved;
    }
    for (size_t column = 0; column <= table_.columns; ++column) {
      moved = HideInLine(ColumnOf(column), std::min(least, table_.rows + 1)) || moved;
    }
  }
}

// Two of every line with something hidden, else three, ... else nothing is fit to be shown.
void Desk::HideComplements() {
  const size_t longest = std::max(table_.rows, table_.columns) + 1;
  for (size_t least = 2; Betrayed(); ++least) {
    if (least > longest) {
      std::fill(hidden_.begin(), hidden_.end(), 1);
      return;
    }
    HideInEveryLine(least);
  }
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
  if (rules.On(Rule::kComplement)) desk.HideComplements();
  return desk.Result();
}

std::vector<Bounds> Conclude(const Released& released, const ReleaseRules& rules) {
  std::vector<Bounds> bounds = BoundsAlone(released, rules);
  Propagate(released, bounds);
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
