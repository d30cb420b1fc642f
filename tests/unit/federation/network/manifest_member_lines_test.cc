#include <gtest/gtest.h>

#include "federation/feed/names.h"
#include "federation/network/manifest_values.h"
#include "tests/unit/federation/network/manifest_refusals.h"
#include "tests/unit/federation/network/network_fixture.h"

namespace candour {
namespace {

using testing::Edit;
using testing::ExpectRefused;
using testing::FullManifest;
using testing::HashOf;
using testing::kBad;
using testing::KeyOf;
using testing::kNew;
using testing::LineOf;
using testing::Replaced;
using testing::SetLine;
using testing::Swap;
using testing::TestManifest;
using testing::TestMember;
using testing::TestNetwork;
using testing::Twice;

TEST(Manifest, RefusesEveryFaultInMembers) {
  const std::string one = TestMember(1).hex();
  const std::string pin = Base64Of(HashOf("pin 1"));
  ExpectRefused(
      FormatManifest(TestManifest()),
      {
          {"a member id in upper case", kBad, "(member): the member id",
           SetLine("member ", "member " + std::string(32, 'A') + " r A " + pin + "\n")},
          {"roles with a space", kNew, "role is unknown",
           SetLine("member ", "member " + one + " Q r " + pin + "\n")},
          {"a short member id", kBad, "member id",
           SetLine("member ", "member 01 r A " + pin + "\n")},
          {"member 0", kBad, "member id",
           SetLine("member ", "member " + std::string(32, '0') + " r A " + pin + "\n")},
          {"no roles", kBad, "a value is empty",
           Edit([](Manifest& m) { m.members[0].roles.clear(); })},
          {"an unknown role", kNew, "role is unknown",
           Edit([](Manifest& m) { m.members[0].roles = "rx"; })},
          {"roles out of order", kNew, "not in the order",
           Edit([](Manifest& m) { m.members[0].roles = "wr"; })},
          {"a role twice", kNew, "not in the order",
           Edit([](Manifest& m) { m.members[0].roles = "rr"; })},
          {"no name", kBad, "a value is empty",
           Edit([](Manifest& m) { m.members[0].name.clear(); })},
          {"a name with a control", kBad, "name is not allowed",
           Edit([](Manifest& m) { m.members[0].name = "A\x7f"; })},
          {"a name of another member", kBad, "name stands in another line",
           Edit([](Manifest& m) { m.members[0].name = m.members[1].name; })},
          {"no pin", kBad, "value is missing",
           Edit([](Manifest& m) { m.members[0].spki.clear(); })},
          {"three pins", kNew, "too many values", Edit([](Manifest& m) {
             m.members[0].spki = {HashOf("a"), HashOf("b"), HashOf("c")};
           })},
          {"a pin twice in a line", kBad, "pin stands",
           Edit([](Manifest& m) { m.members[0].spki.push_back(m.members[0].spki[0]); })},
          {"a pin of another member", kBad, "pin stands in another line",
           Edit([](Manifest& m) { m.members[0].spki = m.members[1].spki; })},
          {"a pin that is not base64", kBad, "TLS pin", Swap(pin, pin.substr(0, 43) + "*")},
          {"a member twice", kBad, "two lines", Edit([](Manifest& m) {
             m.members.push_back(m.members[0]);
             m.members.back().name = "Another";
           })},
          {"members out of order", kNew, "belongs before",
           [](const std::string& t) {
             const std::string first = LineOf(t, "member ");
             return Replaced(Replaced(t, first, ""), "attr ", first + "attr ");
           }},
          {"a member without feed", kBad, "no feed line of epoch 0",
           Edit([](Manifest& m) { m.feeds.erase(m.feeds.begin()); })},
          {"a member without cosigner", kBad, "no cosigner line",
           Edit([](Manifest& m) { m.cosigners.erase(m.cosigners.begin() + 1); })},
      });
}

TEST(Manifest, RefusesEveryFaultInAttributesAndHubs) {
  ExpectRefused(
      FormatManifest(TestManifest()),
      {
          {"an attribute of nobody", kBad, "(attr): it names no member",
           Edit([](Manifest& m) { m.attributes[0].member = TestMember(7); })},
          {"an unknown attribute", kNew, "attribute is unknown",
           Edit([](Manifest& m) { m.attributes[0].key = "colour"; })},
          {"an empty attribute", kBad, "a value is empty",
           Edit([](Manifest& m) { m.attributes[0].value.clear(); })},
          {"an attribute with a control", kBad, "value is not allowed",
           Edit([](Manifest& m) { m.attributes[0].value = "\x01"; })},
          {"an attribute with two values", kBad, "attribute stands", Edit([](Manifest& m) {
             m.attributes.push_back({TestMember(1), "type", "other"});
           })},
          {"an attribute behind the hubs", kNew, "behind the hub",
           [](const std::string& t) { return Replaced(t, "feed ", LineOf(t, "attr ") + "feed "); }},
          {"a hub of nobody", kBad, "(hub): it names no member",
           Edit([](Manifest& m) { m.hubs[0].member = TestMember(7); })},
          {"a hub without the role", kBad, "role h",
           Edit([](Manifest& m) { m.hubs[0].member = TestMember(1); })},
          {"a hub without port", kBad, "host:port",
           Edit([](Manifest& m) { m.hubs[0].address = "hub.example"; })},
          {"a hub at port 0", kBad, "host:port",
           Edit([](Manifest& m) { m.hubs[0].address = "hub.example:0"; })},
          {"a hub at port 65536", kBad, "host:port",
           Edit([](Manifest& m) { m.hubs[0].address = "hub.example:65536"; })},
          {"a hub without host", kBad, "host:port",
           Edit([](Manifest& m) { m.hubs[0].address = ":7443"; })},
          {"a hub with a path", kBad, "host:port",
           Edit([](Manifest& m) { m.hubs[0].address = "hub.example/x:7443"; })},
          {"a hub with open brackets", kBad, "host:port",
           Edit([](Manifest& m) { m.hubs[0].address = "[::1:7443"; })},
          {"a hub line twice", kBad, "repeats", Twice("hub ")},
      });
}

TEST(Manifest, RefusesEveryFaultInFeeds) {
  const auto key = [](int member, uint32_t epoch, const std::string& label) {
    return crypto::VerifierKey::Ed25519(
        FeedOrigin(FeedIdOf(TestNetwork(), TestMember(member), epoch)), KeyOf(label).public_key());
  };
  const auto cut = [](uint64_t size) { return FeedKey::Cut{.size = size, .root = HashOf("r")}; };
  const std::string line = LineOf(FormatManifest(TestManifest()), "feed ");
  const std::string bare = line.substr(0, line.size() - 1);
  const std::string root = Base64Of(HashOf("r"));
  ExpectRefused(
      FormatManifest(TestManifest()),
      {
          {"an epoch that is no number", kBad, "epoch is not a number",
           Swap(" 0 candour/f/", " x candour/f/")},
          {"an epoch above 32 bits", kBad, "epoch is not a number",
           Swap(" 0 candour/f/", " 4294967296 candour/f/")},
          {"a key of another epoch", kBad, "not named after this feed",
           Edit([&](Manifest& m) { m.feeds[0].key = key(1, 1, "feed 1"); })},
          {"a key of another member", kBad, "not named after this feed",
           Edit([&](Manifest& m) { m.feeds[0].key = key(2, 0, "feed 1"); })},
          {"a key of type 4", kNew, "another type", Edit([](Manifest& m) {
             m.feeds[0].key = crypto::VerifierKey::Cosignature(m.feeds[0].key.name,
                                                               KeyOf("feed 1").public_key());
           })},
          {"another member's key", kBad, "key stands in another line",
           Edit([&](Manifest& m) { m.feeds[0].key = key(1, 0, "feed 2"); })},
          {"a governor's key", kBad, "key stands in another line",
           Edit([&](Manifest& m) { m.feeds[0].key = key(1, 0, "governor 0"); })},
          {"an epoch with two keys", kBad, "epoch stands there twice", Edit([&](Manifest& m) {
             m.feeds.push_back(m.feeds[0]);
             m.feeds.back().key = key(1, 0, "another");
           })},
          {"a gap between epochs", kBad, "the epoch before it is missing", Edit([&](Manifest& m) {
             m.feeds[0].closed = cut(1);
             m.feeds.push_back({TestMember(1), 2, key(1, 2, "feed 1"), {}});
           })},
          {"an open epoch before the newest", kBad, "newer epoch", Edit([&](Manifest& m) {
             m.feeds.push_back({TestMember(1), 1, key(1, 1, "feed 1"), {}});
           })},
          {"an open feed of nobody", kBad, "names no member and is not closed",
           Edit([&](Manifest& m) {
             m.feeds.push_back({TestMember(7), 0, key(7, 0, "feed 7"), {}});
           })},
          {"another word than closed", kNew, "word behind the key",
           Swap(bare, bare + " shut 1 " + root)},
          {"a cut without root", kBad, "value is missing", Swap(bare, bare + " closed 1")},
          {"a cut without size", kBad, "value is missing", Swap(bare, bare + " closed")},
          {"a cut with more", kNew, "too many values",
           Swap(bare, bare + " closed 1 " + root + " x")},
          {"a cut of no number", kBad, "size of the cut", Swap(bare, bare + " closed -1 " + root)},
          {"a cut above 2^63", kBad, "size of the cut",
           Swap(bare, bare + " closed 9223372036854775808 " + root)},
          {"a cut without hash", kBad, "root of the cut", Swap(bare, bare + " closed 1 AAAA")},
          {"a cut at 0 with a root", kBad, "empty feed",
           Edit([&](Manifest& m) { m.feeds[0].closed = cut(0); })},
      });
}

TEST(Manifest, RefusesEveryFaultInCosignersKexAndTakedowns) {
  const auto cosigner = [](int member, const std::string& label) {
    return crypto::VerifierKey::Cosignature(CosignerName(TestNetwork(), TestMember(member)),
                                            KeyOf(label).public_key());
  };
  ExpectRefused(
      FormatManifest(FullManifest()),
      {
          {"a cosigner of nobody", kBad, "names no member", Edit([&](Manifest& m) {
             m.cosigners.push_back({TestMember(7), cosigner(7, "cosigner 7")});
           })},
          {"two cosigners of one member", kBad, "two cosigner keys", Edit([&](Manifest& m) {
             m.cosigners.push_back({TestMember(1), cosigner(1, "x")});
           })},
          {"a cosigner of type 1", kNew, "another type", Edit([&](Manifest& m) {
             m.cosigners[0].key = crypto::VerifierKey::Ed25519(m.cosigners[0].key.name,
                                                               KeyOf("cosigner 1").public_key());
           })},
          {"a cosigner with another name", kBad, "not named after this cosigner",
           Edit([&](Manifest& m) { m.cosigners[0].key = cosigner(2, "cosigner 1"); })},
          {"a cosigner with the feed key", kBad, "key stands in another line",
           Edit([&](Manifest& m) { m.cosigners[0].key = cosigner(1, "feed 1"); })},
          {"a cosigner with another's key", kBad, "key stands in another line",
           Edit([&](Manifest& m) { m.cosigners[0].key = cosigner(1, "cosigner 2"); })},
          {"a kex key of nobody", kBad, "names no member",
           Edit([](Manifest& m) { m.kex[0].member = TestMember(7); })},
          {"two kex keys of one member", kBad, "two kex keys", Edit([](Manifest& m) {
             m.kex.push_back({TestMember(1), HashOf("x").ToString()});
           })},
          {"a short kex key", kBad, "not base64 of 32 bytes",
           Edit([](Manifest& m) { m.kex[0].public_key.pop_back(); })},
          {"a kex key of another member", kBad, "key stands in another line",
           Edit([](Manifest& m) { m.kex[0].public_key = m.kex[1].public_key; })},
          {"a takedown of no feed", kBad, "no feed of this manifest",
           Edit([](Manifest& m) { m.takedowns[0].feed = FeedId{}; })},
          {"a takedown with a short feed id", kBad, "feed id",
           Swap("takedown ", "takedown 00 1 " + Base64Of(HashOf("x")) + " 1\ntakedown ")},
          {"a takedown beyond 2^63", kBad, "index is not a number",
           Edit([](Manifest& m) { m.takedowns[0].index = uint64_t{1} << 63; })},
          {"a takedown without hash", kBad, "leaf hash", Swap(Base64Of(HashOf("leaf")), "AAAA")},
          {"a takedown with a large reason", kBad, "up to 65535", Swap(" 65535\n", " 65536\n")},
          {"a takedown of one leaf twice", kBad, "leaf stands in another line",
           Edit([](Manifest& m) {
             m.takedowns.push_back(m.takedowns[0]);
             m.takedowns.back().reason = 6;
           })},
      });
}

}  // namespace
}  // namespace candour
