#include "node/ctl/tile_folder.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace candour::ctl {
namespace {

namespace fs = std::filesystem;

class TileExportTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "exportXXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string folder_;
};

TEST_F(TileExportTest, ASecondExportWritesOnlyWhatIsNew) {
  auto first = TileExport::Open(folder_ + "/log", "candour/f/ab");
  ASSERT_TRUE(first);
  ASSERT_TRUE(first->Put("tile/0/000", "hashes"));
  ASSERT_TRUE(first->PutCheckpoint("candour/f/ab\n1\n"));

  auto second = TileExport::Open(folder_ + "/log", "candour/f/ab");
  ASSERT_TRUE(second);
  ASSERT_TRUE(second->Put("tile/0/000", "hashes"));
  ASSERT_TRUE(second->Put("tile/0/001", "more"));
  ASSERT_TRUE(second->PutCheckpoint("candour/f/ab\n2\n"));

  EXPECT_EQ(second->files_kept(), 1u);
  EXPECT_EQ(second->files_written(), 2u);
}

TEST_F(TileExportTest, AnotherLogIsLeftAlone) {
  auto first = TileExport::Open(folder_, "candour/f/ab");
  ASSERT_TRUE(first->Put("tile/0/000", "hashes"));
  ASSERT_TRUE(first->PutCheckpoint("candour/f/ab\n1\n"));

  const auto other = TileExport::Open(folder_, "candour/f/cd");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().reason, "ANOTHER_LOG");
  EXPECT_FALSE(first->Put("tile/0/000", "other hashes"));
}

TEST_F(TileExportTest, SaysThatAFolderCannotBeMade) {
  std::ofstream(folder_ + "/file") << "x";
  const auto made = TileExport::Open(folder_ + "/file/log", "candour/f/ab");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().reason, "FOLDER_NOT_MADE");
}

}  // namespace
}  // namespace candour::ctl
