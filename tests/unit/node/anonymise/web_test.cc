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

TEST(Web, AddressesInDisguiseHostsAndHandlesAreMasked) {
  EXPECT_EQ(Masked("to jane.okoro [at] nhs [dot] net please"),
            "EMAIL[jane.okoro [at] nhs [dot] net]");
  EXPECT_EQ(Masked("posted at bluebell-surgery.co.uk by @okoro_j"),
            "URL_IP[bluebell-surgery.co.uk] URL_IP[@okoro_j]");
  EXPECT_EQ(Masked("from 00:1B:44:11:3A:B7 and fe80::1ff:fe23:4567:890a"),
            "URL_IP[00:1B:44:11:3A:B7] URL_IP[fe80::1ff:fe23:4567:890a]");
  ExpectKept({"obs @ 14:30:10", "at 12:30:45:10", "@8pm and @home", "e.g. co.uk"});
}

TEST(Web, ProfilesAndTornAddressesAreMasked) {
  EXPECT_EQ(Masked("facebook profile \"quill.x.9\" and insta: xq_1990"),
            "URL_IP[quill.x.9] URL_IP[xq_1990]");
  EXPECT_EQ(Masked("E-mail x.quill worth@example.co.uk today"),
            "EMAIL[x.quill worth@example.co.uk]");
  EXPECT_EQ(Masked("posted by quellimar.zo3 today"), "URL_IP[quellimar.zo3]");
  EXPECT_EQ(Masked("User q.zorvani logged on"), "URL_IP[q.zorvani]");
  ExpectKept({"the profile of the drug", "safeguarding profile was low", "handle with care"});
}

TEST(Web, NeedsNoScheme) {
  ExpectMasked({
      {"Video link meet.inreach.example/room/88-41.", "URL_IP[meet.inreach.example/room/88-41]"},
      {"Server 192.168.40.12 restarted", "URL_IP[192.168.40.12]"},
  });
  ExpectKept({
      "given p.o./i.v. as before",
  });
}

}  // namespace
}  // namespace candour::anonymise
