// kill -9 while publishing: what was acknowledged is there afterwards, and nothing was signed
// twice.
//
// CANDOUR_KILLS sets how often (20 in the suite), CANDOUR_SEED the moments.
#include <gtest/gtest.h>
#include <poll.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <random>
#include <thread>

#include "crypto/checkpoint.h"
#include "crypto/encoding.h"
#include "node/ctl/wait_for.h"
#include "node/learning/rows.h"
#include "node/storage/rocksdb_store.h"
#include "tests/e2e/federation_run.h"

namespace candour::e2e {
namespace {

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* value = std::getenv(name);
  auto number = crypto::ParseDecimal(value != nullptr ? value : "");
  return number ? *number : otherwise;
}

// The roots a node has stored signatures of, by feed and size.
using SignedRoots = std::map<std::pair<std::string, uint64_t>, std::string>;
SignedRoots SignedRootsOf(const std::string& code) {
  std::string folder = FederationRun::Get().node(code).directory + "/data";
  storage::StoreOptions options;
  options.data_dir = folder;
  options.node_id = ReadFile(folder + "/keys/node.id");
  auto store = storage::RocksDbStore::Open(options);
  EXPECT_TRUE(store) << store.error().message;
  SignedRoots roots;
  if (!store) return roots;
  const auto& reader = (*store)->Latest();
  for (const auto& network : reader.Networks()) {
    for (const auto& feed : reader.Feeds(network)) {
      for (uint64_t size = feed.size; size > 0;) {
        auto row = reader.CheckpointAtOrBefore(feed.feed, size);
        if (!row || row->size == 0) break;
        auto text = row->note.substr(0, row->note.find("\n\n") + 1);
        auto checkpoint = crypto::Checkpoint::Parse(text);
        EXPECT_TRUE(checkpoint);
        if (checkpoint) roots[{feed.feed.hex(), row->size}] = std::string(checkpoint->root.view());
        size = row->size - 1;
      }
    }
  }
  return roots;
}

class KillTest : public ::testing::Test {
 protected:
  // Publishes what is left until the node dies.
  void PublishUntilItDies() {
    while (!records_.empty()) {
      ++asked_;
      std::string name = Publish(records_.back());
      if (name.empty()) return;  // No acknowledgement: it may or may not be there.
      acknowledged_.push_back(name);
      records_.pop_back();
    }
  }

  void ExpectAllAcknowledged() {
    auto reader = FederationRun::Get().As("za1", "op");
    ASSERT_TRUE(reader);
    for (const auto& name : acknowledged_) {
      node::v1::GetLearningRequest get;
      get.set_name(name);
      node::v1::GetLearningResponse shown;
      // What was queued is signed as soon as a hub has answered.
      EXPECT_TRUE(ctl::WaitFor(
          20, [&] { return reader->Call("LearningService/GetLearning", get, shown).has_value(); }))
          << "acknowledged and lost: " << name;
    }
  }

  std::vector<std::string> records_;
  std::vector<std::string> acknowledged_;
  std::atomic<int> asked_{0};
};

TEST_F(KillTest, LosesNothingAcknowledgedAndSignsNothingTwice) {
  auto& run = FederationRun::Get();
  uint64_t kills = FromEnvironment("CANDOUR_KILLS", 20);
  uint64_t seed = FromEnvironment("CANDOUR_SEED", std::random_device{}());
  std::mt19937_64 random(seed);
  std::cout << "CANDOUR_KILLS=" << kills << " CANDOUR_SEED=" << seed << "\n";
  for (uint64_t kill = 0; kill < kills; ++kill) {
    while (records_.size() < 6) {
      records_.push_back(ApprovedRecord("Bed rails " + std::to_string(kill), "A rail was loose."));
      ASSERT_FALSE(records_.back().empty());
    }
    std::thread publisher([&] { PublishUntilItDies(); });
    ::poll(nullptr, 0, static_cast<int>(random() % 120));  // The moment is what is tested.
    run.Kill("za1");
    publisher.join();
    run.Restart("za1");
    ExpectAllAcknowledged();
  }
  EXPECT_TRUE(ctl::WaitFor(30, [&] { return Holds("za1") == Holds("zh1"); }))
      << "za1 and the hub do not agree: " << Holds("za1").first << " " << Holds("zh1").first;
  EXPECT_GT(acknowledged_.size(), 0u);

  for (const char* code : {"za1", "zh1", "zb1"}) run.Stop(code);
  SignedRoots own = SignedRootsOf("za1");
  size_t compared = 0;
  for (const char* code : {"zh1", "zb1"}) {
    for (const auto& [key, root] : SignedRootsOf(code)) {
      auto signed_here = own.find(key);
      if (signed_here == own.end()) continue;
      ++compared;
      EXPECT_EQ(signed_here->second, root) << "two roots signed for size " << key.second;
    }
  }
  EXPECT_GT(compared, 0u);
  for (const char* code : {"zh1", "za1", "zb1"}) run.Restart(code);
  std::cout << "[summary] kill -9: " << kills << " kills, " << acknowledged_.size()
            << " acknowledged publications all there, " << compared
            << " signed sizes compared with the hub and a member\n";
}

}  // namespace
}  // namespace candour::e2e
