#include "crypto/tiles.h"

#include <gtest/gtest.h>

namespace candour::crypto {
namespace {

TEST(TilePath, GroupsTheIndexByThreeDigits) {
  EXPECT_EQ(TilePath(0, 0), "tile/0/000");
  EXPECT_EQ(TilePath(1, 67, 255), "tile/1/067.p/255");
  EXPECT_EQ(TilePath(0, 1234067), "tile/0/x001/x234/067");
  EXPECT_EQ(TilePath(2, 999), "tile/2/999");
  EXPECT_EQ(TilePath(2, 1000, 1), "tile/2/x001/000.p/1");
  EXPECT_EQ(EntriesPath(1234067, 8), "tile/entries/x001/x234/067.p/8");
  EXPECT_EQ(TileIndexPath(UINT64_MAX), "x018/x446/x744/x073/x709/x551/615");
}

TEST(TileWidth, FollowsTheSizeOfTheTree) {
  EXPECT_EQ(TileWidth(0, 0, 0), 0u);
  EXPECT_EQ(TileWidth(0, 0, 5), 5u);
  EXPECT_EQ(TileWidth(0, 0, 256), 256u);
  EXPECT_EQ(TileWidth(0, 1, 256), 0u);
  EXPECT_EQ(TileWidth(0, 1, 300), 44u);
  EXPECT_EQ(TileWidth(1, 0, 255), 0u);
  EXPECT_EQ(TileWidth(1, 0, 70000), 256u);
  EXPECT_EQ(TileWidth(1, 1, 70000), 17u);
  EXPECT_EQ(TileWidth(2, 0, 70000), 1u);
  EXPECT_EQ(TileWidth(8, 0, UINT64_MAX), 0u);
  EXPECT_EQ(TileWidth(0, UINT64_MAX, UINT64_MAX), 0u);
}

TEST(Tile, IsHashesOneAfterTheOther) {
  const std::vector<Hash> hashes = {Sha256("a"), Sha256("b")};
  const std::string bytes = FormatTile(hashes);
  EXPECT_EQ(bytes, hashes[0].ToString() + hashes[1].ToString());
  EXPECT_EQ(ParseTile(bytes, 2), hashes);
  EXPECT_FALSE(ParseTile(bytes, 1));
  EXPECT_FALSE(ParseTile(bytes, 3));
  EXPECT_FALSE(ParseTile("", 0));
  EXPECT_FALSE(ParseTile(std::string(257 * 32, 'x'), 257));
}

TEST(EntryBundle, HoldsEntriesBehindTheirLengths) {
  const std::vector<std::string> entries = {"one", "", std::string(65535, 'x')};
  const auto bytes = FormatEntryBundle(entries);
  ASSERT_TRUE(bytes) << bytes.error();
  EXPECT_EQ(bytes->substr(0, 7), std::string("\0\3one\0\0", 7));
  EXPECT_EQ(ParseEntryBundle(*bytes, 3), entries);
  EXPECT_FALSE(ParseEntryBundle(*bytes, 2));
  EXPECT_FALSE(ParseEntryBundle(*bytes, 4));
  EXPECT_FALSE(ParseEntryBundle(bytes->substr(0, bytes->size() - 1), 3));
  EXPECT_FALSE(ParseEntryBundle(std::string("\0", 1), 1));
  EXPECT_FALSE(FormatEntryBundle(std::vector{std::string(65536, 'x')}));
  EXPECT_FALSE(FormatEntryBundle({}));
}

}  // namespace
}  // namespace candour::crypto
