#include "federation/network/rotation.h"

#include <gtest/gtest.h>

#include "crypto/encoding.h"
#include "federation/feed/names.h"
#include "tests/unit/federation/network/network_fixture.h"

namespace candour {
namespace {

using namespace testing;

Rotation Keys() {
  const MemberId id = TestMember(1);
  return {.member = id,
          .epoch = 2,
          .feed = crypto::VerifierKey::Ed25519(FeedOrigin(FeedIdOf(TestNetwork(), id, 2)),
                                               KeyOf("next").public_key()),
          .cosigner = crypto::VerifierKey::Cosignature(CosignerName(TestNetwork(), id),
                                                       KeyOf("next cosigner").public_key()),
          .spki = {HashOf("listener"), HashOf("client")},
          .kex = HashOf("kex").ToString()};
}

std::string Reason(std::string_view line) {
  const auto parsed = ParseRotation(TestNetwork(), line);
  return parsed ? "OK" : parsed.error().reason;
}

TEST(RotationLine, CarriesTheKeysOfTheNextEpoch) {
  const std::string line = FormatRotation(TestNetwork(), Keys(), KeyOf("next"));
  const auto read = ParseRotation(TestNetwork(), "  " + line + "\n");

  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->member, TestMember(1));
  EXPECT_EQ(read->epoch, 2u);
  EXPECT_EQ(read->feed, Keys().feed);
  EXPECT_EQ(read->spki, Keys().spki);
  EXPECT_EQ(read->kex, Keys().kex);
  EXPECT_EQ(RotationFingerprint(TestNetwork(), *read), RotationFingerprint(TestNetwork(), Keys()));
}

TEST(RotationLine, IsRefusedWithAnyByteChanged) {
  const std::string line = FormatRotation(TestNetwork(), Keys(), KeyOf("next"));
  for (size_t i = 0; i < line.size(); ++i) {
    std::string changed = line;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_NE(Reason(changed), "OK") << i;
  }
  EXPECT_EQ(Reason(""), "ROTATION_MALFORMED");
  EXPECT_EQ(Reason(line.substr(0, line.size() - 4)), "ROTATION_MALFORMED");
}

TEST(RotationLine, IsRefusedWithoutTheKeyItself) {
  EXPECT_EQ(Reason(FormatRotation(TestNetwork(), Keys(), KeyOf("another"))),
            "ROTATION_NOT_POSSESSED");
}

TEST(RotationLine, IsForOneNetworkAndOneUseOfEachKey) {
  Rotation keys = Keys();
  keys.epoch = 3;
  EXPECT_EQ(Reason(FormatRotation(TestNetwork(), keys, KeyOf("next"))), "ROTATION_MALFORMED");
  const NetworkId other = *NetworkId::From("another network.");
  EXPECT_EQ(Reason(FormatRotation(other, Keys(), KeyOf("next"))), "WRONG_NETWORK");
}

}  // namespace
}  // namespace candour
