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

}  // namespace
}  // namespace candour::rpc
