// The edge cases that Project Wycheproof collects.
#include <iostream>

#include "crypto/ed25519.h"
#include "crypto/x25519.h"
#include "tests/unit/crypto/vectors.h"

namespace candour::crypto {
namespace {

using nlohmann::json;
using testing::FromHex;

json Suite(const std::string& name) {
  return testing::ReadJson(testing::VectorsFolder() + "wycheproof/testvectors_v1/" + name);
}

TEST(Wycheproof, AgreesOnEveryEd25519Signature) {
  CANDOUR_NEED_VECTORS();
  const json suite = Suite("ed25519_test.json");
  size_t agreed = 0;
  for (const json& group : suite["testGroups"]) {
    const auto key = PublicKey::From(FromHex(group["publicKey"]["pk"].get<std::string>()));
    ASSERT_TRUE(key);
    for (const json& test : group["tests"]) {
      const bool valid = Verify(*key, FromHex(test["msg"].get<std::string>()),
                                FromHex(test["sig"].get<std::string>()));
      EXPECT_EQ(valid, test["result"] == "valid") << test["tcId"] << " " << test["comment"];
      agreed += valid == (test["result"] == "valid");
    }
  }
  std::cout << "[summary] wycheproof ed25519: " << agreed << " of " << suite["numberOfTests"]
            << "\n";
  EXPECT_EQ(agreed, suite["numberOfTests"].get<size_t>());
}

TEST(Wycheproof, AgreesOnEveryHkdfKey) {
  CANDOUR_NEED_VECTORS();
  constexpr size_t kLongest = 255 * 32;
  const json suite = Suite("hkdf_sha256_test.json");
  size_t agreed = 0;
  for (const json& group : suite["testGroups"]) {
    for (const json& test : group["tests"]) {
      const size_t size = test["size"].get<size_t>();
      bool ok = size > kLongest;  // Such a size is a programmer's mistake here.
      EXPECT_EQ(ok, test["result"] == "invalid") << test["tcId"];
      if (!ok) {
        ok = HkdfSha256(FromHex(test["ikm"].get<std::string>()),
                        FromHex(test["salt"].get<std::string>()),
                        FromHex(test["info"].get<std::string>()),
                        size) == FromHex(test["okm"].get<std::string>());
      }
      EXPECT_TRUE(ok) << test["tcId"];
      agreed += ok;
    }
  }
  std::cout << "[summary] wycheproof hkdf-sha256: " << agreed << " of " << suite["numberOfTests"]
            << "\n";
  EXPECT_EQ(agreed, suite["numberOfTests"].get<size_t>());
}

TEST(Wycheproof, AgreesOnEveryX25519SecretAndRefusesZeros) {
  CANDOUR_NEED_VECTORS();
  const std::string zeros(32, '\0');
  const json suite = Suite("x25519_test.json");
  size_t agreed = 0;
  for (const json& group : suite["testGroups"]) {
    for (const json& test : group["tests"]) {
      const auto secret = X25519SharedSecret(FromHex(test["private"].get<std::string>()),
                                             FromHex(test["public"].get<std::string>()));
      const std::string expected = FromHex(test["shared"].get<std::string>());
      const bool ok = expected == zeros ? !secret : secret == expected;
      EXPECT_TRUE(ok) << test["tcId"] << " " << test["comment"];
      agreed += ok;
    }
  }
  std::cout << "[summary] wycheproof x25519: " << agreed << " of " << suite["numberOfTests"]
            << "\n";
  EXPECT_EQ(agreed, suite["numberOfTests"].get<size_t>());
}

}  // namespace
}  // namespace candour::crypto
