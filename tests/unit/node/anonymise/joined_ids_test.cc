#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(JoinedIds, NumbersGoOnBehindAMark) {
  ExpectMasked({
      {"SABRE 2024/011/044/HV1/018.", "LOCAL_ID[2024/011/044/HV1/018]"},
      {"ref HR-DISC-25-14 closed", "LOCAL_ID[HR-DISC-25-14]"},
  });
  EXPECT_EQ(Masked("given to W123456/left leg"), "LOCAL_ID[W123456]");
}

TEST(JoinedIds, DigitsTornOffTheEndOfALabelledNumberBelongToIt) {
  ExpectMasked({
      {"MRN: KH77 102.", "LOCAL_ID[KH77 102]"},
      {"(serial no 2841 90)", "DEVICE_SERIAL[2841 90]"},
  });
  EXPECT_EQ(Masked("MRN 448201 2 days ago"), "LOCAL_ID[448201]");
}

TEST(JoinedIds, TornAfterAHyphen) {
  EXPECT_EQ(Masked("Sample number MICR-\n0051204 lost").find("LOCAL_ID[MICR-\n0051204]"), 0u);
}

}  // namespace
}  // namespace candour::anonymise
