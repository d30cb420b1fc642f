#include "node/storage/key_archive.h"

#include "node/storage/file_io.h"
#include "node/storage/key_folder.h"
#include "tests/unit/node/storage/store_fixture.h"

namespace candour::storage {
namespace {

constexpr std::string_view kPassphrase = "six words that nobody guesses";
constexpr crypto::ScryptCost kCheap{.n = 16, .r = 1, .p = 1};

class KeyArchiveTest : public testing::Test {
 protected:
  KeyArchiveTest() {
    auto keys = KeyFolder::OpenOrCreate(path_);
    EXPECT_TRUE(keys);
    EXPECT_TRUE(keys->Write(network_, KeyFile::kFeed, std::string(32, 'f')));
    EXPECT_TRUE(keys->WriteGovernor(network_, 0, std::string(32, 'g')));
    node_key_ = keys->node_key();
  }
  std::string Sealed() {
    auto text = SealKeyFolder(path_, kPassphrase, kCheap);
    EXPECT_TRUE(text) << text.error().message;
    return text.value_or("");
  }
  std::string Reason(const std::string& text, std::string_view passphrase = kPassphrase) {
    const Status opened = OpenKeyFolder(text, passphrase, folder_.path() + "/again");
    return opened ? "" : opened.error().reason;
  }

  TempFolder folder_;
  const std::string path_ = folder_.path() + "/keys";
  const NetworkId network_ = *NetworkId::From(std::string(16, 'N'));
  std::string node_key_;
};

TEST_F(KeyArchiveTest, BringsEveryKeyBackAndNoneIsReadableInIt) {
  const std::string text = Sealed();

  EXPECT_EQ(text.find(std::string(32, 'f')), std::string::npos);
  ASSERT_EQ(Reason(text), "");
  const auto again = KeyFolder::Open(folder_.path() + "/again");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->node_key(), node_key_);
  EXPECT_EQ(again->Read(network_, KeyFile::kFeed).value_or(""), std::string(32, 'f'));
  EXPECT_EQ(again->ReadGovernor(network_, 0).value_or(""), std::string(32, 'g'));
}

TEST_F(KeyArchiveTest, OpensForThePassphraseOnlyAndReplacesNothing) {
  const std::string text = Sealed();

  EXPECT_EQ(Reason(text, "another passphrase"), "PASSPHRASE_WRONG");
  EXPECT_FALSE(std::filesystem::exists(folder_.path() + "/again"));
  EXPECT_EQ(Reason(text), "");
  EXPECT_EQ(Reason(text), "KEYS_EXIST");
  EXPECT_EQ(SealKeyFolder(path_, "too short", kCheap).error().reason, "PASSPHRASE_SHORT");
}

TEST_F(KeyArchiveTest, IsRefusedWhereverAByteOfItChanged) {
  const std::string text = Sealed();
  for (size_t at = 0; at < text.size(); at += 7) {
    std::string changed = text;
    changed[at] = changed[at] == '1' ? '2' : '1';
    EXPECT_NE(Reason(changed), "") << at;
  }
  EXPECT_EQ(Reason(text.substr(0, text.size() / 2)), "KEY_FILE_DAMAGED");
  EXPECT_EQ(Reason(""), "KEY_FILE_DAMAGED");
}

TEST_F(KeyArchiveTest, DoesNotLetKeysOutThatOthersCanRead) {
  std::filesystem::permissions(path_ + "/node.key", std::filesystem::perms(0644));
  EXPECT_EQ(SealKeyFolder(path_, kPassphrase, kCheap).error().reason, "KEY_PERMISSIONS");
}

}  // namespace
}  // namespace candour::storage
