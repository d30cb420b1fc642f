#include "node/storage/rocksdb_store.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "tests/contract/store_contract.h"

namespace candour {
namespace {

class RocksDbUnderTest : public StoreUnderTest {
 public:
  RocksDbUnderTest() {
    char folder[] = "/tmp/candour-contract-XXXXXX";
    options_.data_dir = ::mkdtemp(folder);
    options_.node_id = std::string(16, 'n');
    options_.reserve_bytes = 0;
    Reopen();
  }
  ~RocksDbUnderTest() override {
    store_.reset();
    std::filesystem::remove_all(options_.data_dir);
  }

  StoreView& View() override { return const_cast<storage::Reader&>(store_->Latest()); }
  void Commit(WriteSet writes) override {
    const Status committed = store_->Commit(writes, {});
    ASSERT_TRUE(committed) << committed.error().message;
  }
  // Reading is judged by the rows; that nothing failed on the way is judged here.
  void Reopen() override {
    if (store_) {
      EXPECT_FALSE(store_->Failed());
    }
    store_.reset();
    auto opened = storage::RocksDbStore::Open(options_);
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = *std::move(opened);
  }

 private:
  storage::StoreOptions options_;
  std::unique_ptr<storage::RocksDbStore> store_;
};

std::unique_ptr<StoreUnderTest> OpenRocksDb() { return std::make_unique<RocksDbUnderTest>(); }

INSTANTIATE_TEST_SUITE_P(RocksDb, StoreContract, testing::Values(&OpenRocksDb));

}  // namespace
}  // namespace candour
