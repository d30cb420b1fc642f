#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Propagate, FindsANameAgainInAnyForm) {
  ExpectMasked({
      {"Mrs Hegarty fell. hegarty said no", "PERSON[Hegarty] PERSON[hegarty]"},
      {"Mrs Featherstone fell. Fetherstone said no", "PERSON[Featherstone] PERSON[Fetherstone]"},
      {"seen by Jane Okafor. JO to chase", "PERSON[Jane Okafor] PERSON[JO]"},
      {"Drs Khan, Lee and Pugh met", "PERSON[Khan] PERSON[Lee] PERSON[Pugh]"},
      {"Mr Hegarty, user jhegarty2 online", "PERSON[Hegarty] PERSON[jhegarty2]"},
  });
}

TEST(Propagate, AnEverydayWordIsANameOnlyWhereItActs) {
  EXPECT_EQ(Masked("Mr Rose rose. Rose is well. rose petals"), "PERSON[Rose] PERSON[Rose]");
  EXPECT_EQ(Masked("later Violet fell. Violet sleeping well. Violet discolouration"),
            "PERSON[Violet] PERSON[Violet]");
}

TEST(Propagate, FindsANumberOfTheSameFormOrTheSameDigits) {
  EXPECT_EQ(Masked("MRN 00348812X, not 00348813X"), "LOCAL_ID[00348812X] LOCAL_ID[00348813X]");
  EXPECT_EQ(Masked("see https://x.example/view?id=88123 (88123)"),
            "URL_IP[https://x.example/view?id=88123] LOCAL_ID[88123]");
}

TEST(Propagate, FindsShortFormsOfNames) {
  EXPECT_EQ(Masked("Rosemary Hegarty came in. Rose had contrast."),
            "PERSON[Rosemary Hegarty] PERSON[Rose]");
  EXPECT_EQ(Masked("William Hegarty came in. Will be reviewed."), "PERSON[William Hegarty]");
}

}  // namespace
}  // namespace candour::anonymise
