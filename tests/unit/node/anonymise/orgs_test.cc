#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Organisation, IsNamedBeforeItsKind) {
  ExpectMasked({
      {"discharged from Ribbleton Park Hospital on", "ORG[Ribbleton Park Hospital]"},
      {"at The Grange Surgery today", "ORG[The Grange Surgery]"},
      {"to Riverside Walk-in Centre then", "ORG[Riverside Walk-in Centre]"},
      {"from HMP Ravensgill again", "ORG[HMP Ravensgill]"},
      {"to Ribblefield General by bus", "ORG[Ribblefield General]"},
      {"at St Ninian's Primary School on", "ORG[St Ninian's Primary School]"},
      {"from Coldstream Road Surgery he", "ORG[Coldstream Road Surgery]"},
  });
}

TEST(Organisation, IsFoundWhereCapitalsSayNothing) {
  EXPECT_EQ(Masked("came to ravenswood clinic with pain"), "ORG[ravenswood clinic]");
  EXPECT_EQ(Masked("THE CARE HOME HOLLYBANK RANG AGAIN"), "ORG[HOLLYBANK]");
}

TEST(Organisation, GenericPlacesAndMakersStay) {
  ExpectKept({"the hospital rang", "the GP surgery was shut", "in the Emergency Department",
              "at a care home nearby", "the High Dependency Unit", "Critical Care outreach",
              "a Baxter pump", "the District General Hospital"});
}

TEST(Ward, IsNumberedNamedOrLeftOut) {
  ExpectMasked({
      {"outside Ward C3 South on", "WARD[Ward C3 South]"},
      {"on ward 5 by", "WARD[ward 5]"},
      {"charge of Juniper Ward. He", "WARD[Juniper Ward]"},
      {"on C Wing he", "WARD[C Wing]"},
      {"anyone on 8B free", "WARD[8B]"},
      {"its me from Larch again", "WARD[Larch]"},
      {"FOUND IN OAK WARD BY THEM", "WARD[OAK WARD]"},
  });
  ExpectKept({"the ward was full", "the ward round", "Monday ward round", "unit 2 of blood",
              "on 2L oxygen", "an oak table", "on the medical ward"});
}

TEST(Orgs, InSmallLettersNeedAPlaceOrAt) {
  EXPECT_EQ(Masked("He was at battle hill hospital at ten."), "ORG[battle hill hospital]");
  EXPECT_EQ(Masked("Please copy to him at the yew tree surgery"), "ORG[the yew tree surgery]");
  EXPECT_EQ(Masked("He was moved to ward twelve."), "WARD[ward twelve]");
  ExpectKept({"The pre arranged surgery was cancelled.", "He left AMU 4 hours later.",
              "After the knee surgery he went home."});
}

}  // namespace
}  // namespace candour::anonymise
