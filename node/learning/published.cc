// Published learning counted exactly: what every reader here may read one by one
// (docs/decisions/0106). Never mixed with counts of this node's own reports.
#include <algorithm>

#include "federation/query/signal.h"
#include "node/learning/answer_view.h"
#include "node/learning/authorise.h"
#include "node/learning/query_handlers.h"
#include "node/learning/question_view.h"
#include "node/learning/shared_cubes.h"

namespace candour {
namespace {

using storage::Reader;

constexpr int32_t kPeriodsDefault = 12;
constexpr size_t kPeriodsMax = 60;

struct Asked {
  const query::Cube& cube;
  query::Window window;
  TableShape shape;
};

Error WindowError(const query::Cube& cube) {
  const bool months = cube.period == query::PeriodUnit::kMonth;
  return {ErrorCode::kInvalid, "WINDOW_INVALID",
          "cube " + std::string(cube.name) + " is counted by whole " +
              (months ? "months (2025-04)" : "quarters (2025-Q2)") + ", at most " +
              std::to_string(kPeriodsMax) + " of them, the earlier one first"};
}

// Without a period: the last twelve, the one that is not over included.
Result<query::Window> WindowOf(const node::v1::CountPublishedRequest& request,
                               const query::Cube& cube, WallSeconds now) {
  const int32_t current = query::PeriodAt(cube.period, now).index;
  if (request.first().empty()) {
    return query::Window{cube.period, current - kPeriodsDefault + 1, current};
  }
  const auto first = query::ParsePeriod(request.first());
  const auto last = query::ParsePeriod(request.last().empty() ? request.first() : request.last());
  if (!first || !last || first->unit != cube.period || last->unit != cube.period) {
    return Fail(WindowError(cube));
  }
  const query::Window window{cube.period, first->index, last->index};
  if (window.last < window.first || window.periods() > kPeriodsMax) return Fail(WindowError(cube));
  return window;
}

// Where this node may read what others publish. Who was removed keeps what it has.
bool Reads(const NetworkView& network) {
  const Member* self = network.manifest->manifest.FindMember(network.self);
  return self == nullptr || self->Has('r') || self->Has('h');
}

// Of the last period of the window, one for each combination of what is kept.
void ShowSignals(const Asked& asked, const std::string& network, const std::vector<int64_t>& counts,
                 node::v1::CountPublishedResponse& out) {
  if (asked.shape.periods != query::Periods::kByPeriod) return;
  const size_t periods = asked.window.periods();
  const size_t across = counts.size() / periods;
  for (size_t i = 0; i < across; ++i) {
    std::vector<std::optional<int64_t>> series;
    for (size_t period = 0; period < periods; ++period) {
      series.push_back(counts[period * across + i]);
    }
    const auto signal = query::Judge(series, periods - 1, /*noise_deviation=*/0);
    if (!signal || !signal->raised) continue;
    std::string label = network;
    for (const std::string& word :
         LabelsOf(asked.cube, asked.window, asked.shape, (periods - 1) * across + i)) {
      label += ", " + word;
    }
    out.add_signals(label + ": " + query::SignalWords(*signal, *series.back()));
  }
}

// A combination that is nowhere in the window is left out; others show their zeros.
void ShowCounts(const Asked& asked, const std::string& network, const std::vector<int64_t>& counts,
                node::v1::CountPublishedResponse& out) {
  const bool by_period = asked.shape.periods == query::Periods::kByPeriod;
  const size_t periods = by_period ? asked.window.periods() : 1;
  const size_t across = counts.size() / periods;
  std::vector<int64_t> sums(across, 0);
  for (size_t i = 0; i < counts.size(); ++i) sums[i % across] += counts[i];
  for (size_t i = 0; i < counts.size(); ++i) {
    if (sums[i % across] == 0) continue;
    auto& cell = *out.add_cells();
    cell.add_labels(network);
    for (std::string& word : LabelsOf(asked.cube, asked.window, asked.shape, i)) {
      cell.add_labels(std::move(word));
    }
    cell.set_count(static_cast<uint64_t>(counts[i]));
  }
}

void ShowNetwork(const Reader& store, const NetworkView& network, const Asked& asked,
                 node::v1::CountPublishedResponse& out) {
  const std::string& name = network.manifest->manifest.name;
  auto& shown = *out.add_networks();
  shown.set_network(name);
  if (network.recovering) {
    shown.set_note("nothing is shown before this node has caught up: candour status");
    return;
  }
  if (!Reads(network)) {
    shown.set_note("this node may not read what members publish there; its coordinator gives r");
    return;
  }
  const std::vector<int64_t> cells = SharedCells(store, network.id, asked.cube, asked.window);
  const SharedTotal total = SharedTotalOf(store, network.id, asked.cube);
  int64_t counted = 0;
  for (const int64_t cell : cells) counted += cell;
  shown.set_items(total.items);
  shown.set_in_cube(total.placed);
  shown.set_counted(static_cast<uint64_t>(counted));
  const std::vector<int64_t> counts =
      query::RollUp(asked.cube, asked.window, cells, asked.shape.keep, asked.shape.periods);
  ShowCounts(asked, name, counts, out);
  ShowSignals(asked, name, counts, out);
}

}  // namespace

Result<node::v1::CountPublishedResponse> QueryHandlers::CountPublished(
    const Principal& who, const node::v1::CountPublishedRequest& request) {
  if (auto ok = Authorise(who, UserAction::kReadShared); !ok) return Fail(ok.error());
  auto cube =
      CubeNamed(request.cube().empty() ? "published" : request.cube(), request.cube_version());
  if (!cube) return Fail(cube.error());
  const auto window = WindowOf(request, **cube, services_.turns.Time().wall);
  if (!window) return Fail(window.error());
  const auto shape =
      ShapeFor(**cube, {request.keep().begin(), request.keep().end()},
               request.periods_together() ? query::Periods::kTogether : query::Periods::kByPeriod);
  if (!shape) return Fail(shape.error());
  const Asked asked{**cube, *window, *shape};
  const auto snapshot = services_.turns.Snapshot();
  std::vector<NetworkView> networks = Networks(services_.turns, *snapshot);
  if (!request.network().empty()) {
    auto named = FindNetwork(services_.turns, *snapshot, request.network());
    if (!named) return Fail(named.error());
    networks = {std::move(*named)};
  }
  node::v1::CountPublishedResponse response;
  response.set_cube((*cube)->name.data(), (*cube)->name.size());
  response.set_cube_version((*cube)->version);
  response.set_first(query::FormatPeriod({window->unit, window->first}));
  response.set_last(query::FormatPeriod({window->unit, window->last}));
  response.add_columns("network");
  for (std::string& column : ColumnsOf(asked.cube, asked.shape)) {
    response.add_columns(std::move(column));
  }
  for (const NetworkView& network : networks) ShowNetwork(*snapshot, network, asked, response);
  response.set_note(
      "Exact counts of published learning that this node holds and may read, by the day of "
      "publication; withdrawn pieces are left out, and a piece in two networks counts in each. "
      "Reports that were not published are never in here: candour query ask");
  return response;
}

}  // namespace candour
