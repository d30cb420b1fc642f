// What is withdrawn or approved leaves the disk of every node. The searches have positive controls.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <random>

#include "node/ctl/wait_for.h"
#include "node/learning/draft_seal.h"
#include "node/learning/rows.h"
#include "node/storage/rocksdb_store.h"
#include "tests/e2e/federation_run.h"

namespace candour::e2e {
namespace {

namespace fs = std::filesystem;

const char* const kHolders[] = {"za1", "zh1", "zb1", "zn1"};

// A word without digits, which some rule would take for an identifier.
std::string RandomWord() {
  std::random_device device;
  std::string word;
  for (int i = 0; i < 12; ++i)
    word += std::string(1, "bdfgklmnprst"[device() % 12]) + "aeiou"[device() % 5];
  return word;
}

std::string Folder(const std::string& code) { return FederationRun::Get().node(code).directory; }

// Files of a node in which any 6 bytes of the word stand together, in any case.
std::vector<std::string> Traces(const std::string& code, const std::string& word) {
  std::vector<std::string> found;
  auto files = FilesBelow(Folder(code));
  files.push_back(Folder(code) + ".log");
  for (const auto& file : files) {
    std::string text = ReadFile(file);
    for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    for (size_t at = 0; at + 6 <= word.size(); ++at) {
      if (text.find(word.substr(at, 6)) == std::string::npos) continue;
      found.push_back(file + " (" + word.substr(at, 6) + ")");
      break;
    }
  }
  return found;
}

// A word of which nothing stands on any disk yet.
std::string Canary() {
  while (true) {
    std::string word = RandomWord();
    const bool fresh = std::all_of(std::begin(kHolders), std::end(kHolders),
                                   [&](const char* code) { return Traces(code, word).empty(); });
    if (fresh) return word;
  }
}

std::string Listed(const std::vector<std::string>& files) {
  std::string text;
  for (const auto& file : files) text += "  " + file + "\n";
  return text;
}

bool EverybodyConfirmed(const std::string& name) {
  auto reviewer = FederationRun::Get().As("za1", "ravi");
  node::v1::GetWithdrawalRequest request;
  request.set_name(name);
  node::v1::GetWithdrawalResponse receipts;
  return ctl::WaitFor(60, [&] {
    return reviewer->Call("ReviewService/GetWithdrawal", request, receipts) && receipts.complete();
  });
}

TEST(Erasure, LeavesNothingOfAWithdrawnTextOnAnyNode) {
  auto& run = FederationRun::Get();
  std::string canary = Canary();
  std::string record = ApprovedRecord("Marked " + canary, "Somebody wrote " + canary + ".");
  std::string name = Publish(record);
  ASSERT_FALSE(name.empty());
  for (const char* code : kHolders) {
    EXPECT_TRUE(ctl::WaitFor(20, [&] { return Search(code, canary).hits_size() > 0; }))
        << "positive control: " << code << " does not find it";
    EXPECT_FALSE(Traces(code, canary).empty()) << "positive control: not on the disk of " << code;
  }

  auto reviewer = run.As("za1", "ravi");
  node::v1::WithdrawRequest withdraw;
  withdraw.set_name(name);
  withdraw.set_reason("privacy");
  node::v1::WithdrawResponse withdrawn;
  auto status = reviewer->Call("ReviewService/Withdraw", withdraw, withdrawn);
  ASSERT_TRUE(status) << status.error().message;
  ASSERT_TRUE(EverybodyConfirmed(name));

  for (const char* code : kHolders) {
    EXPECT_EQ(Search(code, canary).hits_size(), 0) << code;
    std::vector<std::string> left;
    EXPECT_TRUE(ctl::WaitFor(20, [&] { return (left = Traces(code, canary)).empty(); }))
        << code << " still has it in\n"
        << Listed(left);
  }
  std::cout << "[summary] erasure: a random word was on 4 disks before its withdrawal and on none "
               "after\n";
}

// The draft row as it is on the disk of the running node, read from a copy.
node::v1::StoredDraft StoredDraftOf(const std::string& id) {
  auto& run = FederationRun::Get();
  std::string copy = run.root() + "/copy";
  fs::remove_all(copy);
  fs::create_directories(copy);
  fs::copy(Folder("za1") + "/data/db", copy + "/db", fs::copy_options::recursive);
  node::v1::StoredDraft draft;
  storage::StoreOptions options;
  options.data_dir = copy;
  options.node_id = ReadFile(Folder("za1") + "/data/keys/node.id");
  auto store = storage::RocksDbStore::Open(options);
  EXPECT_TRUE(store) << store.error().message;
  if (!store) return draft;
  auto found = FindDraft((*store)->Latest(), id);
  if (found) draft = *LoadDraft((*store)->Latest(), *found);
  store->reset();
  fs::remove_all(copy);
  return draft;
}

TEST(Erasure, DestroysTheKeyOfAnApprovedDraft) {
  auto& run = FederationRun::Get();
  auto author = run.As("za1", "ana");
  node::v1::CreateDraftRequest create;
  auto& learning = *create.mutable_draft()->mutable_learning();
  learning.set_kind(learning::v1::LEARNING_KIND_NEAR_MISS);
  learning.set_title("A key to be destroyed");
  learning.set_what_happened("Mr Test Person, NHS number 999 819 3036, was called twice.");
  learning.set_setting("Clinic");
  learning.set_period("2025");
  node::v1::CreateDraftResponse created;
  ASSERT_TRUE(author->Call("LearningService/CreateDraft", create, created));
  auto draft = StoredDraftOf(created.draft().id());
  ASSERT_EQ(draft.wrapped_key().size(), 60u);
  EXPECT_FALSE(FilesWith(Folder("za1"), draft.wrapped_key()).empty()) << "positive control";
  EXPECT_TRUE(FilesWith(Folder("za1"), "Test Person").empty()) << "the original is not sealed";

  ASSERT_FALSE(Approve(created.draft().id()).empty());
  std::vector<std::string> left;
  EXPECT_TRUE(ctl::WaitFor(60, [&] {
    left = FilesWith(Folder("za1"), draft.wrapped_key().substr(12, 32));
    return left.empty();
  })) << Listed(left);
  EXPECT_TRUE(FilesWith(Folder("za1"), draft.sealed_original().substr(0, 40)).empty());
}

}  // namespace
}  // namespace candour::e2e
