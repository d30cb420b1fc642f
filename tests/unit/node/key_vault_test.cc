#include "node/key_vault.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/node/storage/store_fixture.h"

namespace candour {
namespace {

constexpr WallSeconds kNow = 1'700'000'000;
const NetworkId kNetwork = *NetworkId::From(std::string(16, 'n'));
const NetworkId kOther = *NetworkId::From(std::string(16, 'o'));
const MemberId kSelf = *MemberId::From(std::string(16, 's'));

class KeyVaultTest : public testing::Test {
 protected:
  std::string Folder() const { return folder_.path() + "/keys"; }
  std::unique_ptr<NodeKeys> Make() {
    auto keys = NodeKeys::OpenOrCreate(Folder(), kNow);
    EXPECT_TRUE(keys) << keys.error().message;
    return keys ? std::move(*keys) : nullptr;
  }

  storage::TempFolder folder_;
};

TEST_F(KeyVaultTest, KeepsItsKeysOverARestart) {
  auto first = Make();
  const auto made = first->CreateMemberKeys(kNetwork);
  ASSERT_TRUE(made) << made.error().message;
  const crypto::Hash listener = first->ListenerSpki();
  const std::string node_key = first->NodeKey();
  first.reset();

  auto again = NodeKeys::Open(Folder(), kNow);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ((*again)->ListenerSpki(), listener);
  EXPECT_EQ((*again)->NodeKey(), node_key);
  const auto same = (*again)->CreateMemberKeys(kNetwork);
  ASSERT_TRUE(same);
  EXPECT_EQ(same->feed.public_key(), made->feed.public_key());
  EXPECT_EQ(same->cosigner.public_key(), made->cosigner.public_key());
  EXPECT_EQ(same->tls_spki, made->tls_spki);
  EXPECT_EQ(same->kex_public, made->kex_public);
}

TEST_F(KeyVaultTest, HasOtherKeysInEveryNetwork) {
  auto keys = Make();
  const auto here = keys->CreateMemberKeys(kNetwork);
  const auto there = keys->CreateMemberKeys(kOther);
  ASSERT_TRUE(here && there);
  EXPECT_NE(here->feed.public_key(), there->feed.public_key());
  EXPECT_NE(here->feed.public_key(), here->cosigner.public_key());
  EXPECT_NE(here->tls_spki, there->tls_spki);
  EXPECT_NE(here->tls_spki, keys->ListenerSpki());
  const auto own = keys->Own(kNetwork, kSelf, 0);
  const auto other = keys->Own(kOther, kSelf, 0);
  ASSERT_TRUE(own && other);
  EXPECT_EQ(own->feed.public_key(), here->feed.public_key());
  EXPECT_NE(own->instance, other->instance);
  EXPECT_FALSE(keys->Own(*NetworkId::From(std::string(16, 'x')), kSelf, 0));
}

TEST_F(KeyVaultTest, ShowsTheKeyItPinned) {
  auto keys = Make();
  const auto made = keys->CreateMemberKeys(kNetwork);
  const auto tls = keys->ClientTls(kNetwork);
  ASSERT_TRUE(made && tls);
  EXPECT_EQ(*crypto::SpkiSha256FromPem(tls->cert_pem), made->tls_spki);
  EXPECT_EQ(*crypto::SpkiSha256FromKeyPem(tls->key_pem), made->tls_spki);
}

TEST_F(KeyVaultTest, HoldsAGovernorKeyOnlyWhereItMadeOne) {
  auto keys = Make();
  const auto none = keys->LoadGovernorKey(kNetwork);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::kNotFound);
  const auto made = keys->CreateGovernorKey(kNetwork, 0);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(keys->LoadGovernorKey(kNetwork)->key.public_key(), made->key.public_key());
  EXPECT_EQ(keys->CreateGovernorKey(kNetwork, 0)->key.public_key(), made->key.public_key());
  EXPECT_FALSE(keys->LoadGovernorKey(kOther));
}

TEST_F(KeyVaultTest, KeepsTheNextKeysAsideUntilTheyAreTaken) {
  auto keys = Make();
  const auto first = keys->CreateMemberKeys(kNetwork);
  const auto next = keys->CreateNextKeys(kNetwork);
  ASSERT_TRUE(first && next) << next.error().message;
  EXPECT_NE(next->feed.public_key(), first->feed.public_key());
  EXPECT_NE(next->tls_spki, first->tls_spki);
  EXPECT_EQ(keys->CreateNextKeys(kNetwork)->feed.public_key(), next->feed.public_key());
  EXPECT_EQ(keys->CreateMemberKeys(kNetwork)->feed.public_key(), first->feed.public_key());

  const auto taken = keys->TakeNextKeys(kNetwork);

  ASSERT_TRUE(taken) << taken.error().message;
  EXPECT_EQ(taken->feed.public_key(), next->feed.public_key());
  EXPECT_EQ(taken->tls_spki, next->tls_spki);
  EXPECT_EQ(keys->TakeNextKeys(kNetwork)->feed.public_key(), next->feed.public_key());
  EXPECT_EQ(*crypto::SpkiSha256FromPem(keys->ClientTls(kNetwork)->cert_pem), next->tls_spki);
}

TEST_F(KeyVaultTest, HoldsGovernorKeysByNumber) {
  auto keys = Make();
  const auto first = keys->CreateGovernorKey(kNetwork, 1);
  const auto second = keys->CreateGovernorKey(kNetwork, 4);
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->key.public_key(), second->key.public_key());
  EXPECT_EQ(keys->LoadGovernorKey(kNetwork)->number, 4u);
  EXPECT_EQ(keys->CreateGovernorKey(kNetwork, 1)->key.public_key(), first->key.public_key());
}

TEST_F(KeyVaultTest, RefusesAListenerKeyOfAnotherCertificate) {
  Make();
  auto other = crypto::GenerateSelfSigned(
      crypto::CertificateOptions{.common_name = "other", .now_seconds = kNow});
  std::ofstream(Folder() + "/listener.key") << other->key_pem;
  const auto keys = NodeKeys::OpenOrCreate(Folder(), kNow);
  ASSERT_FALSE(keys);
  EXPECT_EQ(keys.error().code, ErrorCode::kCorrupt);
}

TEST_F(KeyVaultTest, MakesNothingWhenItOnlyOpens) {
  EXPECT_FALSE(NodeKeys::Open(Folder(), kNow));
  EXPECT_FALSE(std::filesystem::exists(Folder()));
}

}  // namespace
}  // namespace candour
