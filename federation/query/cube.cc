#include "federation/query/cube.h"

#include <algorithm>

#include "crypto/check.h"

namespace candour::query {
namespace {

constexpr std::string_view kEvents =
    "one incident or near miss, recorded by one organisation, in the period it belongs to";
constexpr std::string_view kPublished =
    "one piece of learning, published by one organisation, in the period it belongs to";

std::vector<Cube> MakeCubes() {
  return {
      {.name = "events",
       .version = 1,
       .title = "Events by harm, specialty and month",
       .counts = kEvents,
       .period = PeriodUnit::kMonth,
       .periods_max = 12,
       .dimensions = {&Harm(), &Specialties()}},
      {.name = "factors",
       .version = 1,
       .title = "Events by contributory factor, setting and quarter",
       .counts = kEvents,
       .period = PeriodUnit::kQuarter,
       .periods_max = 8,
       .dimensions = {&Factors(), &Settings()}},
      {.name = "processes",
       .version = 1,
       .title = "Events by process and month",
       .counts = kEvents,
       .period = PeriodUnit::kMonth,
       .periods_max = 24,
       .dimensions = {&Processes()}},
      {.name = "near-misses",
       .version = 1,
       .title = "Incidents and near misses by quarter",
       .counts = kEvents,
       .period = PeriodUnit::kQuarter,
       .periods_max = 12,
       .dimensions = {&EventKinds()}},
      {.name = "published",
       .version = 1,
       .title = "Published learning by kind and month",
       .counts = kPublished,
       .period = PeriodUnit::kMonth,
       .periods_max = 24,
       .dimensions = {&LearningKinds()}},
  };
}

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

// One report counts once: more than one factor is "several", not several counts.
size_t FactorOf(const std::vector<std::string_view>& factors) {
  const Taxonomy& taxonomy = Factors();
  std::optional<size_t> found;
  for (std::string_view factor : factors) {
    const size_t term = taxonomy.Classify(Lower(factor));
    if (found && *found != term) return taxonomy.Find("several");
    found = term;
  }
  return found ? *found : taxonomy.Find("unknown");
}

size_t TermOf(const Taxonomy& taxonomy, const ReportFacts& facts) {
  if (&taxonomy == &Harm()) return taxonomy.Classify(facts.harm);
  if (&taxonomy == &Specialties()) return taxonomy.Classify(facts.specialty);
  if (&taxonomy == &Settings()) return taxonomy.Classify(facts.setting);
  if (&taxonomy == &Processes()) return taxonomy.Classify(facts.process);
  if (&taxonomy == &Factors()) return FactorOf(facts.factors);
  return taxonomy.Classify(facts.kind);
}

bool IsEvent(std::string_view kind) {
  return EventKinds().Classify(kind) < EventKinds().Find("other");
}

std::optional<Period> PeriodFor(PeriodUnit unit, std::string_view text) {
  std::optional<Period> period = ParsePeriod(text);
  if (!period || period->unit == unit) return period;
  if (unit == PeriodUnit::kMonth) return std::nullopt;
  return Period{PeriodUnit::kQuarter, period->index / 3};
}

}  // namespace

size_t Cube::CellsPerPeriod() const {
  size_t cells = 1;
  for (const Taxonomy* taxonomy : dimensions) cells *= taxonomy->terms.size();
  return cells;
}

bool Cube::Covers(const Window& window) const {
  return window.unit == period && window.last >= window.first && window.periods() <= periods_max;
}

std::optional<size_t> Cube::CellOf(const Window& window, const Period& at,
                                   std::span<const size_t> terms) const {
  if (at.unit != window.unit || at.index < window.first || at.index > window.last) {
    return std::nullopt;
  }
  if (terms.size() != dimensions.size()) return std::nullopt;
  size_t cell = static_cast<size_t>(at.index - window.first);
  for (size_t i = 0; i < terms.size(); ++i) {
    if (terms[i] >= dimensions[i]->terms.size()) return std::nullopt;
    cell = cell * dimensions[i]->terms.size() + terms[i];
  }
  return cell;
}

CellName NameOf(const Cube& cube, const Window& window, size_t cell) {
  crypto::Check(cell < cube.Cells(window), "a cell outside its table");
  CellName name;
  name.terms.resize(cube.dimensions.size());
  for (size_t i = cube.dimensions.size(); i-- > 0;) {
    const size_t size = cube.dimensions[i]->terms.size();
    name.terms[i] = cell % size;
    cell /= size;
  }
  name.period = {window.unit, window.first + static_cast<int32_t>(cell)};
  return name;
}

const std::vector<Cube>& Cubes() {
  static const std::vector<Cube> kCubes = MakeCubes();
  return kCubes;
}

const Cube* FindCube(std::string_view name, uint32_t version) {
  for (const Cube& cube : Cubes()) {
    if (cube.name == name && cube.version == version) return &cube;
  }
  return nullptr;
}

std::string CubeText(const Cube& cube) {
  std::string out = "candour/cube/v1\nname " + std::string(cube.name) + "\nversion " +
                    std::to_string(cube.version) + "\ntitle " + std::string(cube.title) +
                    "\ncounts " + std::string(cube.counts) + "\nperiod " +
                    (cube.period == PeriodUnit::kMonth ? "month" : "quarter") + "\nperiods-max " +
                    std::to_string(cube.periods_max) + "\n";
  for (const Taxonomy* taxonomy : cube.dimensions) {
    out +=
        "dimension " + std::string(taxonomy->name) + " " + std::to_string(taxonomy->version) + "\n";
    for (const Term& term : taxonomy->terms) {
      out += "term " + std::string(term.code) + " " + std::string(term.label) + "\n";
    }
  }
  return out;
}

crypto::Hash CubeHash(const Cube& cube) { return crypto::Sha256(CubeText(cube)); }

std::optional<Placement> Place(const Cube& cube, const ReportFacts& facts) {
  if (cube.counts == kEvents && !IsEvent(facts.kind)) return std::nullopt;
  const std::optional<Period> period = PeriodFor(cube.period, facts.period);
  if (!period) return std::nullopt;
  Placement placement{.period = *period};
  for (const Taxonomy* taxonomy : cube.dimensions) {
    placement.terms.push_back(TermOf(*taxonomy, facts));
  }
  return placement;
}

std::vector<int64_t> RollUp(const Cube& cube, const Window& window, std::span<const int64_t> cells,
                            std::span<const size_t> keep, Periods periods) {
  crypto::Check(cells.size() == cube.Cells(window), "a table of another size");
  size_t size = periods == Periods::kByPeriod ? window.periods() : 1;
  for (size_t dimension : keep) size *= cube.dimensions.at(dimension)->terms.size();
  std::vector<int64_t> sums(size, 0);
  for (size_t cell = 0; cell < cells.size(); ++cell) {
    const CellName name = NameOf(cube, window, cell);
    size_t at =
        periods == Periods::kByPeriod ? static_cast<size_t>(name.period.index - window.first) : 0;
    for (size_t dimension : keep) {
      at = at * cube.dimensions[dimension]->terms.size() + name.terms[dimension];
    }
    sums[at] += cells[cell];
  }
  return sums;
}

}  // namespace candour::query
