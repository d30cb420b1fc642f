#include "federation/query/cube.h"

#include <gtest/gtest.h>

#include <numeric>
#include <set>

#include "crypto/encoding.h"

namespace candour::query {
namespace {

Window Longest(const Cube& cube) {
  const int32_t first = cube.period == PeriodUnit::kMonth ? 2025 * 12 : 2025 * 4;
  return {cube.period, first, first + static_cast<int32_t>(cube.periods_max) - 1};
}

TEST(Cubes, FitIntoOneReport) {
  EXPECT_GE(Cubes().size(), 5u);
  for (const Cube& cube : Cubes()) {
    EXPECT_TRUE(cube.Covers(Longest(cube)));
    EXPECT_LE(cube.Cells(Longest(cube)), kCellsMax) << cube.name;
    EXPECT_FALSE(cube.counts.empty());
    EXPECT_EQ(FindCube(cube.name, cube.version), &cube);
    EXPECT_EQ(FindCube(cube.name, cube.version + 1), nullptr);
  }
}

TEST(Cubes, NameEveryCellOnce) {
  for (const Cube& cube : Cubes()) {
    const Window window = Longest(cube);
    for (size_t cell = 0; cell < cube.Cells(window); ++cell) {
      const CellName name = NameOf(cube, window, cell);
      ASSERT_EQ(cube.CellOf(window, name.period, name.terms), std::optional<size_t>(cell));
    }
  }
}

TEST(Cubes, CoverOnlyWindowsOfTheirUnitAndLength) {
  const Cube& cube = *FindCube("near-misses", 1);
  const Window longest = Longest(cube);

  EXPECT_FALSE(cube.Covers({PeriodUnit::kMonth, longest.first, longest.first}));
  EXPECT_FALSE(cube.Covers({longest.unit, longest.first, longest.last + 1}));
  EXPECT_FALSE(cube.Covers({longest.unit, longest.last, longest.first}));
  EXPECT_FALSE(cube.CellOf(longest, {longest.unit, longest.last + 1}, std::vector<size_t>{0}));
  EXPECT_FALSE(cube.CellOf(longest, {longest.unit, longest.last}, std::vector<size_t>{99}));
  EXPECT_FALSE(cube.CellOf(longest, {longest.unit, longest.last}, std::vector<size_t>{}));
}

// A published definition never changes: another one needs another version.
TEST(Cubes, KeepTheirPublishedDefinitions) {
  std::string hashes;
  for (const Cube& cube : Cubes()) {
    hashes +=
        std::string(cube.name) + " " + crypto::HexEncode(CubeHash(cube).view().substr(0, 8)) + "\n";
  }
  EXPECT_EQ(hashes,
            "events 5ada3f6324b2d894\nfactors 130a91b335f2e409\nprocesses c8af71ce35688369\n"
            "near-misses 5e19d5fe4dc03637\npublished 1e60c4316f293e8c\n");
}

TEST(Placement, CountsAReportOnce) {
  const std::vector<std::string_view> factors = {"TASKS", "TASKS", "PERSON"};
  const ReportFacts facts{.kind = "NEAR_MISS",
                          .harm = "NONE",
                          .specialty = "General medicine",
                          .setting = "Acute ward",
                          .process = "",
                          .factors = factors,
                          .period = "2025-05"};

  const std::optional<Placement> events = Place(*FindCube("events", 1), facts);
  const std::optional<Placement> by_factor = Place(*FindCube("factors", 1), facts);
  const std::optional<Placement> misses = Place(*FindCube("near-misses", 1), facts);

  ASSERT_TRUE(events && by_factor && misses);
  EXPECT_EQ(FormatPeriod(events->period), "2025-05");
  EXPECT_EQ(events->terms,
            (std::vector<size_t>{Harm().Find("none"), Specialties().Find("medicine")}));
  EXPECT_EQ(FormatPeriod(by_factor->period), "2025-Q2");
  EXPECT_EQ(by_factor->terms,
            (std::vector<size_t>{Factors().Find("several"), Settings().Find("ward")}));
  EXPECT_EQ(misses->terms, (std::vector<size_t>{EventKinds().Find("near-miss")}));
}

TEST(Placement, IsNotForReportsThatDoNotFit) {
  const Cube& monthly = *FindCube("events", 1);
  const Cube& quarterly = *FindCube("near-misses", 1);

  EXPECT_FALSE(Place(monthly, {.kind = "SOLUTION", .period = "2025-05"}));
  EXPECT_FALSE(Place(monthly, {.kind = "INCIDENT", .period = "2025-Q2"}));
  EXPECT_FALSE(Place(monthly, {.kind = "INCIDENT", .period = "2025"}));
  EXPECT_FALSE(Place(monthly, {.kind = "INCIDENT", .period = ""}));
  EXPECT_TRUE(Place(quarterly, {.kind = "INCIDENT", .period = "2025-Q2"}));
  EXPECT_TRUE(Place(*FindCube("published", 1), {.kind = "SOLUTION", .period = "2025-05"}));
}

TEST(RollUps, AddUpToTheTotalOfTheSameTable) {
  const Cube& cube = *FindCube("events", 1);
  const Window window{PeriodUnit::kMonth, 2025 * 12, 2025 * 12 + 2};
  std::vector<int64_t> cells(cube.Cells(window));
  std::iota(cells.begin(), cells.end(), -100);
  const int64_t total = std::accumulate(cells.begin(), cells.end(), int64_t{0});

  const std::vector<int64_t> by_harm =
      RollUp(cube, window, cells, std::vector<size_t>{0}, Periods::kTogether);
  const std::vector<int64_t> by_month = RollUp(cube, window, cells, {}, Periods::kByPeriod);
  const std::vector<int64_t> all =
      RollUp(cube, window, cells, std::vector<size_t>{0, 1}, Periods::kByPeriod);

  EXPECT_EQ(by_harm.size(), Harm().terms.size());
  EXPECT_EQ(std::accumulate(by_harm.begin(), by_harm.end(), int64_t{0}), total);
  EXPECT_EQ(by_month.size(), 3u);
  EXPECT_EQ(by_month[0], std::accumulate(cells.begin(), cells.begin() + 161, int64_t{0}));
  EXPECT_EQ(all, cells);
}

}  // namespace
}  // namespace candour::query
