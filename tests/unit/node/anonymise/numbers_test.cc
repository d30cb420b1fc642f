#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(NhsNumber, IsMaskedWhenLabelledEvenIfItsCheckDigitFails) {
  EXPECT_EQ(Masked("NHS No: 943 476 5919"), "NHS_NUMBER[943 476 5919]");
  EXPECT_EQ(Masked("NHS No: 943 476 5918"), "NHS_NUMBER[943 476 5918]");
  EXPECT_EQ(Masked("nhs number 9-4-3-4-7-6-5-9-1-9 on file"), "NHS_NUMBER[9-4-3-4-7-6-5-9-1-9]");
  EXPECT_EQ(Masked("CHI 0101501237"), "NHS_NUMBER[0101501237]");
  EXPECT_EQ(Masked("H&C no. 320 000 0018"), "NHS_NUMBER[320 000 0018]");
}

TEST(NhsNumber, IsMaskedBareWhenItsCheckDigitPassesAndFlaggedWhenNot) {
  EXPECT_EQ(Masked("the form said 943 476 5919 again"), "NHS_NUMBER[943 476 5919]");
  EXPECT_EQ(Masked("the form said 9434765918 again"), "");
  EXPECT_TRUE(Flags("the form said 9434765918 again", "9434765918"));
  EXPECT_EQ(Masked("the form said 943 476 5918 again"), "NHS_NUMBER[943 476 5918]");  // Its groups.
}

TEST(NhsNumber, StaysWhenItNumbersAThing) {
  EXPECT_EQ(Masked("Order 9434765919 delayed"), "");
  EXPECT_EQ(Masked("SNOMED code 9434765919 was used"), "");
  EXPECT_EQ(Masked("invoice number: 9434765919"), "");
}

TEST(NhsNumber, IsReadThroughScanningErrorsDictationAndEntities) {
  EXPECT_EQ(Masked("NHS N0 943 476 59l9"), "NHS_NUMBER[943 476 59l9]");
  EXPECT_EQ(Masked("nhs number nine four three four seven six five nine one nine"),
            "NHS_NUMBER[nine four three four seven six five nine one nine]");
  EXPECT_EQ(Masked("NHS&nbsp;No&#58; 943&nbsp;476&nbsp;5919"),
            "NHS_NUMBER[943&nbsp;476&nbsp;5919]");
  EXPECT_EQ(Masked("NHS no. 943 476\n5919"), "NHS_NUMBER[943 476\n5919]");
}

TEST(NhsNumber, LabelHoldsForTheNumbersThatFollow) {
  EXPECT_EQ(Masked("NHS numbers 999 041 7720 and 999 041 7721"),
            "NHS_NUMBER[999 041 7720] NHS_NUMBER[999 041 7721]");
}

TEST(Phone, IsFoundInTheUsualSpacings) {
  EXPECT_EQ(Masked("ring 07700 900417"), "PHONE[07700 900417]");
  EXPECT_EQ(Masked("ring 07700900417 now"), "PHONE[07700900417]");
  EXPECT_EQ(Masked("tel (0161) 496 0000"), "PHONE[(0161) 496 0000]");
  EXPECT_EQ(Masked("on +44 161 496 0458"), "PHONE[+44 161 496 0458]");
  EXPECT_EQ(Masked("on 0044 7700 900 245"), "PHONE[0044 7700 900 245]");
  EXPECT_EQ(Masked("fax 01632-960984"), "PHONE[01632-960984]");
  EXPECT_EQ(Masked("mobile O77OO 9OO123"), "PHONE[O77OO 9OO123]");
}

TEST(Phone, ExtensionsAndBleepsAreMaskedWithoutTheirLabel) {
  EXPECT_EQ(Masked("on ext 4432"), "PHONE[4432]");
  EXPECT_EQ(Masked("bleep no 1234 held"), "PHONE[1234]");
  EXPECT_EQ(Masked("DECT 61234"), "PHONE[61234]");
  EXPECT_EQ(Masked("in procurement (x3307)"), "PHONE[x3307]");
}

TEST(Phone, EmergencyAndHelpLinesStay) {
  EXPECT_EQ(Masked("called 999 and then 111"), "");
  EXPECT_EQ(Masked("crash call 2222, bleep 2222"), "");
  EXPECT_EQ(Masked("rang 116 123"), "");
}

TEST(Phone, DosesObservationsAndTimesStay) {
  EXPECT_EQ(Masked("HR 92, RR 18, BP 132/81, sats 96%, temp 37.4, BM 9.1, GCS 15/15"), "");
  EXPECT_EQ(Masked("0.9% saline 1000 ml over 8 hours at 03:40 and 2215hrs"), "");
  EXPECT_EQ(Masked("potassium 6.9, lactate 4.6, pH 7.11, CRP 188"), "");
}

TEST(Rescan, SeesOnlyStrongIdentifiers) {
  EXPECT_TRUE(LooksLikeIdentifierLeft("write to a.b@nhs.net"));
  EXPECT_TRUE(LooksLikeIdentifierLeft("it was 943 476 5919"));
  EXPECT_TRUE(LooksLikeIdentifierLeft("ring 07700 900417"));
  EXPECT_TRUE(LooksLikeIdentifierLeft("\xff"));
  EXPECT_FALSE(LooksLikeIdentifierLeft("call 999, 111 or 2222"));
  EXPECT_FALSE(LooksLikeIdentifierLeft("[PATIENT] fell on [WARD], [NHS NUMBER]"));
  EXPECT_FALSE(LooksLikeIdentifierLeft("943 476 5918 fails its check"));
}

TEST(Phone, ExtensionsFollowOneAnotherAndTheirBleeps) {
  EXPECT_EQ(Masked("ext 4432 or 4433"), "PHONE[4432] PHONE[4433]");
  EXPECT_EQ(Masked("bleeped SHO on 4432 twice"), "PHONE[4432]");
  EXPECT_EQ(Masked("phone 01632/960123 today"), "PHONE[01632/960123]");
  EXPECT_EQ(Masked("rang 999 08.47"), "");
  EXPECT_EQ(Masked("let in with 5533 keysafe"), "LOCAL_ID[5533]");
}

TEST(Numbers, AreReadHoweverTheyAreSpaced) {
  ExpectMasked({
      {"informed on 01 632 960552 at", "PHONE[01 632 960552]"},
      {"NOK 0 7700 900 123 rang", "PHONE[0 7700 900 123]"},
      {"of pt 943 4 765919 wrong", "NHS_NUMBER[943 4 765919]"},
      {"NHS number quoted by the caller was 943 476 5918", "NHS_NUMBER[943 476 5918]"},
  });
  ExpectKept({"01 02 2024 123 of the list", "120 80 72 16 98"});
}

TEST(Telephone, TakesItsExtensionAlong) {
  ExpectMasked({
      {"and on 0117 496 0226 ext 3108.", "PHONE[0117 496 0226] PHONE[ext 3108]"},
      {"on 020 7946 0519 x21 now", "PHONE[020 7946 0519] PHONE[x21]"},
      {"01632 960123, extension: 4432", "PHONE[01632 960123] PHONE[extension: 4432]"},
      {"on 01632 960 214 ext 6.", "PHONE[01632 960 214] PHONE[ext 6]"},
  });
  EXPECT_EQ(Masked("01632 960123, bleep 4432"), "PHONE[01632 960123] PHONE[4432]");
}

TEST(Numbers, MobileReadOutWithCommas) {
  EXPECT_EQ(Masked("ring me on 07700, 900, 118."), "PHONE[07700, 900, 118]");
  EXPECT_EQ(Masked("ring on 07700. 900. 118 after six"), "PHONE[07700. 900. 118]");
}

TEST(Numbers, DesksOfDepartmentsHaveExtensions) {
  ExpectMasked({
      {"the number out. portering desk 5555. no harm", "PHONE[5555]"},
      {"Rang back, ward office 44310", "PHONE[44310]"},
      {"(nurses' station 617)", "PHONE[617]"},
      {"via switchboard 6400, no reply", "PHONE[6400]"},
      {"from the site office 5400 and told", "PHONE[5400]"},
      {"told pharmacy reception: 3771; later", "PHONE[3771]"},
  });
  ExpectKept({"seen at the ward desk 1430.", "moved to the site office 2024.",
              "the front desk 120 cm high", "left at the ward office 12.", "a desk 5555.",
              "main switchboard 2222."});
}

}  // namespace
}  // namespace candour::anonymise
