// What every store owes the core, whatever it is made of. A store's own test instantiates the
// suite:
//
//   INSTANTIATE_TEST_SUITE_P(Memory, StoreContract, testing::Values(&OpenMemory));
//
// The tests are in store_contract.cc and store_items.cc.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "federation/port/store.h"

namespace candour {

class StoreUnderTest {
 public:
  virtual ~StoreUnderTest() = default;
  virtual StoreView& View() = 0;             // Valid until Reopen.
  virtual void Commit(WriteSet writes) = 0;  // Atomic and durable on return.
  virtual void Reopen() = 0;                 // As after a kill right behind the last Commit.
};

using StoreFactory = std::unique_ptr<StoreUnderTest> (*)();  // A new, empty store.

class StoreContract : public testing::TestWithParam<StoreFactory> {
 protected:
  void SetUp() override {
    store_ = GetParam()();
    ASSERT_NE(store_, nullptr);
  }
  StoreView& View() { return store_->View(); }
  void Commit(WriteSet writes) { store_->Commit(std::move(writes)); }
  void Reopen() { store_->Reopen(); }

 private:
  std::unique_ptr<StoreUnderTest> store_;
};

}  // namespace candour
