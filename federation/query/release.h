// Releasing exact counts: screens, exports and aggregates over learning that is shared already
// (privacy section 8). Noised answers never come here; see answer.h.
//
// One pure function decides about a whole table, because no cell is safe by itself: totals and
// neighbours say what a hidden cell was. The caller releases a table of closed periods once, keeps
// the result, and makes every roll-up from that result; counting anew after a late report or a
// withdrawal would give the difference away.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace candour::query {

enum class Rule : uint8_t {
  kMinCount,       // fewer than min_count
  kOrganisations,  // fewer than three organisations behind it
  kLargest,        // one of them has more than 85 %
  kTopTwo,         // two of them have more than 90 %
  kRounding,       // to 5
  kZero,           // nothing is shown only in a row of at least 50
  kTotals,         // rounded like cells, independently of them; not additive
  kComplement,     // a hidden cell may not be found from what is shown around it
};

struct ReleaseRules {
  int64_t min_count = 8;
  std::set<Rule> off{};  // Tests only: what an attacker gains without a rule.
  bool On(Rule rule) const { return !off.contains(rule); }
};

// counts[(row * columns + column) * organisations + organisation]; `population` is, for each row,
// everything that could have been counted there.
struct ExactTable {
  size_t rows = 0;
  size_t columns = 0;
  size_t organisations = 0;
  std::vector<int64_t> counts{};
  std::vector<int64_t> population{};

  // One cell's count by organisation. `row == rows` and `column == columns` are the totals.
  std::vector<int64_t> ByOrganisation(size_t row, size_t column) const;
};

struct Released {
  size_t rows = 0;
  size_t columns = 0;
  // (rows + 1) * (columns + 1), the last row and column are totals; empty: suppressed.
  std::vector<std::optional<int64_t>> cells{};
  bool operator==(const Released&) const = default;

  const std::optional<int64_t>& At(size_t row, size_t column) const {
    return cells[row * (columns + 1) + column];
  }
};

// Sizes that do not fit each other are a programmer's mistake: aborts.
Released Release(const ExactTable& table, const ReleaseRules& rules);

// The first rule that hides this cell by itself, if one does.
std::optional<Rule> HiddenBy(std::span<const int64_t> by_organisation, int64_t population,
                             const ReleaseRules& rules);
// How many values a hidden cell of this count has to keep: min_count, and 15 % of a large count.
int64_t ValuesToKeep(int64_t count, const ReleaseRules& rules);

// What a reader can conclude about every cell: the values that agree with each shown line of the
// table, by interval propagation. `high` is at most kUnbounded.
inline constexpr int64_t kUnbounded = int64_t{1} << 40;
struct Bounds {
  int64_t low = 0;
  int64_t high = kUnbounded;
  bool operator==(const Bounds&) const = default;
  int64_t values() const { return high - low + 1; }
};
std::vector<Bounds> Conclude(const Released& released, const ReleaseRules& rules);

// A sum over cells of a released table: all that a roll-up or a longer window may say.
struct ReleasedSum {
  int64_t shown = 0;      // of rounded values
  size_t suppressed = 0;  // cells that are not in it
};
ReleasedSum SumOf(const Released& released, std::span<const size_t> cells);

// "*" in words, for beside every table.
std::string_view SuppressedWords();

}  // namespace candour::query
