#include <gtest/gtest.h>

#include "crypto/encoding.h"
#include "federation/network/manifest_values.h"
#include "tests/unit/federation/network/manifest_refusals.h"
#include "tests/unit/federation/network/network_fixture.h"

namespace candour {
namespace {

using testing::Edit;
using testing::ExpectRefused;
using testing::HashOf;
using testing::kBad;
using testing::kNew;
using testing::LineOf;
using testing::Replaced;
using testing::SetLine;
using testing::Swap;
using testing::TestManifest;
using testing::TestNetwork;
using testing::Twice;

TEST(Manifest, RefusesEveryFaultInTheLinesThatStandOnce) {
  const std::string zero = crypto::Base64Encode(std::string(32, '\0'));
  const std::string some = Base64Of(HashOf("some"));
  ExpectRefused(
      FormatManifest(TestManifest()),
      {
          {"another first line", kNew, "manifest line 1", Swap("manifest/v1", "manifest/v2")},
          {"nothing", kNew, "line 1", [](const std::string&) { return std::string(); }},
          {"no end", kBad, "has no end",
           [](const std::string& t) { return t.substr(0, t.size() - 1); }},
          {"an empty line", kNew, "unknown", SetLine("name ", "name North%20West\n\n")},
          {"a carriage return", kBad, "(name)", SetLine("name ", "name North%20West\r\n")},
          {"a tab for a space", kNew, "unknown", Swap("version 1", "version\t1")},
          {"a trailing space", kBad, "a value is empty", SetLine("version ", "version  1\n")},
          {"too many values", kNew, "too many values", SetLine("version ", "version 1 2\n")},
          {"no value", kBad, "value is missing", SetLine("version ", "version\n")},
          {"an unknown keyword", kNew, "line 4 (flavour): the keyword is unknown",
           SetLine("prev ", "flavour x\n")},
          {"a network id in upper case", kBad, "(network)", Swap("network 61", "network 6A")},
          {"a short network id", kBad, "network id", SetLine("network ", "network 6161\n")},
          {"network 0", kBad, "network id",
           SetLine("network ", "network " + std::string(32, '0') + "\n")},
          {"version 0", kBad, "(version)", SetLine("version ", "version 0\n")},
          {"version 01", kBad, "(version)", SetLine("version ", "version 01\n")},
          {"prev in version 1", kBad, "(prev)", SetLine("prev ", "prev " + some + "\n")},
          {"no prev in version 2", kBad, "(prev)", SetLine("version ", "version 2\n")},
          {"prev is not base64", kBad, "(prev)", SetLine("prev ", "prev AAAA=\n")},
          {"prev is short", kBad, "(prev)", SetLine("prev ", "prev AAAA\n")},
          {"version 1 resolves", kBad, "(resolves)",
           SetLine("issued ", "resolves " + some + "\nissued 1\n")},
          {"issued is negative", kBad, "(issued)", SetLine("issued ", "issued -1\n")},
          {"issued is beyond all years", kBad, "(issued)",
           SetLine("issued ", "issued 253402300800\n")},
          {"expires with the issue", kBad, "(expires)",
           SetLine("expires ", "expires 1764547200\n")},
          {"threshold 0", kBad, "(threshold)", SetLine("threshold ", "threshold 0\n")},
          {"threshold above the governors", kBad, "line 7 (threshold): there are fewer",
           SetLine("threshold ", "threshold 4\n")},
          {"threshold above all", kBad, "from 1 to 32", SetLine("threshold ", "threshold 33\n")},
          {"a name in lower-case percent", kBad, "(name)", SetLine("name ", "name %c3%a9\n")},
          {"a name that is not UTF-8", kBad, "(name)", SetLine("name ", "name %FF\n")},
          {"a name with a line break", kBad, "(name)", SetLine("name ", "name A%0AB\n")},
          {"a name with a reversal", kBad, "(name)", SetLine("name ", "name A%E2%80%AEB\n")},
          {"a name that ends in a space", kBad, "(name)", SetLine("name ", "name A%20\n")},
          {"a long name", kBad, "(name)", SetLine("name ", "name " + std::string(257, 'a') + "\n")},
          {"an unknown kind", kNew, "(kind)", SetLine("kind ", "kind galactic\n")},
          {"a kind in upper case", kNew, "(kind)", SetLine("kind ", "kind National\n")},
          {"terms that are not a hash", kBad, "(terms)",
           SetLine("kind ", "kind national\nterms " + some.substr(4) + "\n")},
          {"version twice", kBad, "stands there twice", Twice("version ")},
          {"kind is missing", kBad, "the line kind is missing", SetLine("kind ", "")},
          {"name and kind swapped", kBad, "the line name is missing",
           [](const std::string& t) {
             return Replaced(Replaced(t, LineOf(t, "kind "), ""), "name ",
                             LineOf(t, "kind ") + "name ");
           }},
          {"an issue behind its expiry", kNew, "behind the expires",
           [](const std::string& t) {
             return Replaced(t, "threshold ", LineOf(t, "issued ") + "threshold ");
           }},
          {"no lines but the first", kBad, "the line network is missing",
           [](const std::string&) { return std::string("candour/manifest/v1\n"); }},
      });
}

TEST(Manifest, RefusesEveryFaultInGovernorsAndParameters) {
  const auto governor = [](uint32_t n) { return testing::Governor(n).first; };
  const auto rename = [](crypto::VerifierKey key, const std::string& name) {
    return crypto::VerifierKey::Ed25519(name, *crypto::PublicKey::From(key.key));
  };
  const auto name = [](const std::string& tail) {
    return "candour/g/" + TestNetwork().hex() + "/" + tail;
  };
  ExpectRefused(
      FormatManifest(TestManifest()),
      {
          {"no governor", kBad, "the line governor is missing",
           Edit([](Manifest& m) { m.governors.clear(); })},
          {"a governor line twice", kBad, "repeats", Twice("governor ")},
          {"governors out of order", kNew, "belongs before",
           [](const std::string& t) {
             const std::string first = LineOf(t, "governor ");
             return Replaced(Replaced(t, first, ""), "param ", first + "param ");
           }},
          {"a key that is no vkey", kBad, "(governor)",
           SetLine("governor ", "governor candour/g\n")},
          {"a key id that does not fit", kBad, "does not fit",
           [&](const std::string& t) {
             const std::string id = crypto::HexEncode(crypto::U32(governor(0).key_id));
             return Replaced(t, id, id == "00000000" ? "00000001" : "00000000");
           }},
          {"a governor of another network", kBad, "named as a governor", Edit([&](Manifest& m) {
             m.governors[0] = rename(m.governors[0], "candour/g/" + std::string(32, 'a') + "/0");
           })},
          {"a governor without a number", kBad, "named as a governor",
           Edit([&](Manifest& m) { m.governors[0] = rename(m.governors[0], name("")); })},
          {"a governor number with a zero in front", kBad, "named as a governor",
           Edit([&](Manifest& m) { m.governors[0] = rename(m.governors[0], name("00")); })},
          {"a governor number above 32 bits", kBad, "named as a governor",
           Edit([&](Manifest& m) { m.governors[0] = rename(m.governors[0], name("4294967296")); })},
          {"a governor key of type 4", kNew, "another type", Edit([&](Manifest& m) {
             m.governors[0] = crypto::VerifierKey::Cosignature(
                 name("0"), *crypto::PublicKey::From(m.governors[0].key));
           })},
          {"one number with two keys", kBad, "number stands in another line",
           Edit([&](Manifest& m) { m.governors[1] = rename(m.governors[1], name("0")); })},
          {"one key with two numbers", kBad, "key stands in another line",
           Edit([&](Manifest& m) { m.governors[1] = rename(m.governors[0], name("1")); })},
          {"33 governors", kBad, "more than 32", Edit([&](Manifest& m) {
             for (uint32_t n = 3; n < 33; ++n) m.governors.push_back(governor(n));
           })},
          {"an unknown parameter", kNew, "parameter is unknown",
           Edit([](Manifest& m) { m.params["speed"] = 1; })},
          {"a parameter that is no number", kBad, "(param)",
           Swap("param history 1", "param history 1x")},
          {"a negative parameter", kBad, "(param)",
           Edit([](Manifest& m) { m.params["retract-burst"] = -1; })},
          {"a parameter with a zero in front", kBad, "(param)",
           Swap("param history 1", "param history 01")},
          {"history 2", kNew, "outside 1 to 1", Edit([](Manifest& m) { m.params["history"] = 2; })},
          {"min-nodes 0", kNew, "outside", Edit([](Manifest& m) { m.params["min-nodes"] = 0; })},
          {"a parameter above 32 bits", kNew, "outside",
           Edit([](Manifest& m) { m.params["heartbeat"] = 4294967296; })},
          {"a parameter with two values", kBad, "parameter stands there twice",
           Swap("param max-silence 604800\n",
                "param max-silence 604800\nparam max-silence 604801\n")},
      });
}

}  // namespace
}  // namespace candour
