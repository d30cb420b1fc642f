#include "node/storage/backups.h"

#include "tests/unit/node/storage/store_fixture.h"

namespace candour::storage {
namespace {

class BackupsTest : public StoreTest {
 protected:
  BackupsTest() { Open(); }

  void PutRecord(const std::string& key, const std::string& text) {
    Commit({}, {{LocalFamily::kRecord, key, text}});
  }
  BackupRow Take() {
    auto taken = store_->BackUp(backups_);
    EXPECT_TRUE(taken) << taken.error().message;
    return taken.value_or(BackupRow{});
  }
  // The text of a record in what a backup gives back; empty when it has none.
  std::string Restored(uint32_t number, const std::string& key) {
    const TempFolder data;
    const Status put = RestoreBackup(backups_, number, data.path() + "/db", std::string(16, 'n'));
    EXPECT_TRUE(put) << put.error().message;
    auto opened = RocksDbStore::Open(OptionsIn(data.path()));
    EXPECT_TRUE(opened) << opened.error().message;
    return opened ? (*opened)->Latest().Get(LocalFamily::kRecord, key).value_or("") : "";
  }
  std::string Reason(uint32_t number) {
    const auto rows = VerifyBackup(backups_, number);
    return rows ? "whole" : rows.error().reason;
  }

  const std::string backups_ = folder_.path() + "/backups";
};

TEST_F(BackupsTest, GivesBackTheDatabaseOfTheMomentItWasTaken) {
  PutRecord("r", "first");
  const BackupRow first = Take();
  PutRecord("r", "second");
  const BackupRow second = Take();
  PutRecord("r", "third");

  EXPECT_EQ(Restored(first.number, "r"), "first");
  EXPECT_EQ(Restored(second.number, "r"), "second");
  const auto rows = ListBackups(backups_);
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ(rows->front().number, first.number);
  EXPECT_GT(first.bytes, 0u);
  EXPECT_EQ(Reason(first.number), "whole");
}

TEST_F(BackupsTest, AreRefusedWhenAByteOfThemChanged) {
  PutRecord("r", FreshCanary());
  const BackupRow taken = Take();
  size_t changed = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(backups_)) {
    if (!entry.is_regular_file() || entry.path().extension() != ".sst") continue;
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(entry.file_size() / 2));
    file.put('\x7f');
    ++changed;
  }
  ASSERT_GT(changed, 0u);

  EXPECT_EQ(Reason(taken.number), "BACKUP_DAMAGED");
  const Status put = RestoreBackup(backups_, taken.number, folder_.path() + "/put",
                                   std::string(16, 'n'));
  EXPECT_EQ(put ? "" : put.error().reason, "BACKUP_DAMAGED");
  EXPECT_FALSE(std::filesystem::exists(folder_.path() + "/put"));
}

TEST_F(BackupsTest, GoNeitherOverADatabaseNorToAnotherNode) {
  const BackupRow taken = Take();
  const auto reason = [&](const std::string& path, char node) {
    const Status put = RestoreBackup(backups_, taken.number, path, std::string(16, node));
    return put ? "" : put.error().reason;
  };

  EXPECT_EQ(reason(folder_.path() + "/db", 'n'), "STORE_EXISTS");
  EXPECT_EQ(reason(folder_.path() + "/put", 'o'), "WRONG_NODE");
  EXPECT_EQ(Reason(taken.number + 1), "NO_SUCH_BACKUP");
  EXPECT_EQ(ListBackups(folder_.path() + "/nowhere")->size(), 0u);
}

TEST_F(BackupsTest, LeaveNothingOfTheirTextOnceDropped) {
  const std::string canary = FreshCanary();
  PutRecord("r", canary);
  const BackupRow old = Take();
  Commit({}, {{LocalFamily::kRecord, "r", std::nullopt}});
  ASSERT_TRUE(store_->Sweep({.records = {"r"}}));
  ASSERT_FALSE(FilesWith(canary, backups_).empty());
  Take();

  const auto dropped = DropBackupsBefore(backups_, old.taken_at + 1'000'000);

  EXPECT_EQ(dropped.value_or(0), 2u);
  EXPECT_TRUE(FilesWith(canary, backups_).empty());
}

}  // namespace
}  // namespace candour::storage
