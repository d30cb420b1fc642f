#include "node/rpc/peer_directory.h"

#include <gtest/gtest.h>

namespace candour::rpc {
namespace {

const NetworkId kNorth = *NetworkId::From(std::string(16, 'n'));
const NetworkId kSouth = *NetworkId::From(std::string(16, 's'));
const MemberId kAnna = *MemberId::From(std::string(16, 'a'));
const crypto::Hash kOldPin = *crypto::Hash::From(std::string(32, '1'));
const crypto::Hash kNewPin = *crypto::Hash::From(std::string(32, '2'));
const crypto::Hash kStranger = *crypto::Hash::From(std::string(32, '3'));

std::shared_ptr<const SignedManifest> ManifestWith(const NetworkId& network,
                                                   std::vector<crypto::Hash> pins) {
  auto signed_manifest = std::make_shared<SignedManifest>();
  signed_manifest->manifest.network = network;
  signed_manifest->manifest.members.push_back({kAnna, "rw", "Anna", std::move(pins)});
  return signed_manifest;
}

TEST(PeerDirectory, FindsAMemberByEitherOfItsKeys) {
  PeerDirectory directory;
  directory.Put(kNorth, ManifestWith(kNorth, {kOldPin, kNewPin}));

  for (const crypto::Hash& pin : {kOldPin, kNewPin}) {
    const auto who = directory.Resolve(kNorth, pin);
    ASSERT_TRUE(who);
    EXPECT_EQ(who->network, kNorth);
    EXPECT_EQ(who->member, kAnna);
    EXPECT_EQ(who->spki, pin);
  }
  EXPECT_FALSE(directory.Resolve(kNorth, kStranger));
}

TEST(PeerDirectory, KnowsAKeyOnlyInItsNetwork) {
  PeerDirectory directory;
  directory.Put(kNorth, ManifestWith(kNorth, {kOldPin}));
  directory.Put(kSouth, ManifestWith(kSouth, {kNewPin}));

  EXPECT_TRUE(directory.Resolve(kSouth, kNewPin));
  EXPECT_FALSE(directory.Resolve(kSouth, kOldPin));
  EXPECT_FALSE(directory.Resolve(kNorth, kNewPin));
}

TEST(PeerDirectory, ForgetsAKeyWithTheManifestThatDropsIt) {
  PeerDirectory directory;
  directory.Put(kNorth, ManifestWith(kNorth, {kOldPin}));
  directory.Put(kNorth, ManifestWith(kNorth, {kNewPin}));
  EXPECT_FALSE(directory.Resolve(kNorth, kOldPin));
  EXPECT_TRUE(directory.Resolve(kNorth, kNewPin));

  directory.Put(kNorth, nullptr);
  EXPECT_FALSE(directory.Resolve(kNorth, kNewPin));
  EXPECT_EQ(directory.ManifestOf(kNorth), nullptr);
}

// Version after version, each with its day of issue.
std::shared_ptr<const SignedManifest> Version(uint64_t version, WallSeconds issued,
                                              const std::string& roles,
                                              std::vector<crypto::Hash> pins) {
  auto signed_manifest = std::make_shared<SignedManifest>();
  Manifest& manifest = signed_manifest->manifest;
  manifest.network = kNorth;
  manifest.version = version;
  manifest.issued = issued;
  if (!pins.empty()) manifest.members.push_back({kAnna, roles, "Anna", std::move(pins)});
  return signed_manifest;
}

TEST(PeerDirectory, KnowsAFormerKeyForItsTerm) {
  PeerDirectory directory;
  directory.Put(kNorth, Version(1, 1000, "rw", {kOldPin}));
  EXPECT_FALSE(directory.ResolveFormer(kNorth, kOldPin, 1001)) << "it is in force";
  directory.Put(kNorth, Version(2, 2000, "rw", {kNewPin}));

  const auto former = directory.ResolveFormer(kNorth, kOldPin, 2000 + kFormerPinSeconds - 1);
  ASSERT_TRUE(former);
  EXPECT_EQ(former->member, kAnna);
  EXPECT_TRUE(former->former);
  EXPECT_FALSE(directory.Resolve(kNorth, kOldPin)) << "for nothing else";
  EXPECT_FALSE(directory.ResolveFormer(kNorth, kOldPin, 2000 + kFormerPinSeconds));
  EXPECT_FALSE(directory.ResolveFormer(kNorth, kStranger, 2001));
  EXPECT_FALSE(directory.ResolveFormer(kSouth, kOldPin, 2001));
}

TEST(PeerDirectory, KnowsTheKeyOfAHubForLongerAndOfWhoWasRemovedToo) {
  PeerDirectory directory;
  directory.Put(kNorth, Version(1, 1000, "rwh", {kOldPin}));
  directory.Put(kNorth, Version(2, 2000, "rwh", {}));

  EXPECT_TRUE(directory.ResolveFormer(kNorth, kOldPin, 2000 + kFormerHubPinSeconds - 1));
  EXPECT_FALSE(directory.ResolveFormer(kNorth, kOldPin, 2000 + kFormerHubPinSeconds));
  directory.Put(kNorth, Version(3, 3000, "rwh", {kOldPin}));
  EXPECT_FALSE(directory.ResolveFormer(kNorth, kOldPin, 3001)) << "it is back";
}

}  // namespace
}  // namespace candour::rpc
