// A question of tier 1 across real processes: what the hub that collects and each of the two
// aggregators has in its hands says nothing about anybody's counts; both together would. One sum is
// let out for a plan, for ever.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <map>
#include <optional>

#include "candour/node/v1/query.pb.h"
#include "crypto/encoding.h"
#include "crypto/random.h"
#include "federation/query/aggregation.h"
#include "federation/query/share.h"
#include "node/ctl/wait_for.h"
#include "node/learning/question_notes.h"
#include "node/learning/questions.h"
#include "node/storage/rocksdb_store.h"
#include "tests/e2e/federation_run.h"

namespace candour::e2e {
namespace {

namespace fs = std::filesystem;

constexpr double kPatience = 60;
constexpr int kPlanted = 37;  // Near misses of July 2023 at ZA1: nobody else has any.
constexpr const char* kAggregators[] = {"za1", "zb1"};

std::string DataOf(const std::string& code) {
  return FederationRun::Get().node(code).directory + "/data";
}

// What a running node has on its disk, read from a copy.
class StoreCopy {
 public:
  explicit StoreCopy(const std::string& code) : folder_(FederationRun::Get().root() + "/tier1") {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    std::error_code moved;  // A file may go while it is copied; then this copy does not open.
    fs::copy(DataOf(code) + "/db", folder_ + "/db", fs::copy_options::recursive, moved);
    storage::StoreOptions options;
    options.data_dir = folder_;
    options.node_id = ReadFile(DataOf(code) + "/keys/node.id");
    if (auto store = storage::RocksDbStore::Open(options)) store_ = std::move(*store);
  }
  ~StoreCopy() {
    store_.reset();
    fs::remove_all(folder_);
  }
  const storage::Reader* operator->() const { return &store_->Latest(); }
  const storage::Reader& operator*() const { return store_->Latest(); }
  bool open() const { return store_ != nullptr; }

 private:
  std::string folder_;
  std::unique_ptr<storage::RocksDbStore> store_;
};

// What the hub holds of one plan while its time runs.
struct Held {
  NetworkId network;
  Manifest manifest;
  query::SignedPlan plan;
  std::vector<Mail> mail;
};

std::optional<Held> HeldAtTheHub(const std::string& name) {
  const StoreCopy copy("zh1");
  if (!copy.open()) return std::nullopt;
  for (const auto& [key, question] : LoadQuestions(*copy)) {
    if (crypto::HexEncode(key.plan.view()) != name) continue;
    const auto note = copy->Manifest(key.network, copy->NewestManifest(key.network));
    const auto manifest = OpenStored(note.value_or(""));
    const auto plan = manifest ? query::OpenPlan(question.plan_note(), manifest->manifest)
                               : Fail(manifest.error());
    if (!plan) return std::nullopt;
    return Held{key.network, manifest->manifest, *plan, LoadMail(*copy, key.plan, "", 1000)};
  }
  return std::nullopt;
}

std::string KexOf(const std::string& code, const NetworkId& network) {
  return ReadFile(DataOf(code) + "/keys/" + network.hex() + "/kex.key");
}

// How unlikely these bytes are as random ones: standard deviations of chi-square over 255 degrees.
double Oddness(std::string_view bytes) {
  std::array<double, 256> seen{};
  for (const char c : bytes) seen[static_cast<unsigned char>(c)] += 1;
  const double expected = static_cast<double>(bytes.size()) / 256;
  double chi = 0;
  for (const double count : seen) chi += (count - expected) * (count - expected) / expected;
  return (chi - 255) / std::sqrt(2.0 * 255);
}

std::string BytesOf(const query::Sum& share) {
  std::string bytes;
  for (const uint64_t cell : share) bytes += crypto::U64(cell);
  return bytes;
}

// Numbers that could be counts: none among random ones of 64 bits, but once in 2^32.
size_t SmallOnes(const query::Sum& share) {
  return static_cast<size_t>(
      std::count_if(share.begin(), share.end(), [](uint64_t cell) { return cell >> 32 == 0; }));
}

void Plant() {
  auto author = FederationRun::Get().As("za1", "ana");
  node::v1::KeepRequest keep;
  for (int i = 0; i < kPlanted; ++i) {
    node::v1::CreateDraftRequest create;
    auto& learning = *create.mutable_draft()->mutable_learning();
    learning.set_kind(learning::v1::LEARNING_KIND_NEAR_MISS);
    learning.set_title("the pump alarm was silenced");
    learning.set_learning("check the volume left before the alarm is silenced");
    learning.set_setting("ward");
    learning.set_period("2023-07");
    node::v1::CreateDraftResponse created;
    ASSERT_TRUE(author->Call("LearningService/CreateDraft", create, created));
    keep.add_ids(created.draft().id());
  }
  node::v1::KeepResponse kept;
  const auto status =
      FederationRun::Get().As("za1", "ravi")->Call("ReviewService/Keep", keep, kept);
  ASSERT_TRUE(status) << status.error().message;
  ASSERT_EQ(kept.kept(), static_cast<uint64_t>(kPlanted)) << kept.DebugString();
}

std::string Ask(uint32_t seconds) {
  node::v1::AskRequest request;
  request.set_network(ctl::kDemoRegion);
  request.set_cube("events");
  request.set_first("2023-01");
  request.set_last("2023-12");
  request.set_purpose("improvement");
  request.set_reply_seconds(seconds);
  request.set_tier(1);
  for (const char* code : kAggregators) {
    request.add_aggregators(FederationRun::Get().node(code).name);
  }
  node::v1::AskResponse asked;
  const auto status =
      FederationRun::Get().As("zn1", "nat")->Call("QueryService/Ask", request, asked);
  EXPECT_TRUE(status) << status.error().message;
  return asked.question().name();
}

node::v1::GetAnswerResponse AnswerAt(const std::string& code, const std::string& name) {
  node::v1::GetAnswerRequest request;
  request.set_name(name);
  node::v1::GetAnswerResponse answer;
  if (auto reader = FederationRun::Get().As(code, "op")) {
    (void)reader->Call("QueryService/GetAnswer", request, answer);
  }
  return answer;
}

bool Answered(const std::string& code, const std::string& name) {
  return ctl::WaitFor(kPatience, [&] {
    return AnswerAt(code, name).question().state() == node::v1::QUESTION_STATE_ANSWERED;
  });
}

query::StoredAggregation StoredAt(const std::string& code, const QuestionKey& key) {
  query::StoredAggregation stored;
  ctl::WaitFor(kPatience, [&] {
    const StoreCopy copy(code);
    if (copy.open()) stored = LoadAggregation(*copy, key);
    return !stored.sum.empty();
  });
  return stored;
}

class TierOne : public testing::Test {
 protected:
  static std::string name_;
  static std::optional<Held> held_;
  static std::vector<query::SignedReport> reports_;

  static void SetUpTestSuite() {
    Plant();
    name_ = Ask(10);
    const bool all = ctl::WaitFor(kPatience, [&] {
      held_ = HeldAtTheHub(name_);
      return held_ && held_->mail.size() == held_->manifest.members.size();
    });
    ASSERT_TRUE(all) << "not every member's report came to the hub in time";
    for (const Mail& mail : held_->mail) {
      auto report = query::OpenReport(mail.note, held_->plan, held_->manifest);
      ASSERT_TRUE(report) << report.error().message;
      ASSERT_TRUE(report->report.answers());
      reports_.push_back(std::move(*report));
    }
  }
  // The share of every member as the aggregator of that side opens it.
  static std::vector<query::Sum> Opened(query::Side side) {
    const std::string code = kAggregators[side == query::Side::kA ? 0 : 1];
    std::vector<query::Sum> shares;
    for (const auto& report : reports_) {
      auto share = query::OpenShare(held_->plan, report.report, side, KexOf(code, held_->network));
      EXPECT_TRUE(share) << share.error().message;
      shares.push_back(share.value_or(query::Sum()));
    }
    return shares;
  }
};
std::string TierOne::name_;
std::optional<Held> TierOne::held_;
std::vector<query::SignedReport> TierOne::reports_;

TEST_F(TierOne, GivesTheCollectingHubRandomBytesAlone) {
  ASSERT_EQ(reports_.size(), 4u);
  const std::string planted = crypto::U64(kPlanted);
  size_t bytes = 0;
  double oddest = 0;
  for (const Mail& mail : held_->mail) bytes += mail.note.size();
  for (const auto& report : reports_) {
    for (const std::string& share : {report.report.share_a, report.report.share_b}) {
      EXPECT_EQ(share.find(planted), std::string::npos);
    }
    oddest = std::max(oddest, std::abs(Oddness(report.report.share_a)));
    EXPECT_TRUE(report.report.noised.empty());
  }
  EXPECT_LT(oddest, 6);
  // Nor with the hub's own key, nor with either aggregator's on the other's share.
  for (const char* code : {"zh1", "zb1"}) {
    EXPECT_FALSE(query::OpenShare(held_->plan, reports_[0].report, query::Side::kA,
                                  KexOf(code, held_->network)));
  }
  std::cout << "[summary] tier 1 with real nodes: " << reports_.size() << " reports of "
            << Opened(query::Side::kA)[0].size() << " cells in " << bytes
            << " bytes at the hub; the oddest sealed share is " << oddest
            << " deviations from random bytes\n";
}

TEST_F(TierOne, GivesEachAggregatorAloneRandomNumbersAndOnlyBothTheCount) {
  const auto a = Opened(query::Side::kA);
  const auto b = Opened(query::Side::kB);
  double oddest = 0;
  for (const auto* side : {&a, &b}) {
    query::Sum sum((*side)[0].size(), 0);
    for (const query::Sum& share : *side) {
      EXPECT_EQ(SmallOnes(share), 0u);
      oddest = std::max(oddest, std::abs(Oddness(BytesOf(share))));
      query::AddTo(sum, share);
    }
    EXPECT_EQ(SmallOnes(sum), 0u);
  }
  EXPECT_LT(oddest, 6);

  // The same look at both finds it: what is missing above is not for want of looking.
  size_t found = 0;
  for (size_t i = 0; i < reports_.size(); ++i) {
    const std::vector<int64_t> counts = query::Joined(a[i], b[i]);
    found += static_cast<size_t>(std::count(counts.begin(), counts.end(), kPlanted));
    EXPECT_GT(Oddness(BytesOf(query::Sum(counts.begin(), counts.end()))), 100);
  }
  EXPECT_EQ(found, 1u);
  std::cout << "[summary] tier 1 with real nodes: the planted " << kPlanted
            << " is in neither aggregator's numbers (the oddest " << oddest
            << " deviations from random), and in both together\n";
}

TEST_F(TierOne, LetsOutOneSumForEverWhateverIsRestarted) {
  ASSERT_TRUE(Answered("zn1", name_));
  auto& run = FederationRun::Get();
  const QuestionKey key{held_->network, held_->plan.hash};
  const std::string first = AnswerAt("zn1", name_).SerializeAsString();
  std::map<std::string, query::StoredAggregation> before;
  for (const char* code : kAggregators) {
    before[code] = StoredAt(code, key);
    ASSERT_FALSE(before[code].sum.empty()) << code;
  }
  for (const char* code : kAggregators) {
    run.Kill(code);
    run.Restart(code);
  }
  for (const size_t side : {0, 1}) {
    const char* const code = kAggregators[side];
    const query::StoredAggregation after = StoredAt(code, key);
    EXPECT_EQ(after.sum, before[code].sum);
    EXPECT_EQ(after.agreed, before[code].agreed);
    // What is stored lets out the same bytes again, and no other, whatever the noise.
    auto machine = query::Aggregation::Open(
        {.plan = held_->plan,
         .manifest = held_->manifest,
         .self = held_->plan.plan.aggregators[side],
         .signer = {.key = {}, .private_key = *crypto::PrivateKey::FromSeed(std::string(32, 's'))},
         .kex_private = KexOf(code, held_->network)},
        after);
    ASSERT_TRUE(machine) << machine.error().message;
    const auto again =
        machine->Release(before[kAggregators[1 - side]].agreed, crypto::RandomBytes(32));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(*again, before[code].sum);
  }
  EXPECT_EQ(AnswerAt("zn1", name_).SerializeAsString(), first);
  const auto held = HeldAtTheHub(name_);
  ASSERT_TRUE(held);
  EXPECT_TRUE(held->mail.empty());  // Reports and sums are gone since the answer.
}

}  // namespace
}  // namespace candour::e2e
