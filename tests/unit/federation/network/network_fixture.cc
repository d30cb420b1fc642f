#include "tests/unit/federation/network/network_fixture.h"

#include <gtest/gtest.h>

#include "crypto/merkle.h"
#include "federation/feed/names.h"
#include "federation/network/manifest_values.h"

namespace candour::testing {

crypto::PrivateKey KeyOf(std::string_view label) {
  return *crypto::PrivateKey::FromSeed(crypto::Sha256({"test key ", label}).view());
}

crypto::Hash HashOf(std::string_view label) { return crypto::Sha256({"test hash ", label}); }

NetworkId TestNetwork() { return *NetworkId::From("a test network.."); }

MemberId TestMember(int number) {
  std::string raw(16, static_cast<char>(number));
  return *MemberId::From(raw);
}

GovernorSigner Governor(uint32_t number) {
  const crypto::PrivateKey key = KeyOf("governor " + std::to_string(number));
  return {crypto::VerifierKey::Ed25519(GovernorName(TestNetwork(), number), key.public_key()), key};
}

std::vector<GovernorSigner> Signers(std::initializer_list<uint32_t> numbers) {
  std::vector<GovernorSigner> out;
  for (uint32_t number : numbers) out.push_back(Governor(number));
  return out;
}

void AddMember(Manifest& m, int number, const std::string& roles) {
  const MemberId id = TestMember(number);
  const std::string n = std::to_string(number);
  m.members.push_back(
      {.id = id, .roles = roles, .name = "Trust " + n, .spki = {HashOf("pin " + n)}});
  m.feeds.push_back({.member = id,
                     .epoch = 0,
                     .key = crypto::VerifierKey::Ed25519(FeedOrigin(FeedIdOf(m.network, id, 0)),
                                                         KeyOf("feed " + n).public_key()),
                     .closed = {}});
  m.cosigners.push_back({.member = id,
                         .key = crypto::VerifierKey::Cosignature(
                             CosignerName(m.network, id), KeyOf("cosigner " + n).public_key())});
}

Manifest TestManifest() {
  Manifest m;
  m.network = TestNetwork();
  m.version = 1;
  m.issued = kIssued;
  m.expires = kExpires;
  m.threshold = 2;
  m.name = "North West";
  for (uint32_t n : {0, 1, 2}) m.governors.push_back(Governor(n).first);
  m.params = {{"max-silence", 604800}, {"history", 1}};
  AddMember(m, 1, "rw");
  AddMember(m, 2, "r");
  AddMember(m, 3, "rwhqg");
  m.attributes = {{TestMember(1), "type", "acute"}, {TestMember(1), "region", "Y62 & more"}};
  m.hubs = {{TestMember(3), "hub.example:7443"}};
  m.kex = {{TestMember(1), HashOf("kex 1").ToString()},
           {TestMember(3), HashOf("kex 3").ToString()}};
  return m;
}

Manifest FullManifest() {
  Manifest m = TestManifest();
  m.version = 7;
  m.prev = HashOf("prev");
  m.resolves = HashOf("resolves");
  m.terms = HashOf("terms");
  m.name = "Nord\xc3\xa9 100%";
  m.kind = NetworkKind::kNational;
  for (const ParamRule& rule : ParamRules()) m.params[std::string(rule.name)] = rule.min;
  m.members[0].spki.push_back(HashOf("second pin"));
  m.feeds[0].closed = FeedKey::Cut{.size = 12, .root = HashOf("root")};
  for (uint32_t epoch = 1; epoch <= 11; ++epoch) {  // "10" and "11" sort before "2" as lines.
    FeedKey feed = m.feeds[0];
    feed.epoch = epoch;
    feed.key = crypto::VerifierKey::Ed25519(FeedOrigin(FeedIdOf(m.network, feed.member, epoch)),
                                            KeyOf("feed 1").public_key());
    if (epoch == 11) feed.closed.reset();
    m.feeds.push_back(feed);
  }
  FeedKey former = m.feeds[0];  // Of a member that has left.
  former.member = TestMember(8);
  former.key = crypto::VerifierKey::Ed25519(FeedOrigin(FeedIdOf(m.network, former.member, 0)),
                                            KeyOf("feed 8").public_key());
  former.closed = FeedKey::Cut{.size = 0, .root = crypto::EmptyRoot()};
  m.feeds.push_back(former);
  m.hubs.push_back({TestMember(3), "[2001:db8::1]:7443"});
  m.takedowns = {{FeedIdOf(m.network, TestMember(1), 0), 3, HashOf("leaf"), 5},
                 {FeedIdOf(m.network, TestMember(8), 0), 10, HashOf("leaf"), 65535}};
  return m;
}

SignedManifest TestGenesis() {
  const auto note = SignManifest(FormatManifest(TestManifest()), Signers({0, 1}));
  return *VerifyGenesis(note.value(), std::nullopt);
}

KeySet TestKeySet() {
  const MemberId id = TestMember(9);
  return {.network = TestNetwork(),
          .member = id,
          .name = "Trust Nine",
          .spki = {HashOf("pin 9")},
          .feed_vkey = crypto::VerifierKey::Ed25519(FeedOrigin(FeedIdOf(TestNetwork(), id, 0)),
                                                    KeyOf("feed 9").public_key())
                           .ToString(),
          .cosigner_vkey = crypto::VerifierKey::Cosignature(CosignerName(TestNetwork(), id),
                                                            KeyOf("cosigner 9").public_key())
                               .ToString(),
          .kex = HashOf("kex 9").ToString(),
          .attributes = {{"type", "acute"}, {"region", "Y62"}}};
}

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << "the text does not hold: " << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

std::string LineOf(const std::string& text, std::string_view start) {
  const size_t at = text.find("\n" + std::string(start));
  EXPECT_NE(at, std::string::npos) << "no line starts with: " << start;
  if (at == std::string::npos) return {};
  return text.substr(at + 1, text.find('\n', at + 1) - at);
}

}  // namespace candour::testing
