// Attacks on exact counts: readers who put tables side by side, members who subtract what is
// theirs, and one who tries every world that agrees with what is shown.
#include <algorithm>
#include <numeric>
#include <span>

#include "federation/query/noise.h"
#include "federation/query/release.h"
#include "tests/attacks/attacks.h"
#include "tests/unit/federation/query/query_fixture.h"

namespace candour::attacks {
namespace {

using query::Bounds;
using query::ExactTable;
using query::Released;
using query::ReleaseRules;
using query::Rule;
using query::UniformBelow;

constexpr int64_t kEdge = 6;
constexpr int64_t kTwo = 2;  // values that everything protected has to keep

const std::pair<const char*, std::vector<Rule>> kSwitches[] = {
    {"min-count", {Rule::kMinCount}},
    // Two organisations always have all of it: the rule of the top two implies that of the three.
    {"organisations", {Rule::kOrganisations, Rule::kTopTwo, Rule::kLargest}},
    {"largest", {Rule::kLargest}},
    {"top-two", {Rule::kTopTwo}},
    {"rounding", {Rule::kRounding}},
    {"zero", {Rule::kZero}},
    {"totals", {Rule::kTotals}},
    {"complement", {Rule::kComplement}},
};

ReleaseRules RulesOf(const Settings& settings) {
  ReleaseRules rules;
  for (const auto& [name, off] : kSwitches) {
    if (settings.Off(name)) rules.off.insert(off.begin(), off.end());
  }
  return rules;
}

int64_t Draw(int64_t low, int64_t high, crypto::Prg& prg) {
  return low + static_cast<int64_t>(UniformBelow(static_cast<uint64_t>(high - low + 1), prg));
}

// Cells of every kind: none, few, one organisation's, two organisations', of three, of many.
void FillCell(ExactTable& table, size_t cell, crypto::Prg& prg) {
  int64_t* by = &table.counts[cell * table.organisations];
  const size_t n = table.organisations;
  const size_t first = UniformBelow(n, prg);
  switch (UniformBelow(6, prg)) {
    case 0:
      return;
    case 1:
      for (size_t o = 0; o < 3; ++o) by[(first + o) % n] = Draw(0, 3, prg);
      return;
    case 2:
      by[first] = Draw(60, 400, prg);
      for (size_t o = 1; o < n; ++o) by[(first + o) % n] = Draw(0, by[first] / 50, prg);
      return;
    case 3:
      by[first] = Draw(20, 80, prg);
      by[(first + 1) % n] = Draw(20, 80, prg);
      by[(first + 2) % n] = Draw(0, 2, prg);
      return;
    case 4:
      for (size_t o = 0; o < 3; ++o) by[(first + o) % n] = Draw(6, 20, prg);
      return;
    default:
      for (size_t o = 0; o < n; ++o) by[o] = Draw(2, 30, prg);
  }
}

ExactTable RandomTable(crypto::Prg& prg) {
  ExactTable table{.rows = 1 + UniformBelow(3, prg),
                   .columns = 1 + UniformBelow(3, prg),
                   .organisations = 3 + UniformBelow(10, prg)};
  table.counts.assign(table.rows * table.columns * table.organisations, 0);
  for (size_t cell = 0; cell < table.rows * table.columns; ++cell) FillCell(table, cell, prg);
  for (size_t row = 0; row < table.rows; ++row) {
    const std::vector<int64_t> parts = table.ByOrganisation(row, table.columns);
    const int64_t seen = std::accumulate(parts.begin(), parts.end(), int64_t{0});
    table.population.push_back(seen + (UniformBelow(2, prg) == 0 ? 5 : 200));
  }
  return table;
}

// The least that is left open, over the number of values that have to be.
struct Least {
  int64_t values = INT64_MAX;
  int64_t needed = 0;
  int64_t looked_at = 0;
  bool held = true;
  void Note(int64_t left, int64_t to_keep) {
    ++looked_at;
    if (left < to_keep) held = false;
    if (left >= values) return;
    values = left;
    needed = to_keep;
  }
};

Finding FindingOf(const std::string& name, const Least& least, const std::string& what) {
  return {.name = name,
          .measured = static_cast<double>(least.values == INT64_MAX ? 0 : least.values),
          .bound = static_cast<double>(least.needed),
          .held = least.held && least.looked_at > 0,
          .note = std::to_string(least.looked_at) + " " + what};
}

size_t Cells(const ExactTable& table) { return (table.rows + 1) * (table.columns + 1); }

int64_t PopulationOf(const ExactTable& table, size_t row) {
  if (row < table.rows) return table.population[row];
  return std::accumulate(table.population.begin(), table.population.end(), int64_t{0});
}

// One random sequence of questions about one table: which cells and totals were asked for, in any
// order and as often as one likes. A reader concludes from all of them together.
void AskSequence(const ExactTable& table, const ReleaseRules& rules, crypto::Prg& prg,
                 Least& least) {
  Released seen = Release(table, rules);
  const uint64_t kept_of_eight = Draw(4, 8, prg);
  for (std::optional<int64_t>& cell : seen.cells) {
    if (UniformBelow(8, prg) >= kept_of_eight) cell.reset();
  }
  const std::vector<Bounds> bounds = Conclude(seen, rules);
  for (size_t i = 0; i < Cells(table); ++i) {
    const size_t row = i / (table.columns + 1);
    const std::vector<int64_t> parts = table.ByOrganisation(row, i % (table.columns + 1));
    if (!query::HiddenBy(parts, PopulationOf(table, row), ReleaseRules{})) continue;
    const int64_t count = std::accumulate(parts.begin(), parts.end(), int64_t{0});
    least.Note(bounds[i].values(), query::ValuesToKeep(count, ReleaseRules{}));
  }
}

Finding RandomSequences(const Settings& settings) {
  crypto::Prg prg(query::testing::SeedOf("sequences " + std::to_string(settings.seed)));
  const ReleaseRules rules = RulesOf(settings);
  Least least;
  for (int i = 0; i < settings.sequences; ++i) AskSequence(RandomTable(prg), rules, prg, least);
  return FindingOf("random question sequences", least,
                   "protected cells in " + std::to_string(settings.sequences) + " sequences");
}

// All members behind a shown cell but one put their numbers together: the last one's own keeps two
// values at least.
Finding OwnSubtracted(const Settings& settings) {
  crypto::Prg prg(query::testing::SeedOf("own " + std::to_string(settings.seed)));
  const ReleaseRules rules = RulesOf(settings);
  Least least;
  for (int i = 0; i < settings.sequences; ++i) {
    const ExactTable table = RandomTable(prg);
    const Released released = Release(table, rules);
    const std::vector<Bounds> bounds = Conclude(released, rules);
    for (size_t cell = 0; cell < Cells(table); ++cell) {
      const std::optional<int64_t>& value = released.cells[cell];
      if (value && *value > 0) least.Note(bounds[cell].values(), kTwo);
    }
  }
  return FindingOf("all but one subtract their own", least, "shown cells");
}

// A table before and after one late report. Everybody knows that it came; in which cell it counts
// keeps two possible places.
Finding LateReport(const Settings& settings) {
  crypto::Prg prg(query::testing::SeedOf("late " + std::to_string(settings.seed)));
  const ReleaseRules rules = RulesOf(settings);
  Least least;
  for (int i = 0; i < settings.sequences; ++i) {
    ExactTable table = RandomTable(prg);
    const size_t cells = table.rows * table.columns;
    if (cells < 2) continue;
    const Released before = Release(table, rules);
    const size_t at = UniformBelow(table.counts.size(), prg);
    ++table.counts[at];
    const Released after = settings.Off("frozen") ? Release(table, rules) : before;
    int64_t places = 0;
    for (size_t place = 0; place < cells; ++place) {
      // A change elsewhere in the table is what one report here would have made.
      bool fits = true;
      for (size_t cell = 0; cell < cells; ++cell) {
        const size_t shown = cell / table.columns * (table.columns + 1) + cell % table.columns;
        if (cell != place && before.cells[shown] != after.cells[shown]) fits = false;
      }
      places += fits ? 1 : 0;
    }
    least.Note(places, kTwo);
  }
  return FindingOf("before and after a late report (exact)", least, "late reports");
}

// Worlds of two rows of two and their totals, each count spread over four organisations.
ExactTable SmallWorld(const std::vector<int64_t>& counts) {
  ExactTable table{
      .rows = 2, .columns = 2, .organisations = 4, .counts = {}, .population = {60, 60}};
  for (int64_t count : counts) {
    for (int64_t o = 0; o < 4; ++o) table.counts.push_back(count / 4 + (o < count % 4 ? 1 : 0));
  }
  return table;
}

// The questions of a small world: each cell and total, and two roll-ups of what is released.
std::vector<int64_t> AnswersOf(const Released& released) {
  std::vector<int64_t> answers;
  for (const std::optional<int64_t>& cell : released.cells) answers.push_back(cell.value_or(-1));
  for (const std::vector<size_t>& cells : {std::vector<size_t>{0, 1}, std::vector<size_t>{0, 4}}) {
    const query::ReleasedSum sum = SumOf(released, cells);
    answers.push_back(sum.shown * 16 + static_cast<int64_t>(sum.suppressed));
  }
  return answers;
}

//
// Worlds go further than those that are judged: a reader of real tables knows no largest count, so
// one at the edge must not help.
struct SmallWorlds {
  int64_t judged_max = 0;
  std::vector<std::vector<int64_t>> counts;   // of the four cells
  std::vector<std::vector<int64_t>> answers;  // to each question

  bool Judged(size_t world) const {
    return std::all_of(counts[world].begin(), counts[world].end(),
                       [this](int64_t count) { return count <= judged_max; });
  }
};

SmallWorlds AllSmallWorlds(int64_t count_max, const ReleaseRules& rules) {
  SmallWorlds worlds{.judged_max = count_max - kEdge, .counts = {}, .answers = {}};
  const int64_t n = count_max + 1;
  for (int64_t i = 0; i < n * n * n * n; ++i) {
    const std::vector<int64_t> counts = {i % n, i / n % n, i / n / n % n, i / n / n / n};
    worlds.answers.push_back(AnswersOf(Release(SmallWorld(counts), rules)));
    worlds.counts.push_back(counts);
  }
  return worlds;
}

// What a world answers to these questions, as one number.
uint64_t Heard(const std::vector<int64_t>& answers, const std::vector<size_t>& questions) {
  uint64_t heard = 0;
  for (size_t question : questions) {
    heard = heard * 1000003 + static_cast<uint64_t>(answers[question] + 2);
  }
  return heard;
}

// The values of one cell among worlds that cannot be told apart, when one of them is protected.
void NoteCell(const SmallWorlds& worlds, size_t cell, std::span<const size_t> group, Least& least) {
  std::vector<int64_t> values;
  bool is_protected = false;
  for (size_t world : group) {
    const int64_t count = worlds.counts[world][cell];
    values.push_back(count);
    is_protected = is_protected || (count > 0 && count < 8 && worlds.Judged(world));
  }
  if (!is_protected) return;
  std::sort(values.begin(), values.end());
  least.Note(std::unique(values.begin(), values.end()) - values.begin(), kTwo);
}

// Who knows the rules and tries every world: how many values a protected cell has among the worlds
// that give the same answers to these questions.
void TryEveryWorld(const SmallWorlds& worlds, const std::vector<size_t>& questions, Least& least) {
  std::vector<uint64_t> heard;
  for (const std::vector<int64_t>& answers : worlds.answers) {
    heard.push_back(Heard(answers, questions));
  }
  std::vector<size_t> order(heard.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return heard[a] < heard[b]; });
  for (size_t begin = 0; begin < order.size();) {
    size_t end = begin;
    while (end < order.size() && heard[order[end]] == heard[order[begin]]) ++end;
    const std::span<const size_t> group(order.data() + begin, end - begin);
    for (size_t cell = 0; cell < worlds.counts.front().size(); ++cell) {
      NoteCell(worlds, cell, group, least);
    }
    begin = end;
  }
}

// The answers are of one frozen table, so order and repeats of questions say nothing: every
// sequence of up to four questions is one of these sets.
Finding EverySequence(const Settings& settings) {
  const SmallWorlds worlds = AllSmallWorlds(settings.small_world_max, RulesOf(settings));
  const size_t questions = worlds.answers.front().size();
  Least least;
  int sets = 0;
  for (size_t a = 0; a < questions; ++a) {
    for (size_t b = a; b < questions; ++b) {
      for (size_t c = b; c < questions; ++c) {
        for (size_t d = c; d < questions; ++d) {
          const bool repeats = (a == b && b != c) || (b == c && c != d);
          if (repeats) continue;  // The same set as a shorter sequence.
          TryEveryWorld(worlds, {a, b, c, d}, least);
          ++sets;
        }
      }
    }
  }
  std::vector<size_t> all(questions);
  std::iota(all.begin(), all.end(), 0);
  TryEveryWorld(worlds, all, least);
  return FindingOf("every sequence of up to 4 questions", least,
                   "protected cells, " + std::to_string(sets) + " sets of questions, " +
                       std::to_string(worlds.counts.size()) + " worlds");
}

}  // namespace

std::vector<Finding> AttackExactCounts(const Settings& settings) {
  return {RandomSequences(settings), OwnSubtracted(settings), LateReport(settings),
          EverySequence(settings)};
}

}  // namespace candour::attacks
