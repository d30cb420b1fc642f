#include "node/storage/guard_file.h"

#include "tests/unit/node/storage/store_fixture.h"

namespace candour::storage {
namespace {

crypto::Hash HashOf(char fill) { return *crypto::Hash::From(std::string(32, fill)); }

class GuardFileTest : public testing::Test {
 protected:
  GuardFile Load(const crypto::Hash& machine = HashOf('m')) {
    auto guard = GuardFile::Load(path_, machine);
    EXPECT_TRUE(guard) << guard.error().message;
    return *std::move(guard);
  }
  void Write(const std::string& text) { std::ofstream(path_, std::ios::binary) << text; }

  TempFolder folder_;
  const std::string path_ = folder_.path() + "/guard";
};

TEST_F(GuardFileTest, IsAbsentBeforeTheFirstSignature) {
  EXPECT_FALSE(Load().report().present);
  EXPECT_TRUE(Load().marks().empty());
}

TEST_F(GuardFileTest, GivesBackTheLastMarkOfEachFeed) {
  GuardFile guard = Load();
  ASSERT_TRUE(guard.Record(FeedNamed('a'), {1, HashOf('1')}));
  ASSERT_TRUE(guard.Record(FeedNamed('a'), {5, HashOf('5')}));
  ASSERT_TRUE(guard.Record(FeedNamed('b'), {2, HashOf('2')}));

  const GuardFile again = Load();

  EXPECT_TRUE(again.report().trusted());
  EXPECT_EQ(again.marks(), (std::map<FeedId, GuardMark>{{FeedNamed('a'), {5, HashOf('5')}},
                                                        {FeedNamed('b'), {2, HashOf('2')}}}));
}

TEST_F(GuardFileTest, NeverGoesBackNorAcrossARoot) {
  GuardFile guard = Load();
  ASSERT_TRUE(guard.Record(FeedNamed('a'), {5, HashOf('5')}));

  EXPECT_FALSE(guard.Record(FeedNamed('a'), {4, HashOf('4')}));
  EXPECT_FALSE(guard.Record(FeedNamed('a'), {5, HashOf('x')}));
  EXPECT_TRUE(guard.Record(FeedNamed('a'), {5, HashOf('5')}));

  EXPECT_EQ(Load().marks().at(FeedNamed('a')), (GuardMark{5, HashOf('5')}));
}

TEST_F(GuardFileTest, NoticesAnotherMachineAndACopyOfItself) {
  ASSERT_TRUE(Load().Record(FeedNamed('a'), {1, HashOf('1')}));
  EXPECT_FALSE(Load(HashOf('x')).report().machine_matches);
  EXPECT_TRUE(Load(HashOf('x')).report().inode_matches);

  std::filesystem::copy_file(path_, path_ + ".copy");
  std::filesystem::rename(path_ + ".copy", path_);

  EXPECT_TRUE(Load().report().machine_matches);
  EXPECT_FALSE(Load().report().inode_matches);
  EXPECT_FALSE(Load().report().trusted());
  EXPECT_EQ(Load().marks().size(), 1u);
}

TEST_F(GuardFileTest, RefusesAnyDamage) {
  ASSERT_TRUE(Load().Record(FeedNamed('a'), {1, HashOf('1')}));
  const std::string whole = FileText(path_);
  for (size_t at = 0; at < whole.size(); ++at) {
    std::string broken = whole;
    broken[at] = static_cast<char>(broken[at] ^ 1);
    Write(broken);
    EXPECT_FALSE(GuardFile::Load(path_, HashOf('m'))) << "byte " << at;
    Write(whole.substr(0, at));
    EXPECT_FALSE(GuardFile::Load(path_, HashOf('m'))) << "length " << at;
  }
}

}  // namespace
}  // namespace candour::storage
