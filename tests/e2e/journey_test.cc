// Real tables go all the way: imported, reviewed by a second person, published, found elsewhere,
// proved.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <map>
#include <utility>

#include "candour/node/v1/node.pb.h"
#include "crypto/hash.h"
#include "node/ctl/proof_file.h"
#include "node/ctl/wait_for.h"
#include "tests/e2e/federation_run.h"
#include "tests/places.h"

namespace candour::e2e {
namespace {

const std::string kData = candour::places::SourceDir() + "/../shared/data/narratives/";

struct RealTable {
  const char* name;
  uint64_t rows;
};
constexpr RealTable kTables[] = {{"maude_device_events", 1000}, {"nhs_patient_feedback", 1536}};

Result<node::v1::ImportLearningResponse> Import(const std::string& table, bool only_check) {
  auto author = FederationRun::Get().As("za1", "ana");
  node::v1::ImportHeader header;
  header.set_mapping(
      ReadFile(candour::places::SourceDir() + "/deploy/mappings/" + table + ".toml"));
  header.set_validate_only(only_check);
  std::string text = ReadFile(kData + table + ".csv");
  size_t at = 0;
  return author->Import(header, [&]() -> Result<std::string> {
    std::string chunk = text.substr(std::min(at, text.size()), 100'000);
    at += chunk.size();
    return chunk;
  });
}

// What the store's files hold; the engines' own logs and shared memory apart.
std::map<std::string, std::string> StoreBytes() {
  std::map<std::string, std::string> bytes;
  for (const auto& file : FilesBelow(FederationRun::Get().node("za1").directory + "/data")) {
    std::string name = std::filesystem::path(file).filename();
    if (name.starts_with("LOG") || name.ends_with("-shm")) continue;
    bytes[file] = std::string(crypto::Sha256(ReadFile(file)).view());
  }
  return bytes;
}

class RealTables : public ::testing::TestWithParam<RealTable> {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kData + GetParam().name + ".csv")) {
      GTEST_SKIP() << "no " << kData << GetParam().name << ".csv here: nothing real to import";
    }
  }
};

TEST_P(RealTables, AreImportedOnceAndDryRunsChangeNoByte) {
  FederationRun::Get();
  // Compactions and sweeps of earlier work may fall into a dry run; one that wrote would change
  // bytes every time.
  uint64_t would_create = 0;
  EXPECT_TRUE(ctl::WaitFor(60, [&] {
    const auto before = StoreBytes();
    auto dry = Import(GetParam().name, true);
    EXPECT_TRUE(dry) << dry.error().message;
    if (!dry) return true;
    EXPECT_EQ(dry->rows(), GetParam().rows);
    would_create = dry->created();
    return StoreBytes() == before;
  })) << "a dry run changed the store";

  auto first = Import(GetParam().name, false);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->created() + first->refused() + first->duplicates(), GetParam().rows);
  EXPECT_EQ(first->created(), would_create);
  uint64_t counted = 0;
  for (const auto& reason : first->refused_by_reason()) counted += reason.count();
  EXPECT_EQ(counted, first->refused());

  auto second = Import(GetParam().name, false);
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(second->created(), 0u);
  EXPECT_EQ(second->duplicates(), first->created() + first->duplicates());
  std::cout << "[summary] " << GetParam().name << ": " << first->rows() << " real rows, "
            << first->created() << " drafts, " << first->refused() << " refused, "
            << first->masked() << " masked, " << first->flagged() << " flagged\n";
}

INSTANTIATE_TEST_SUITE_P(Both, RealTables, ::testing::ValuesIn(kTables),
                         [](const auto& info) { return info.param.name; });

double MillisecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

// Every name that zb1 and zn1 have to show.
double WaitUntilReadable(const std::string& name, std::chrono::steady_clock::time_point start) {
  for (const char* code : {"zb1", "zn1"}) {
    auto reader = FederationRun::Get().As(code, "op");
    node::v1::GetLearningRequest get;
    get.set_name(name);
    node::v1::GetLearningResponse shown;
    EXPECT_TRUE(ctl::WaitFor(
        20, [&] { return reader->Call("LearningService/GetLearning", get, shown).has_value(); }))
        << name << " never reached " << code;
    EXPECT_EQ(shown.placements_size(), 1);
    if (shown.placements_size() == 1) EXPECT_TRUE(shown.placements(0).verified());
  }
  return MillisecondsSince(start);
}

TEST(Journey, TenReportsReachTheOthersAreFoundAndProvedOffline) {
  auto& run = FederationRun::Get();
  auto reviewer = run.As("za1", "ravi");
  node::v1::ListQueueRequest queue_request;
  queue_request.set_page_size(200);
  node::v1::ListQueueResponse queue;
  ASSERT_TRUE(reviewer->Call("ReviewService/ListQueue", queue_request, queue));
  double slowest = 0;
  int published = 0;
  for (const auto& draft : queue.drafts()) {
    if (published == 10) break;
    if (draft.quarantined()) continue;
    std::string record = Approve(draft.id());
    auto start = std::chrono::steady_clock::now();
    std::string name = Publish(record);
    ASSERT_FALSE(name.empty());
    slowest = std::max(slowest, WaitUntilReadable(name, start));
    ++published;

    auto reader = run.As("zb1", "op");
    node::v1::GetProofRequest get;
    get.set_name(name);
    node::v1::GetProofResponse proof;
    ASSERT_TRUE(reader->Call("LearningService/GetProof", get, proof));
    auto parsed = ctl::ParseProofFile(ctl::FormatProofFile(proof));
    ASSERT_TRUE(parsed);
    auto checked = ctl::CheckProof(*parsed);
    ASSERT_TRUE(checked) << checked.error().message;
    EXPECT_EQ(checked->organisation, "ZA1 Vale Hospitals Trust");

    auto stranger = run.As("zx1", "op");
    node::v1::GetLearningRequest forbidden;
    forbidden.set_name(name);
    node::v1::GetLearningResponse nothing;
    auto refused = stranger->Call("LearningService/GetLearning", forbidden, nothing);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kNotFound);
  }
  EXPECT_EQ(published, 10);
  const auto found = Search("zx1", "the");
  for (const auto& hit : found.hits()) {
    EXPECT_EQ(hit.networks_size(), 1);
    EXPECT_EQ(hit.networks(0), ctl::kDemoCoast) << hit.name();
  }
  std::cout << "[summary] ten reports published and verified at two members through the hub; "
               "slowest visible after "
            << static_cast<int>(slowest) << " ms\n";
}

}  // namespace
}  // namespace candour::e2e
