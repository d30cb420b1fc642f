#include "node/storage/key_folder.h"

#include <sys/stat.h>

#include "tests/unit/node/storage/store_fixture.h"

namespace candour::storage {
namespace {

class KeyFolderTest : public testing::Test {
 protected:
  KeyFolder OpenOrCreate() {
    auto folder = KeyFolder::OpenOrCreate(path_);
    EXPECT_TRUE(folder) << folder.error().message;
    return *std::move(folder);
  }
  static unsigned ModeOf(const std::string& path) {
    struct stat found = {};
    EXPECT_EQ(::lstat(path.c_str(), &found), 0) << path;
    return found.st_mode & 07777;
  }

  TempFolder folder_;
  const std::string path_ = folder_.path() + "/keys";
  const NetworkId network_ = *NetworkId::From(std::string(16, 'N'));
};

TEST_F(KeyFolderTest, MakesANodeKeyAndIdOnceAndPrivately) {
  const KeyFolder made = OpenOrCreate();
  const KeyFolder again = OpenOrCreate();

  EXPECT_EQ(made.node_key().size(), 32u);
  EXPECT_EQ(made.node_id().size(), 16u);
  EXPECT_EQ(again.node_key(), made.node_key());
  EXPECT_EQ(again.node_id(), made.node_id());
  EXPECT_EQ(ModeOf(path_), 0700u);
  EXPECT_EQ(ModeOf(path_ + "/node.key"), 0600u);
  EXPECT_EQ(ModeOf(path_ + "/node.id"), 0600u);
}

TEST_F(KeyFolderTest, FinishesAFolderWhoseMakingWasInterrupted) {
  const std::string key = OpenOrCreate().node_key();
  std::filesystem::remove(path_ + "/node.id");

  EXPECT_EQ(OpenOrCreate().node_key(), key);
}

TEST_F(KeyFolderTest, DoesNotReplaceALostNodeKey) {
  OpenOrCreate();
  std::filesystem::remove(path_ + "/node.key");

  EXPECT_FALSE(KeyFolder::OpenOrCreate(path_));
}

TEST_F(KeyFolderTest, KeepsTheKeysOfEachNetworkApart) {
  const KeyFolder keys = OpenOrCreate();
  const NetworkId other = *NetworkId::From(std::string(16, 'O'));
  EXPECT_EQ(keys.Read(network_, KeyFile::kFeed).error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(keys.Write(network_, KeyFile::kFeed, "feed"));
  ASSERT_TRUE(keys.Write(network_, KeyFile::kFeed, "feed again"));
  ASSERT_TRUE(keys.Write(network_, KeyFile::kTlsCertificate, "crt"));
  ASSERT_TRUE(keys.Write(other, KeyFile::kFeed, "other"));
  ASSERT_TRUE(keys.WriteGovernor(network_, 12, "twelve"));
  ASSERT_TRUE(keys.WriteGovernor(network_, 3, "three"));

  EXPECT_EQ(keys.Read(network_, KeyFile::kFeed), "feed again");
  EXPECT_EQ(keys.Read(network_, KeyFile::kTlsCertificate), "crt");
  EXPECT_EQ(keys.Read(other, KeyFile::kFeed), "other");
  EXPECT_EQ(keys.ReadGovernor(network_, 12), "twelve");
  EXPECT_EQ(keys.Governors(network_), (std::vector<uint32_t>{3, 12}));
  EXPECT_TRUE(keys.Governors(other).empty());
  EXPECT_EQ(keys.Networks(), (std::vector<NetworkId>{network_, other}));
  EXPECT_EQ(ModeOf(path_ + "/" + network_.hex()), 0700u);
  EXPECT_EQ(ModeOf(path_ + "/" + network_.hex() + "/feed.key"), 0600u);
  EXPECT_NE(keys.InstanceIn(network_), keys.InstanceIn(other));
}

TEST_F(KeyFolderTest, RefusesWhatOthersCanReadAndNamesTheCommand) {
  ASSERT_TRUE(OpenOrCreate().Write(network_, KeyFile::kKex, "k"));
  const std::string file = path_ + "/" + network_.hex() + "/kex.key";

  for (const std::string& path : {path_, path_ + "/" + network_.hex(), file}) {
    const unsigned mode = ModeOf(path);
    ASSERT_EQ(::chmod(path.c_str(), mode | 0040), 0);
    const auto refused = KeyFolder::Open(path_);
    ASSERT_FALSE(refused) << path;
    const std::string wanted = mode == 0700 ? "chmod 0700 " : "chmod 0600 ";
    EXPECT_NE(refused.error().message.find(wanted + path), std::string::npos);
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
  }
  EXPECT_TRUE(KeyFolder::Open(path_));

  std::filesystem::rename(file, file + ".old");
  std::filesystem::create_symlink(file + ".old", file);
  EXPECT_EQ(KeyFolder::Open(path_).error().reason, "KEY_NOT_A_FILE");
}

TEST_F(KeyFolderTest, UnwrapsOnlyWhatItWrappedForTheSameContext) {
  const KeyFolder keys = OpenOrCreate();
  const std::string secret(32, 's');
  std::string wrapped = keys.WrapKey("draft 1", secret);
  EXPECT_EQ(keys.UnwrapKey("draft 1", wrapped), secret);
  EXPECT_NE(keys.WrapKey("draft 1", secret), wrapped);

  EXPECT_FALSE(keys.UnwrapKey("draft 2", wrapped));
  EXPECT_FALSE(keys.UnwrapKey("draft 1", wrapped.substr(0, 11)));
  EXPECT_FALSE(keys.UnwrapKey("draft 1", ""));
  wrapped.back() = static_cast<char>(wrapped.back() ^ 1);
  EXPECT_FALSE(keys.UnwrapKey("draft 1", wrapped));

  std::filesystem::remove_all(path_);
  EXPECT_EQ(OpenOrCreate().UnwrapKey("draft 1", keys.WrapKey("draft 1", secret)).error().code,
            ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace candour::storage
