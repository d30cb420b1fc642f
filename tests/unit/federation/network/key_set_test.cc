#include <gtest/gtest.h>

#include <algorithm>

#include "federation/network/fingerprint_words.h"
#include "federation/network/ticket.h"
#include "tests/unit/federation/network/network_fixture.h"

namespace candour {
namespace {

using testing::HashOf;
using testing::KeyOf;
using testing::TestKeySet;
using testing::TestMember;
using testing::TestNetwork;

std::string Possess(const KeySet& keys) { return KeyOf("feed 9").Sign(KeySetText(keys)); }

TEST(KeySet, HasOneCanonicalText) {
  KeySet keys = TestKeySet();
  const std::string text = KeySetText(keys);
  std::swap(keys.attributes[0], keys.attributes[1]);

  EXPECT_TRUE(text.starts_with("candour/keyset/v1\nnetwork " + TestNetwork().hex() + "\nmember "));
  EXPECT_TRUE(text.ends_with("attr region Y62\nattr type acute\n"));
  EXPECT_EQ(KeySetText(keys), text);
}

TEST(KeySet, NoValueCanPassForAnotherLine) {
  KeySet one = TestKeySet();
  KeySet other = TestKeySet();
  one.attributes = {};
  one.kex.clear();
  one.cosigner_vkey = "x\nattr type acute";
  other.kex.clear();
  other.attributes = {{"type", "acute"}};
  other.cosigner_vkey = "x";

  EXPECT_NE(KeySetText(one), KeySetText(other));

  one = other = TestKeySet();
  one.feed_vkey = "x\ncosigner y";
  one.cosigner_vkey = "z";
  other.feed_vkey = "x";
  other.cosigner_vkey = "y\ncosigner z";
  EXPECT_NE(KeySetText(one), KeySetText(other));
}

TEST(KeySet, IsAcceptedWithPossession) {
  KeySet keys = TestKeySet();
  const Status checked = CheckKeySet(keys, Possess(keys));
  EXPECT_TRUE(checked) << checked.error().message;

  keys.kex.clear();
  keys.attributes.clear();
  keys.spki.push_back(HashOf("second pin"));
  EXPECT_TRUE(CheckKeySet(keys, Possess(keys)));
}

TEST(KeySet, IsRefusedWithoutPossession) {
  const KeySet keys = TestKeySet();
  KeySet renamed = keys;
  renamed.name = "Someone Else";
  const auto reason = [&](std::string_view possession) {
    const Status checked = CheckKeySet(keys, possession);
    return checked ? "accepted" : checked.error().reason;
  };

  EXPECT_EQ(reason(""), "KEYSET_NOT_POSSESSED");
  EXPECT_EQ(reason(Possess(renamed)), "KEYSET_NOT_POSSESSED");
  EXPECT_EQ(reason(KeyOf("feed 8").Sign(KeySetText(keys))), "KEYSET_NOT_POSSESSED");
}

TEST(KeySet, IsRefusedForEveryFault) {
  struct Case {
    const char* what;
    void (*edit)(KeySet&);
  };
  const Case cases[] = {
      {"no network", [](KeySet& k) { k.network = {}; }},
      {"another network", [](KeySet& k) { k.network.bytes[0] ^= 1; }},
      {"no member", [](KeySet& k) { k.member = {}; }},
      {"another member", [](KeySet& k) { k.member = TestMember(8); }},
      {"no name", [](KeySet& k) { k.name.clear(); }},
      {"a name with a line break", [](KeySet& k) { k.name = "A\nB"; }},
      {"no pin", [](KeySet& k) { k.spki.clear(); }},
      {"three pins",
       [](KeySet& k) {
         k.spki = {HashOf("a"), HashOf("b"), HashOf("c")};
       }},
      {"one pin twice", [](KeySet& k) { k.spki.push_back(k.spki[0]); }},
      {"a feed key that is no vkey", [](KeySet& k) { k.feed_vkey = "x"; }},
      {"a cosigner key for the feed", [](KeySet& k) { k.feed_vkey = k.cosigner_vkey; }},
      {"a feed key for the cosigner", [](KeySet& k) { k.cosigner_vkey = k.feed_vkey; }},
      {"a feed key of type 4",
       [](KeySet& k) {
         const auto key = *crypto::VerifierKey::Parse(k.feed_vkey);
         k.feed_vkey =
             crypto::VerifierKey::Cosignature(key.name, KeyOf("feed 9").public_key()).ToString();
       }},
      {"one key for feed and cosigner",
       [](KeySet& k) {
         const auto key = *crypto::VerifierKey::Parse(k.cosigner_vkey);
         k.cosigner_vkey =
             crypto::VerifierKey::Cosignature(key.name, KeyOf("feed 9").public_key()).ToString();
       }},
      {"one key for feed and kex",
       [](KeySet& k) { k.kex = std::string(KeyOf("feed 9").public_key().view()); }},
      {"a short kex key", [](KeySet& k) { k.kex.pop_back(); }},
      {"an unknown attribute", [](KeySet& k) { k.attributes[0].first = "colour"; }},
      {"an empty attribute", [](KeySet& k) { k.attributes[0].second.clear(); }},
      {"an attribute twice", [](KeySet& k) { k.attributes[0].first = k.attributes[1].first; }},
  };
  for (const Case& c : cases) {
    KeySet keys = TestKeySet();
    c.edit(keys);
    const Status checked = CheckKeySet(keys, Possess(keys));
    ASSERT_FALSE(checked) << c.what;
    EXPECT_EQ(checked.error().reason, "KEYSET_INVALID") << c.what;
  }
}

TEST(Fingerprint, IsSixWordsThatFollowFromEveryValue) {
  const KeySet keys = TestKeySet();
  const std::string words = Fingerprint(keys);
  KeySet pin = keys;
  pin.spki[0].bytes[31] ^= 1;
  KeySet name = keys;
  name.name += "x";

  EXPECT_EQ(std::count(words.begin(), words.end(), '-'), 5);
  EXPECT_EQ(Fingerprint(keys), words);
  EXPECT_NE(Fingerprint(pin), words);
  EXPECT_NE(Fingerprint(name), words);
}

TEST(Fingerprint, WordsAreTheFirst66BitsOfTheHash) {
  const crypto::Hash hash = crypto::Sha256({"candour/fingerprint/v1\n", KeySetText(TestKeySet())});
  std::string bits;
  for (uint8_t byte : hash.bytes) {
    for (int bit = 7; bit >= 0; --bit) bits += (byte >> bit & 1) != 0 ? '1' : '0';
  }
  std::string expected;
  for (size_t word = 0; word < 6; ++word) {
    if (word > 0) expected += '-';
    expected +=
        FingerprintWord(static_cast<uint32_t>(std::stoul(bits.substr(word * 11, 11), nullptr, 2)));
  }

  EXPECT_EQ(Fingerprint(TestKeySet()), expected);
}

}  // namespace
}  // namespace candour
