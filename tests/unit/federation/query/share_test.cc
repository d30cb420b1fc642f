#include "federation/query/share.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdio>
#include <set>

#include "crypto/hpke.h"
#include "tests/unit/crypto/vectors.h"
#include "tests/unit/federation/query/query_fixture.h"

namespace candour::query {
namespace {

using testing::KexPrivate;
using testing::MakeNetwork;
using testing::MemberOf;
using testing::PlanFor;
using testing::QueryNetwork;
using testing::SeedOf;

ShareSeeds SeedsOf(const std::string& label) {
  return {.share = SeedOf("share " + label),
          .ephemeral_a = SeedOf("a " + label),
          .ephemeral_b = SeedOf("b " + label)};
}

class Shares : public ::testing::Test {
 protected:
  QueryNetwork network_ = MakeNetwork(12);
  SignedPlan plan_ = Sign(network_, PlanFor(network_, Tier::kAggregators));
  std::vector<int64_t> counts_ = {0, 1, 2, 300000, -4, INT64_MAX, INT64_MIN, 7};

  Report Make(int member, const std::string& label) {
    return *MakeShares(plan_, network_.manifest.manifest, MemberOf(member), counts_,
                       SeedsOf(label));
  }
};

TEST_F(Shares, AreTheCountsTogether) {
  const Report report = Make(5, "one");

  const Result<Sum> a = OpenShare(plan_, report, Side::kA, KexPrivate(1));
  const Result<Sum> b = OpenShare(plan_, report, Side::kB, KexPrivate(2));

  ASSERT_TRUE(a && b);
  EXPECT_EQ(Joined(*a, *b), counts_);
  Sum sum_a = *a;
  Sum sum_b = *b;
  const Report other = Make(6, "two");
  AddTo(sum_a, *OpenShare(plan_, other, Side::kA, KexPrivate(1)));
  AddTo(sum_b, *OpenShare(plan_, other, Side::kB, KexPrivate(2)));
  std::vector<int64_t> twice;
  for (int64_t count : counts_) {
    twice.push_back(std::bit_cast<int64_t>(2 * std::bit_cast<uint64_t>(count)));
  }
  EXPECT_EQ(Joined(sum_a, sum_b), twice);
}

TEST_F(Shares, OpenForTheirAggregatorPlanMemberAndSideOnly) {
  const Report report = Make(5, "one");
  Report of_other = report;
  of_other.member = MemberOf(6);
  Report swapped = report;
  std::swap(swapped.share_a, swapped.share_b);
  Plan plan = plan_.plan;
  plan.epsilon = 999;

  EXPECT_EQ(OpenShare(plan_, report, Side::kA, KexPrivate(2)).error().reason, "SHARE_NOT_OPENED");
  EXPECT_FALSE(OpenShare(plan_, of_other, Side::kA, KexPrivate(1)));
  EXPECT_FALSE(OpenShare(plan_, swapped, Side::kA, KexPrivate(1)));
  EXPECT_FALSE(OpenShare(Sign(network_, plan), report, Side::kA, KexPrivate(1)));
}

TEST_F(Shares, AreRefusedWithAnotherNumberOfCells) {
  counts_.push_back(1);
  EXPECT_EQ(OpenShare(plan_, Make(5, "one"), Side::kA, KexPrivate(1)).error().reason,
            "SHARE_NOT_OPENED");
}

TEST_F(Shares, AreNotMadeWithoutAKeyToSealFor) {
  Manifest manifest = network_.manifest.manifest;
  manifest.kex.erase(manifest.kex.begin() + 2);

  const Result<Report> report = MakeShares(plan_, manifest, MemberOf(5), counts_, SeedsOf("one"));

  EXPECT_EQ(report.error().reason, "SHARE_KEY");
}

// What an aggregator, the collector or a hub sees has to look the same whatever was counted. Bits
// are counted, bytes are counted, and the planted number is searched for.
struct Looks {
  double bits_sd = 0;  // distance of the share of ones from one half, in standard deviations
  double bytes_z = 0;  // chi-square of the bytes over 255 degrees, as a normal deviate
  size_t planted = 0;  // how often the planted number stands there, at any offset
};

Looks LookAt(const std::string& bytes, uint64_t planted) {
  Looks looks;
  int64_t ones = 0;
  std::vector<double> seen(256, 0);
  for (unsigned char c : bytes) {
    ones += std::popcount(c);
    ++seen[c];
  }
  const double bits = static_cast<double>(bytes.size()) * 8;
  looks.bits_sd = std::abs(static_cast<double>(ones) - bits / 2) / (std::sqrt(bits) / 2);
  double chi_square = 0;
  const double expected = static_cast<double>(bytes.size()) / 256;
  for (double n : seen) chi_square += (n - expected) * (n - expected) / expected;
  looks.bytes_z = std::abs(chi_square - 255) / std::sqrt(2 * 255.0);
  const std::string needle = crypto::U64(planted);
  for (size_t at = bytes.find(needle); at != std::string::npos; at = bytes.find(needle, at + 1)) {
    ++looks.planted;
  }
  return looks;
}

TEST_F(Shares, CannotBeToldFromRandomByHubCollectorOrOneAggregator) {
  constexpr int kReports = 500;
  constexpr uint64_t kPlanted = 123456789;
  std::string at_hub, at_a, at_b;
  for (int i = 0; i < kReports; ++i) {
    counts_.assign(8, static_cast<int64_t>(kPlanted));
    const Report report = Make(5, std::to_string(i));
    at_hub += report.share_a + report.share_b;
    const Sum a = *OpenShare(plan_, report, Side::kA, KexPrivate(1));
    const Sum b = *OpenShare(plan_, report, Side::kB, KexPrivate(2));
    for (uint64_t word : a) crypto::PutU64(at_a, word);
    for (uint64_t word : b) crypto::PutU64(at_b, word);
  }
  std::string plain;
  for (int i = 0; i < kReports * 8; ++i) crypto::PutU64(plain, kPlanted);

  for (const auto& [name, bytes] : {std::pair{"hub and collector", &at_hub},
                                    {"aggregator A", &at_a},
                                    {"aggregator B", &at_b}}) {
    const Looks looks = LookAt(*bytes, kPlanted);
    EXPECT_LT(looks.bits_sd, 4.5) << name;
    EXPECT_LT(looks.bytes_z, 4.5) << name;
    EXPECT_EQ(looks.planted, 0u) << name;
    std::printf(
        "[summary] tier 1 at %s: %zu bytes, ones %.2f sd, bytes %.2f sd from random, "
        "planted count found %zu times\n",
        name, bytes->size(), looks.bits_sd, looks.bytes_z, looks.planted);
  }
  EXPECT_GT(LookAt(plain, kPlanted).bits_sd, 50);  // The test sees what is not random.
  EXPECT_EQ(LookAt(plain, kPlanted).planted, static_cast<size_t>(kReports) * 8);
}

TEST(ShareVector, OpensWithTheBindingOfTheProtocol) {
  CANDOUR_NEED_VECTORS();
  const nlohmann::json golden =
      crypto::testing::ReadJson(crypto::testing::VectorsFolder() + "candour/golden.json");
  const nlohmann::json& share = golden.at("share");
  const std::string info = crypto::testing::FromHex(share.at("info").get<std::string>());
  const MemberId member = *MemberId::FromHex(golden.at("member_ids").at("A").get<std::string>());
  const crypto::Hash plan = *crypto::Hash::From(info.substr(17, 32));

  EXPECT_EQ(ShareBinding(plan, member, Side::kB), info);
  const auto opened =
      crypto::HpkeOpen(crypto::testing::FromHex(share.at("recipient_private").get<std::string>()),
                       {.info = ShareBinding(plan, member, Side::kB)},
                       crypto::testing::FromHex(share.at("sealed").get<std::string>()));
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(*opened, crypto::testing::FromHex(share.at("plaintext").get<std::string>()));
}

}  // namespace
}  // namespace candour::query
