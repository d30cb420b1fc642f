#include "node/rpc/tls.h"

#include <gtest/gtest.h>
#include <stdlib.h>

namespace candour::rpc {
namespace {

TEST(Tls, NamesExpectedAndFoundKeysInFull) {
  const crypto::Hash a = *crypto::Hash::From(std::string(32, '\x0a'));
  const crypto::Hash b = *crypto::Hash::From(std::string(32, '\x0b'));
  const crypto::Hash c = *crypto::Hash::From(std::string(32, '\x0c'));
  std::string full_a, full_b, full_c;
  for (int i = 0; i < 32; ++i) {
    full_a += "0a";
    full_b += "0b";
    full_c += "0c";
  }
  EXPECT_EQ(PinMismatch({a, b}, c),
            "expected key " + full_a + " or " + full_b + ", found " + full_c);
}

TEST(Tls, LeavesNoSuiteForOlderVersions) {
  PrepareLibrary();
  // Read by gRPC before its first handshake; our keys are never RSA.
  EXPECT_STREQ(getenv("GRPC_SSL_CIPHER_SUITES"), "ECDHE-RSA-AES256-GCM-SHA384");
}

}  // namespace
}  // namespace candour::rpc
