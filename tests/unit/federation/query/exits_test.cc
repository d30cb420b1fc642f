#include "federation/query/exits.h"

#include <gtest/gtest.h>

#include <set>

namespace candour::query {
namespace {

TEST(Exits, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const ExitRow& row : kExits) names.insert(row.name);
  EXPECT_EQ(names.size(), kExits.size());
}

TEST(Exits, LetNoCountOfPrivateRecordsOutWithoutNoise) {
  EXPECT_EQ(TreatmentOf(Exit::kAnswerToPlan), Treatment::kNoised);
  EXPECT_EQ(TreatmentOf(Exit::kPublishedAggregate), Treatment::kReaderOnly);
  EXPECT_EQ(TreatmentOf(Exit::kErrors), Treatment::kNoCounts);
}

}  // namespace
}  // namespace candour::query
