#include "node/restore.h"

#include "config/document.h"
#include "federation/feed/names.h"
#include "node/key_vault.h"
#include "node/learning/rows.h"
#include "node/storage/file_io.h"
#include "tests/unit/node/storage/store_fixture.h"

namespace candour {
namespace {

namespace fs = std::filesystem;

// A node's directory that was never started: configuration, keys and a database of one network.
class RestoreTest : public testing::Test {
 protected:
  RestoreTest() {
    EXPECT_TRUE(storage::ReplaceFile(config_, config::DocumentedExample()));
    EXPECT_TRUE(storage::MakePrivateFolder(data_));
    auto keys = NodeKeys::OpenOrCreate(data_ + "/keys", 1'760'000'000);
    EXPECT_TRUE(keys) << keys.error().message;
    node_id_ = (*keys)->folder().node_id();
    auto store = Open();
    node::v1::StoredMembership membership;
    membership.set_member_id(member_.str());
    EXPECT_TRUE(store->Commit({}, {PutMembership(network_, membership)}));
    auto taken = store->BackUp(folder_.path() + "/backups");
    EXPECT_TRUE(taken) << taken.error().message;
  }
  std::unique_ptr<storage::RocksDbStore> Open() {
    storage::StoreOptions options = storage::OptionsIn(data_);
    options.node_id = node_id_;
    auto store = storage::RocksDbStore::Open(options);
    EXPECT_TRUE(store) << store.error().message;
    return *std::move(store);
  }
  std::string Restored() {
    const auto said = RestoreNode({.config = config_});
    return said ? "restored" : said.error().reason;
  }

  storage::TempFolder folder_;
  const std::string config_ = folder_.path() + "/candour.toml";
  const std::string data_ = folder_.path() + "/data";
  const NetworkId network_ = *NetworkId::From(std::string(16, 'N'));
  const MemberId member_ = *MemberId::From(std::string(16, 'M'));
  std::string node_id_;
};

TEST_F(RestoreTest, MarksEveryOwnFeedAndLetsTheIndexGo) {
  fs::remove_all(data_ + "/db");
  fs::create_directories(data_ + "/index");

  ASSERT_EQ(Restored(), "restored");

  EXPECT_FALSE(fs::exists(data_ + "/index"));
  EXPECT_FALSE(fs::exists(data_ + "/restoring"));
  const auto store = Open();
  const auto feed = store->Latest().Feed(FeedIdOf(network_, member_, 0));
  ASSERT_TRUE(feed);
  EXPECT_EQ(feed->status, FeedStatus::kRecovering);
  EXPECT_EQ(feed->network, network_);
  EXPECT_TRUE(LoadMembership(store->Latest(), network_));
}

TEST_F(RestoreTest, ReplacesNoDatabaseAndNeedsTheKeysOfTheNode) {
  EXPECT_EQ(Restored(), "STORE_EXISTS");
  fs::remove_all(data_ + "/db");
  fs::rename(data_ + "/keys", data_ + "/keys.gone");
  EXPECT_NE(Restored(), "restored");
  ASSERT_TRUE(NodeKeys::OpenOrCreate(data_ + "/keys", 1'760'000'000));
  EXPECT_EQ(Restored(), "WRONG_NODE");
  EXPECT_FALSE(fs::exists(data_ + "/db"));
}

TEST_F(RestoreTest, TakesItsKeysFromASealedFile) {
  const std::string file = folder_.path() + "/keys.sealed";
  ASSERT_TRUE(ExportKeys(config_, file, "six words that nobody guesses"));
  EXPECT_EQ(ExportKeys(config_, file, "six words that nobody guesses").error().reason,
            "FILE_EXISTS");
  fs::remove_all(data_);

  const auto imported = ImportKeys(config_, file, "six words that nobody guesses");
  ASSERT_TRUE(imported) << imported.error().message;
  EXPECT_EQ(Restored(), "restored");
}

TEST_F(RestoreTest, ReadsAPassphraseFromTheFirstLineOfAFile) {
  const std::string file = folder_.path() + "/passphrase";
  ASSERT_TRUE(storage::ReplaceFile(file, "one line\nanother\n"));
  EXPECT_EQ(ReadPassphrase(file, AskHow::kTwice).value_or(""), "one line");
}

}  // namespace
}  // namespace candour
