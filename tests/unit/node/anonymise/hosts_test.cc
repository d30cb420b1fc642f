#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Hosts, BehindTheWordForAComputerOrInALocalDomain) {
  ExpectMasked({
      {"Server vs-epma-02.local went down at night.", "URL_IP[vs-epma-02.local]"},
      {"Kiosk THKIOSK03 timed out in the hall.", "URL_IP[THKIOSK03]"},
      {"The wifi ap ap-3f-017 dropped again.", "URL_IP[ap-3f-017]"},
  });
}

TEST(Hosts, AccountsByTheirWordOrForm) {
  ExpectMasked({
      {"The trail says admin_recep2 printed the letter.", "STAFF_ID[admin_recep2]"},
      {"A shared login CH-NIGHT was used for all.", "STAFF_ID[CH-NIGHT]"},
      {"Signed in error as jhartw04, my card was locked.", "STAFF_ID[jhartw04]"},
      {"user=mkerr2 ws=WS-LT-20931 closed", "STAFF_ID[mkerr2] URL_IP[WS-LT-20931]"},
      {"Logged under adm-twx09 while on a break.", "STAFF_ID[adm-twx09]"},
  });
}

TEST(Hosts, OrdinaryWordsStay) {
  ExpectKept({"the server room was hot", "a user-friendly form", "logged under self-harm again",
              "the host was asked", "an over-65 pathway"});
}

}  // namespace
}  // namespace candour::anonymise
