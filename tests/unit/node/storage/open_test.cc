// What Open refuses, and with which words.
#include <rocksdb/db.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/node/storage/store_fixture.h"

namespace candour::storage {
namespace {

using OpenTest = StoreTest;

Error OpenError(const StoreOptions& options) {
  auto opened = RocksDbStore::Open(options);
  EXPECT_FALSE(opened);
  return opened ? Error{} : opened.error();
}

// Opens the database behind the store's back.
class Tampering {
 public:
  explicit Tampering(const std::string& folder) {
    const std::string path = folder + "/db";
    std::vector<std::string> names;
    EXPECT_TRUE(rocksdb::DB::ListColumnFamilies({}, path, &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const std::string& name : names)
      families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    rocksdb::DB* raw = nullptr;
    EXPECT_TRUE(rocksdb::DB::Open({}, path, families, &handles_, &raw).ok());
    db_.reset(raw);
  }
  ~Tampering() {
    for (auto* handle : handles_) EXPECT_TRUE(db_->DestroyColumnFamilyHandle(handle).ok());
  }
  rocksdb::DB& db() { return *db_; }
  rocksdb::ColumnFamilyHandle* At(const std::string& name) {
    for (auto* handle : handles_) {
      if (handle->GetName() == name) return handle;
    }
    return nullptr;
  }

 private:
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

TEST_F(OpenTest, RefusesTheDatabaseOfAnotherNode) {
  Open();
  store_.reset();
  StoreOptions options = OptionsIn(folder_.path());
  options.node_id = std::string(16, 'x');

  const Error error = OpenError(options);

  EXPECT_EQ(error.reason, "WRONG_NODE");
  EXPECT_NE(error.message.find(folder_.path()), std::string::npos);
}

TEST_F(OpenTest, RefusesANewerSchema) {
  Open();
  store_.reset();
  {
    Tampering tampering(folder_.path());
    ASSERT_TRUE(tampering.db().Put({}, tampering.At("meta"), "s/schema", crypto::U32(2)).ok());
  }

  const Error error = OpenError(OptionsIn(folder_.path()));

  EXPECT_EQ(error.reason, "SCHEMA_NEWER");
  EXPECT_NE(error.message.find("install the newer version"), std::string::npos);
}

TEST_F(OpenTest, RefusesADatabaseWithoutOneOfItsFamiliesAndWithAForeignOne) {
  Open();
  store_.reset();
  {
    Tampering tampering(folder_.path());
    rocksdb::ColumnFamilyHandle* handle = nullptr;
    ASSERT_TRUE(tampering.db().CreateColumnFamily({}, "later", &handle).ok());
    ASSERT_TRUE(tampering.db().DestroyColumnFamilyHandle(handle).ok());
  }
  EXPECT_EQ(OpenError(OptionsIn(folder_.path())).reason, "SCHEMA_NEWER");
  {
    Tampering tampering(folder_.path());
    ASSERT_TRUE(tampering.db().DropColumnFamily(tampering.At("cosig")).ok());
  }

  const Error error = OpenError(OptionsIn(folder_.path()));

  EXPECT_EQ(error.reason, "FAMILY_MISSING");
  EXPECT_NE(error.message.find("cosig"), std::string::npos);
}

TEST_F(OpenTest, NamesAStoreThatIsInUse) {
  Open();
  EXPECT_EQ(OpenError(OptionsIn(folder_.path())).reason, "STORE_IN_USE");
}

TEST_F(OpenTest, MakesTheDatabaseAgainWhenItsMakingWasInterrupted) {
  std::filesystem::create_directory(folder_.path() + "/db.new");
  std::ofstream(folder_.path() + "/db.new/CURRENT") << "half";

  Open();

  Commit({}, {{LocalFamily::kMeta, "user/a", "1"}});
}

TEST_F(OpenTest, AReadOfABrokenRowFailsTheStoreInsteadOfReadingAsAbsent) {
  Open();
  Commit({PutFeed{{.feed = FeedNamed('a')}}});
  store_.reset();
  {
    Tampering tampering(folder_.path());
    ASSERT_TRUE(tampering.db().Put({}, tampering.At("feed"), FeedNamed('a').str(), "\x01zzz").ok());
  }
  Open();

  EXPECT_FALSE(Latest().Feed(FeedNamed('a')));

  ASSERT_TRUE(store_->Failed());
  EXPECT_EQ(store_->Failed()->code, ErrorCode::kCorrupt);
  const Status s = store_->Commit({}, {{LocalFamily::kMeta, "user/a", "1"}});
  ASSERT_FALSE(s);
  EXPECT_EQ(s.error().code, ErrorCode::kUnavailable);
}

// Runs `work` in a child that ends without closing anything, and waits for it.
template <class Work>
void InAChildThatDies(const Work& work) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    work();
    ::_exit(testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

TEST_F(OpenTest, EveryCommittedTurnOutlivesAProcessThatEndsWithoutClosing) {
  for (int life = 0; life < 3; ++life) {
    InAChildThatDies([&] {
      Open();
      for (int i = 0; i < 20; ++i) {
        const std::string key = std::to_string(life) + "/" + std::to_string(i);
        Commit({PutBody{FeedNamed('a'), static_cast<uint64_t>(life * 20 + i), key}},
               {{LocalFamily::kRecord, key, std::string(5000, 'r')}});
      }
      store_.release();  // Deliberately never closed.
    });
  }

  Open();
  for (int i = 0; i < 60; ++i) {
    const std::string key = std::to_string(i / 20) + "/" + std::to_string(i % 20);
    EXPECT_EQ(Latest().Body(FeedNamed('a'), static_cast<uint64_t>(i)), key);
    EXPECT_TRUE(Latest().Get(LocalFamily::kRecord, key));
  }
  EXPECT_EQ(Latest().NewestChange(), 120u);
}

}  // namespace
}  // namespace candour::storage
