#include "tests/unit/federation/query/query_fixture.h"

#include <gtest/gtest.h>

#include "crypto/x25519.h"
#include "federation/feed/names.h"
#include "federation/network/sign_manifest.h"

namespace candour::query::testing {
namespace {

const NetworkId kNetwork = *NetworkId::From("a query network.");

crypto::PrivateKey KeyOf(const std::string& label) {
  return *crypto::PrivateKey::FromSeed(SeedOf("key " + label));
}

void AddMember(Manifest& manifest, int number, const std::string& roles) {
  const MemberId id = MemberOf(number);
  const std::string n = std::to_string(number);
  manifest.members.push_back(
      {.id = id, .roles = roles, .name = "Trust " + n, .spki = {crypto::Sha256("pin " + n)}});
  manifest.feeds.push_back(
      {.member = id, .epoch = 0, .key = SignerOf(number).key, .closed = std::nullopt});
  manifest.cosigners.push_back(
      {.member = id,
       .key = crypto::VerifierKey::Cosignature(CosignerName(kNetwork, id),
                                               KeyOf("cosigner " + n).public_key())});
  manifest.kex.push_back(
      {.member = id, .public_key = *crypto::X25519PublicKey(KexPrivate(number))});
}

}  // namespace

std::string SeedOf(std::string_view label) {
  return crypto::Sha256({"test seed ", label}).ToString();
}

MemberId MemberOf(int number) {
  std::string raw(16, '\x11');
  raw[0] = static_cast<char>(number >> 8);
  raw[1] = static_cast<char>(number);
  return *MemberId::From(raw);
}

Signer SignerOf(int number) {
  const crypto::PrivateKey key = KeyOf("feed " + std::to_string(number));
  const FeedId feed = FeedIdOf(kNetwork, MemberOf(number), 0);
  return {.key = crypto::VerifierKey::Ed25519(FeedOrigin(feed), key.public_key()),
          .private_key = key};
}

std::string KexPrivate(int number) { return SeedOf("kex " + std::to_string(number)); }

QueryNetwork MakeNetwork(int members) {
  const crypto::PrivateKey governor = KeyOf("governor");
  const crypto::VerifierKey key =
      crypto::VerifierKey::Ed25519(GovernorName(kNetwork, 0), governor.public_key());
  Manifest manifest;
  manifest.network = kNetwork;
  manifest.version = 1;
  manifest.issued = kSnapshot - 90 * kSecondsPerDay;
  manifest.expires = kSnapshot + 90 * kSecondsPerDay;
  manifest.threshold = 1;
  manifest.name = "North West";
  manifest.governors = {key};
  for (int number = 0; number < members; ++number) {
    AddMember(manifest, number, number == 0 ? "rwq" : number < 3 ? "rwa" : "rw");
  }
  const Result<std::string> note = SignManifest(FormatManifest(manifest), {{key, governor}});
  EXPECT_TRUE(note.has_value());
  return {.manifest = *VerifyGenesis(*note, std::nullopt), .members = members};
}

Plan PlanFor(const QueryNetwork& network, Tier tier) {
  const Cube* cube = FindCube("near-misses", 1);
  Plan plan{.network = network.manifest.manifest.network,
            .asker = MemberOf(0),
            .manifest_version = network.manifest.manifest.version,
            .manifest = network.manifest.hash,
            .purpose = "safety-monitoring",
            .cube = std::string(cube->name),
            .cube_version = cube->version,
            .cube_hash = CubeHash(*cube),
            .window = {PeriodUnit::kQuarter, 2025 * 4, 2025 * 4 + 1},
            .snapshot = kSnapshot,
            .epsilon = 1000,
            .tier = tier,
            .min_nodes = 10,
            .expires = kSnapshot + 7 * kSecondsPerDay};
  if (tier == Tier::kAggregators) plan.aggregators = {MemberOf(1), MemberOf(2)};
  return plan;
}

SignedPlan Sign(const QueryNetwork& network, const Plan& plan) {
  const Result<SignedPlan> opened =
      OpenPlan(SignText(FormatPlan(plan), SignerOf(0)), network.manifest.manifest);
  EXPECT_TRUE(opened.has_value()) << opened.error().message;
  return *opened;
}

}  // namespace candour::query::testing
