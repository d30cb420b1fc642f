#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Postcode, HasAKnownAreaOrTheShapeOfOne) {
  EXPECT_EQ(Masked("at LS1 4DT"), "POSTCODE[LS1 4DT]");
  EXPECT_EQ(Masked("postcode ls1 4dt"), "POSTCODE[ls1 4dt]");
  EXPECT_EQ(Masked("postcode SW1A2AA"), "POSTCODE[SW1A2AA]");
  EXPECT_EQ(Masked("QX1 4DT"), "POSTCODE[QX1 4DT]");  // No area, and the shape of one.
  EXPECT_EQ(Masked("gave B12 1MG"), "");
  EXPECT_EQ(Masked("injury at l3 4th degree"), "");
}

TEST(NationalInsurance, RefusesPrefixesNeverIssued) {
  EXPECT_EQ(Masked("NI no JG 10 37 59 A"), "NINO[JG 10 37 59 A]");
  EXPECT_EQ(Masked("gave AB123456C to us"), "NINO[AB123456C]");
  EXPECT_EQ(Masked("code BG 10 37 59 A"), "");
}

TEST(StaffNumber, IsFoundByShapeOrLabel) {
  EXPECT_EQ(Masked("PIN 55H4681S"), "STAFF_ID[55H4681S]");
  EXPECT_EQ(Masked("GMC 7012345"), "STAFF_ID[7012345]");
  EXPECT_EQ(Masked("HCPC PA041882"), "STAFF_ID[PA041882]");
}

TEST(Vehicle, CurrentPlatesNeedNoLabelOlderOnesDo) {
  EXPECT_EQ(Masked("left in LE23 YPX"), "VEHICLE[LE23 YPX]");
  EXPECT_EQ(Masked("car reg P338 KNW"), "VEHICLE[P338 KNW]");
  EXPECT_EQ(Masked("a motorcyclist, K417 LNT."), "VEHICLE[K417 LNT]");
  EXPECT_EQ(Masked("gene P338 KNW"), "");
}

TEST(Specimen, NumbersAreOfTheFormsLaboratoriesAndFilesUse) {
  EXPECT_EQ(Masked("cassetted as 24H-09971 (skin)"), "LOCAL_ID[24H-09971]");
  EXPECT_EQ(Masked("FBC H,24.0551872.K: normal"), "LOCAL_ID[H,24.0551872.K]");
  EXPECT_EQ(Masked("the code c159x was old"), "LOCAL_ID[c159x]");
  EXPECT_EQ(Masked("in the bag, PMR 70418; it"), "LOCAL_ID[70418]");
}

TEST(Web, EmailUrlAndAddressAreMaskedWhole) {
  EXPECT_EQ(Masked("to sarah_o'neill99@hotmail.co.uk."), "EMAIL[sarah_o'neill99@hotmail.co.uk]");
  EXPECT_EQ(Masked("jane dot smith at nhs dot net please"), "EMAIL[jane dot smith at nhs dot net]");
  EXPECT_EQ(Masked("see https://x.example.org/a?b=1."), "URL_IP[https://x.example.org/a?b=1]");
  EXPECT_EQ(Masked("from 10.14.220.7"), "URL_IP[10.14.220.7]");
  EXPECT_EQ(Masked("firmware version 10.14.220.7"), "");
}

TEST(LocalId, IsAnnouncedByItsLabelAndTheLabelStays) {
  EXPECT_EQ(Masked("HOSP NO 4877203"), "LOCAL_ID[4877203]");
  EXPECT_EQ(Masked("Datix WEB198382: fall"), "LOCAL_ID[WEB198382]");
  EXPECT_EQ(Masked("STEIS 2023/11872"), "LOCAL_ID[2023/11872]");
  EXPECT_EQ(Masked("key safe code 4421"), "LOCAL_ID[4421]");
  EXPECT_EQ(Masked("MRN: RJ1-1807656"), "LOCAL_ID[RJ1-1807656]");
  EXPECT_EQ(Masked("crime number 44/18822/24"), "LOCAL_ID[44/18822/24]");
}

TEST(LocalId, LotModelAndOrderNumbersStay) {
  EXPECT_EQ(Masked("lot LT44821 of model BX1200, product code 55512"), "");
  EXPECT_EQ(Masked("batch no. AB0417K exp 03/2026"), "");
}

TEST(LocalId, OrganisationsOwnFormatsAreMasked) {
  Settings settings;
  settings.local_id_formats = {{"ledger", R"(\bZQ-\d{3}\b)"}};
  auto anonymiser = Anonymiser::Create(settings);

  ASSERT_TRUE(anonymiser.has_value());
  EXPECT_EQ(Masked("noted as ZQ-114", {}, **anonymiser), "LOCAL_ID[ZQ-114]");
  EXPECT_EQ(Masked("noted as ZQ-114"), "");
}

TEST(LocalId, AFormatThatIsNoPatternIsNamedInTheError) {
  Settings broken;
  broken.local_id_formats = {{"ledger", "("}};
  Settings empty;
  empty.local_id_formats = {{"blank", "x*"}};

  auto refused = Anonymiser::Create(broken);
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().find("'ledger'"), std::string::npos);
  EXPECT_FALSE(Anonymiser::Create(empty).has_value());
}

TEST(Device, SerialIsMaskedAndModelStays) {
  EXPECT_EQ(Masked("infusion pump Alaris GP Plus serial 09138497 failed"),
            "DEVICE_SERIAL[09138497]");
  EXPECT_EQ(Masked("asset tag 00457712 on the T34"), "DEVICE_SERIAL[00457712]");
}

TEST(Place, AddressWardAndOrganisationAreTold) {
  EXPECT_EQ(Masked("lives at Apt 25 Ropewalk House, 11 Beech Road, Ballymena."),
            "ADDRESS[Apt 25 Ropewalk House, 11 Beech Road, Ballymena]");
  EXPECT_EQ(Masked("outside Ward C3 South on"), "WARD[Ward C3 South]");
  EXPECT_EQ(Masked("moved to Bluebell Ward today"), "WARD[Bluebell Ward]");
  EXPECT_EQ(Masked("from Ribbleton Park Hospital"), "ORG[Ribbleton Park Hospital]");
  EXPECT_EQ(Masked("found by police in Nuneaton"), "LOCATION[Nuneaton]");
}

TEST(Place, GenericPlacesStay) {
  for (std::string_view text :
       {"moved to the ward from the hospital", "on the Intensive Care Unit",
        "the Ward Manager and the ward round", "in the stroke unit",
        "hip surgery in the day case unit", "sent to the care home", "admitted to A&E"}) {
    EXPECT_EQ(Masked(text), "") << text;
  }
}

TEST(Codes, AccountsDonationsAndPolice) {
  EXPECT_EQ(Masked("paid from GB29 NWBK 6016 1331 9268 19 twice"),
            "LOCAL_ID[GB29 NWBK 6016 1331 9268 19]");
  EXPECT_EQ(Masked("bag G095 425 118 204 7 was hung"), "LOCAL_ID[G095 425 118 204 7]");
  EXPECT_EQ(Masked("then PC4471 came"), "STAFF_ID[PC4471]");
  EXPECT_EQ(Masked("lives in LS14 alone"), "POSTCODE[LS14]");
  ExpectKept({"vitamin B12 was low", "AB12 mixing valve", "the G4 error"});
}

TEST(Codes, DonationsMayEndInTheirCheckLetter) {
  EXPECT_EQ(Masked("unit G0721 24 330 114 X not issued"), "LOCAL_ID[G0721 24 330 114 X]");
}

TEST(Vehicle, MayBeWrittenInThreeParts) {
  EXPECT_EQ(Masked("left in KV 21 OTE today"), "VEHICLE[KV 21 OTE]");
  ExpectKept({"on AB 21 the ward", "type KV 21 was out"});
}

TEST(Codes, PostcodesOfAnyAreaBehindTheirLabelAndPlatesThatReadLikeOne) {
  ExpectMasked({
      {"Postcode on label VQ4 7RL.", "POSTCODE[VQ4 7RL]"},
      {"postcode: VQ4 7RL", "POSTCODE[VQ4 7RL]"},
      {"her car is P4 OKE.", "VEHICLE[P4 OKE]"},
      {"999 rec T/40917/C at 13:05", "LOCAL_ID[T/40917/C]"},
  });
  ExpectKept({"form VQ4 7 was used"});
}

TEST(Postcode, ReadsPlatesInSmallLettersBesideACar) {
  ExpectMasked({
      {"grey Corsa yc17 kfe", "VEHICLE[yc17 kfe]"},
      {"by car BX21 WRN at the gate", "VEHICLE[BX21 WRN]"},
  });
  ExpectKept({
      "at10 mls were given",
  });
}

}  // namespace
}  // namespace candour::anonymise
