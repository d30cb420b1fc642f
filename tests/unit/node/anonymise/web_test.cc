#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Web, FindsAddressesOfMailHoweverWritten) {
  ExpectMasked({
      {"to violet.siddiqui@example.net, now", "EMAIL[violet.siddiqui@example.net]"},
      {"e.osei @ example.org there", "EMAIL[e.osei @ example.org]"},
      {"<a.b+c@x-y.example.co.uk>", "EMAIL[a.b+c@x-y.example.co.uk]"},
  });
  ExpectKept({"met @ 10.30 in ED", "2 @ 5mg", "a@b"});
}

TEST(Web, FindsLinksPathsAndAddressesOfMachines) {
  ExpectMasked({
      {"see https://intranet.example/inc/2291.jpg.",
       "URL_IP[https://intranet.example/inc/2291.jpg]"},
      {"at www.example.org/a today", "URL_IP[www.example.org/a]"},
      {"at example.nhs.uk/x today", "URL_IP[example.nhs.uk/x]"},
      {"from 192.168.10.4 again", "URL_IP[192.168.10.4]"},
  });
  ExpectKept({"firmware 2.1.10.4 fitted", "and/or", "5/6 given"});
}

TEST(Web, ReadsAChainOfAtSignsOnce) {
  std::string chain;
  for (int i = 0; i < 1000; ++i) chain += "a@";
  EXPECT_EQ(Masked(chain), "");
}

}  // namespace
}  // namespace candour::anonymise
