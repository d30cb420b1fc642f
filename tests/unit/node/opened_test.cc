#include "node/opened.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/unit/node/storage/store_fixture.h"

namespace candour {
namespace {

const FeedId kFeed = *FeedId::From(std::string(16, 'f'));
const storage::GuardMark kMark{.size = 7, .root = *crypto::Hash::From(std::string(32, 'r'))};

class OpenedTest : public testing::Test {
 protected:
  OpenedTest() {
    options_.node.data_dir = folder_.path() + "/data";
    options_.node.run_dir = folder_.path() + "/run";
    options_.store.reserve_mb = 0;
    options_.index.shards = 1;
  }

  storage::TempFolder folder_;
  config::NodeOptions options_;
};

TEST_F(OpenedTest, MakesWhatIsMissingForTheOwnerAlone) {
  const auto opened = OpenNode(options_, Place::kAsEver);
  ASSERT_TRUE(opened) << opened.error().message;
  struct stat found {};
  ASSERT_EQ(stat(options_.node.data_dir.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0710u);
  ASSERT_EQ(stat(KeyFolderOf(options_).c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0700u);
}

TEST_F(OpenedTest, LetsOneProcessInAtATime) {
  auto first = OpenNode(options_, Place::kAsEver);
  ASSERT_TRUE(first) << first.error().message;
  const auto second = OpenNode(options_, Place::kAsEver);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().reason, "NODE_RUNNING");

  first->reset();
  EXPECT_TRUE(OpenNode(options_, Place::kAsEver));
}

TEST_F(OpenedTest, TrustsAGuardFromElsewhereOnlyWhenItWasMovedHere) {
  ASSERT_TRUE(OpenNode(options_, Place::kAsEver));
  const std::string path = options_.node.data_dir + "/guard";
  auto elsewhere = storage::GuardFile::Load(path, *crypto::Hash::From(std::string(32, 'e')));
  ASSERT_TRUE(elsewhere && elsewhere->Record(kFeed, kMark));

  auto opened = OpenNode(options_, Place::kAsEver);
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_FALSE((*opened)->guard.report().trusted());
  opened->reset();

  opened = OpenNode(options_, Place::kMovedHere);
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_TRUE((*opened)->guard.report().trusted());
  EXPECT_EQ((*opened)->guard.marks().at(kFeed), kMark);
}

TEST_F(OpenedTest, NamesAStaffDirectoryThatIsNotThere) {
  options_.anonymise.staff_directory = folder_.path() + "/staff.txt";
  const auto opened = OpenNode(options_, Place::kAsEver);
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("staff.txt"), std::string::npos);
}

TEST_F(OpenedTest, NamesALocalIdThatIsNoPattern) {
  options_.anonymise.local_ids.push_back({.name = "hospital number", .pattern = "RX[0-9"});
  const auto anonymiser = MakeAnonymiser(options_);
  ASSERT_FALSE(anonymiser);
  EXPECT_NE(anonymiser.error().message.find("hospital number"), std::string::npos);
}

}  // namespace
}  // namespace candour
