#include "node/sweep_rows.h"

#include <gtest/gtest.h>

#include "tests/unit/node/storage/store_fixture.h"

namespace candour {
namespace {

using storage::LocalFamily;

TEST(SweepRows, KeepsARowThatWasWrittenAnew) {
  storage::TempFolder folder;
  auto store = storage::RocksDbStore::Open(storage::OptionsIn(folder.path()));
  ASSERT_TRUE(store) << store.error().message;
  storage::LocalWrites first{{LocalFamily::kRecord, std::string(16, 'a'), "x"},
                             {LocalFamily::kRecord, std::string(16, 'b'), "x"}};
  AddSweepRows(first);
  ASSERT_TRUE((*store)->Commit({}, first));
  const SweepKeys collected = ReadSweepRows((*store)->Latest());
  EXPECT_EQ(collected.records.size(), 2u);

  storage::LocalWrites again{{LocalFamily::kRecord, std::string(16, 'a'), "y"}};
  AddSweepRows(again);
  ASSERT_TRUE((*store)->Commit({}, again));
  ASSERT_TRUE((*store)->Commit({}, DropSweepRows((*store)->Latest(), collected)));

  EXPECT_EQ(ReadSweepRows((*store)->Latest()).records,
            std::vector<std::string>{std::string(16, 'a')});
}

}  // namespace
}  // namespace candour
