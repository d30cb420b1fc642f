#include "federation/query/release.h"

#include <gtest/gtest.h>

namespace candour::query {
namespace {

using Parts = std::vector<int64_t>;

std::string Why(const Parts& parts, int64_t population = 1000, const ReleaseRules& rules = {}) {
  static const char* const kNames[] = {"min count", "organisations", "largest", "top two",
                                       "rounding",  "zero",          "totals",  "complement"};
  const std::optional<Rule> rule = HiddenBy(parts, population, rules);
  return rule ? kNames[static_cast<int>(*rule)] : "";
}

// A table of one organisation count each: `cells` row by row, spread over ten organisations.
ExactTable Spread(size_t rows, size_t columns, const std::vector<int64_t>& cells,
                  int64_t population) {
  ExactTable table{.rows = rows,
                   .columns = columns,
                   .organisations = 10,
                   .counts = {},
                   .population = std::vector<int64_t>(rows, population)};
  for (int64_t cell : cells) {
    for (int64_t o = 0; o < 10; ++o) table.counts.push_back(cell / 10 + (o < cell % 10 ? 1 : 0));
  }
  return table;
}

std::string Shown(const Released& released) {
  std::string out;
  for (size_t row = 0; row <= released.rows; ++row) {
    for (size_t column = 0; column <= released.columns; ++column) {
      const auto& value = released.At(row, column);
      out += (column > 0 ? " " : "") + (value ? std::to_string(*value) : "*");
    }
    out += row < released.rows ? " / " : "";
  }
  return out;
}

TEST(HiddenBy, NamesTheFirstRule) {
  EXPECT_EQ(Why({3, 2, 2}), "min count");
  EXPECT_EQ(Why({3, 3, 2}), "");
  EXPECT_EQ(Why({30, 30}), "organisations");
  EXPECT_EQ(Why({86, 7, 7}), "largest");
  EXPECT_EQ(Why({85, 5, 5, 5}), "");
  EXPECT_EQ(Why({50, 41, 9}), "top two");
  EXPECT_EQ(Why({50, 40, 10}), "");
  EXPECT_EQ(Why({0, 0, 0}, 49), "zero");
  EXPECT_EQ(Why({0, 0, 0}, 50), "");
}

TEST(HiddenBy, LetsThroughWhatARuleThatIsOffWouldHide) {
  EXPECT_EQ(Why({3, 2, 2}, 1000, {.off = {Rule::kMinCount}}), "");
  EXPECT_EQ(Why({30, 30}, 1000, {.off = {Rule::kOrganisations, Rule::kTopTwo}}), "");
  EXPECT_EQ(Why({0, 0, 0}, 0, {.off = {Rule::kZero}}), "");
}

TEST(Release, RoundsCellsAndTotalsByThemselves) {
  const Released released = Release(Spread(2, 2, {12, 23, 34, 42}, 200), {});

  EXPECT_EQ(Shown(released), "10 25 35 / 35 40 75 / 45 65 110");
}

TEST(Release, ShowsNothingOnlyInLargeRows) {
  EXPECT_EQ(Shown(Release(Spread(1, 2, {0, 100}, 500), {})), "0 100 100 / 0 100 100");
  EXPECT_EQ(Release(Spread(1, 2, {0, 40}, 49), {}).At(0, 0), std::nullopt);
}

TEST(Release, HidesWhatWouldGiveAHiddenCellAway) {
  ExactTable table = Spread(2, 2, {0, 40, 50, 60}, 500);
  table.counts[0] = 50;
  table.counts[1] = 50;

  const Released without = Release(table, {.off = {Rule::kComplement}});
  const Released with = Release(table, {});

  EXPECT_EQ(Shown(without), "* 40 140 / 50 60 110 / 150 100 250");
  EXPECT_LT(Conclude(without, {})[0].values(), 15);
  EXPECT_GE(Conclude(with, {})[0].values(), 15);
}

TEST(Release, KeepsMoreOfALargeHiddenCell) {
  EXPECT_EQ(ValuesToKeep(3, {}), 8);
  EXPECT_EQ(ValuesToKeep(1000, {}), 150);
  // Two organisations have 500 of it: within 8 would be as good as told.
  ExactTable table = Spread(2, 2, {0, 100, 100, 100}, 2000);
  table.counts[0] = 400;
  table.counts[1] = 100;

  const Released released = Release(table, {});

  EXPECT_EQ(released.At(0, 0), std::nullopt);
  EXPECT_GE(Conclude(released, {})[0].values(), 75);
}

TEST(Release, HidesATableOfOneCellWholeWhenTheCellIsHidden) {
  EXPECT_EQ(Shown(Release(Spread(1, 1, {4}, 500), {})), "* * / * *");
}

TEST(Release, ShowsNoZeroThatTellsHowTheRestWasHidden) {
  EXPECT_EQ(Release(Spread(2, 2, {6, 1, 0, 6}, 60), {}).At(1, 0), std::nullopt);
}

TEST(Release, LetsNoRoundingGiveAwayAnotherWhole) {
  // Rounded, four times twelve make 40 at most 48, and the total says 48 at least.
  const Released released = Release(Spread(1, 4, {12, 12, 12, 12}, 500), {});
  const std::vector<Bounds> bounds = Conclude(released, {});

  for (size_t i = 0; i < bounds.size(); ++i) EXPECT_GE(bounds[i].values(), 2) << i;
  EXPECT_NE(Shown(released), "10 10 10 10 50 / 10 10 10 10 50");
}

TEST(Conclude, PropagatesAlongRowsAndColumns) {
  Released released{.rows = 1, .columns = 2};
  released.cells = {std::nullopt, 20, 60, std::nullopt, 20, 60};
  const std::vector<Bounds> bounds = Conclude(released, {});

  EXPECT_EQ(bounds[0], (Bounds{36, 44}));
  EXPECT_EQ(bounds[3], (Bounds{36, 44}));
}

TEST(Conclude, KnowsNothingOfWhatStandsAlone) {
  Released released{.rows = 1, .columns = 1};
  released.cells.resize(4);
  EXPECT_EQ(Conclude(released, {})[0], Bounds{});
}

TEST(SumOf, AddsWhatIsShownAndCountsWhatIsNot) {
  Released released{.rows = 1, .columns = 2};
  released.cells = {std::nullopt, 20, 60, std::nullopt, 20, 60};

  const ReleasedSum sum = SumOf(released, std::vector<size_t>{0, 1});

  EXPECT_EQ(sum.shown, 20);
  EXPECT_EQ(sum.suppressed, 1u);
}

TEST(ReleaseDeathTest, WantsSizesThatFit) {
  ExactTable table = Spread(1, 1, {4}, 500);
  table.population.clear();
  EXPECT_DEATH(Release(table, {}), "sizes");
}

}  // namespace
}  // namespace candour::query
