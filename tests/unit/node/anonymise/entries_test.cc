#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Entries, NameWhoIsToActAndWhoIsListed) {
  ExpectMasked({
      {"The audit is late.\nAction: May to audit again", "PERSON[May]"},
      {"Can the app flag it? Will to ask the vendor.", "PERSON[Will]"},
      {"List changed: 1) Pike R, lap chole, 2) nil", "PERSON[Pike R]"},
      {"IR1 | tube | Thangavel, S (RN)|tube", "PERSON[Thangavel, S]"},
      {"Filled in the form. JF, RN, told me", "PERSON[JF]"},
      {"B: Reg Hucklesby, 94yo, lives here", "PERSON[Reg Hucklesby] AGE_90_PLUS[94yo]"},
  });
  ExpectKept({"We will to the best of our ability", "Action: all to note", "IV, SN to follow",
              "1) Vitamin K, given"});
}

TEST(Entries, NameOnDutyInALogAndWhoOwns) {
  ExpectMasked({
      {"Short again tonight. Hope is off sick and so am I.", "PERSON[Hope]"},
      {"ENT list: 1. Whelan TURP 2. Abubakar hernia", "PERSON[Whelan] PERSON[Abubakar]"},
      {"Col can u pick up the blood bike", "PERSON[Col]"},
      {"transfer team were rosie fallow, bilal and an odp", "PERSON[rosie fallow] PERSON[bilal]"},
      {"Late on|PRICE D|34|M|fall from the bed", "PERSON[PRICE D]"},
      {"bleeped the f2 will on 8814 at night", "PERSON[will] PHONE[8814]"},
      {"All well.\n- Dawn F: plan emailed late", "PERSON[Dawn F]"},
      {"Bill off sick so ring Sione", "PERSON[Bill] PERSON[Sione]"},
      {"gave MT her PRN at tea time", "PERSON[MT]"},
      {"left it in winstons yellow folder", "PERSON[winstons]"},
  });
  ExpectKept({"Hope is what we need", "Bay C - wrong strength", "Vitamin D: low again",
              "Hi its about the pump", "Mum can you ring the ward", "gave IV her PRN",
              "left it in patients yellow folder", "1. Furosemide stopped 2. Ramipril continued"});
}

TEST(Entries, NameWhoIsWrittenToAndWhoSigns) {
  ExpectMasked({
      {"Subject: missing stock\n\nNimesh, register short again", "PERSON[Nimesh]"},
      {"PRISONER DEVLIN, C FOUND UNRESPONSIVE", "PERSON[DEVLIN, C]"},
      {"phlebotomist was carol. second sample ok", "PERSON[carol]"},
  });
  ExpectKept({"Results\n\nSodium, potassium and urea", "the nurse was late.", "WARD ROUND, C BAY"});
}

}  // namespace
}  // namespace candour::anonymise
