#include "federation/port/memory_store.h"

#include "tests/contract/store_contract.h"

namespace candour {
namespace {

class MemoryUnderTest : public StoreUnderTest {
 public:
  StoreView& View() override { return store_; }
  void Commit(WriteSet writes) override { store_.Apply(writes); }
  void Reopen() override { store_.CrashKeeping(0); }

 private:
  MemoryStore store_;
};

std::unique_ptr<StoreUnderTest> OpenMemory() { return std::make_unique<MemoryUnderTest>(); }

INSTANTIATE_TEST_SUITE_P(Memory, StoreContract, testing::Values(&OpenMemory));

}  // namespace
}  // namespace candour
