#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Openings, AreNamesWhenSomethingHumanIsSaidOfThem) {
  ExpectMasked({
      {"Marsh was told about it.", "PERSON[Marsh]"},
      {"Zorvani is very unhappy with us.", "PERSON[Zorvani]"},
      {"Grace has been asked to reflect.", "PERSON[Grace]"},
      {"Zorvani 82F fell in the bathroom.", "PERSON[Zorvani]"},
      {"Zorvani to review in the morning.", "PERSON[Zorvani]"},
      {"Pepper's daughter was upset.", "PERSON[Pepper]"},
      {"Banks refused to stay.", "PERSON[Banks]"},
      {"Quellimar was given double dose.", "PERSON[Quellimar]"},
      {"It was Quellimar who found him.", "PERSON[Quellimar]"},
      {"Rose and the porter moved the bed.", "PERSON[Rose]"},
  });
  ExpectKept({"Hope to see him soon.", "Rose to 39.1 overnight.", "Mark was red.",
              "Bank was closed.", "Field was clear.", "Wound is clean.", "Zorvex was given late.",
              "Kitchen was told.", "Orthotics said no."});
}

TEST(Openings, AreNamesWhereSomebodyIsLedTo) {
  ExpectMasked({
      {"I spoke to Marsh about this.", "PERSON[Marsh]"},
      {"The rota had Quellimar on nights.", "PERSON[Quellimar]"},
      {"Police found Quellimar in town.", "PERSON[Quellimar]"},
      {"As per Quellimar, go on.", "PERSON[Quellimar]"},
      {"They were labelled as Marsh in error.", "PERSON[Marsh]"},
      {"Bed 4: Quellimar, for home", "PERSON[Quellimar]"},
      {"Bay B - Marsh - NBM", "PERSON[Marsh]"},
  });
  ExpectKept({"Bed 4: Fall risk", "as per Trust policy"});
}

TEST(Openings, AreToldByTheSameWhereCapitalsSayNothing) {
  ExpectMasked({
      {"zorvani was told about it", "PERSON[zorvani]"},
      {"grace is very unhappy with us", "PERSON[grace]"},
      {"zorvani 82f fell in the bathroom", "PERSON[zorvani]"},
      {"the drug was checked by zorvani.", "PERSON[zorvani]"},
      {"no one told zorvani about the change", "PERSON[zorvani]"},
      {"THEY WERE LABELLED AS ZORVANI IN ERROR", "PERSON[ZORVANI]"},
      {"police found out when zorvani was admitted", "PERSON[zorvani]"},
  });
  ExpectKept({"the rose was found", "her grace was noted", "wound is clean", "a zorvex was found",
              "rose to 39.1 overnight", "seen by the team"});
}

TEST(Openings, AreToldByAnAgeOrByWhatIdentifiesThem) {
  ExpectMasked({
      {"Zorvani, 22, who likes cats, fell.", "PERSON[Zorvani]"},
      {"Zorvani, who let them in, rang.", "PERSON[Zorvani]"},
      {"Two; Zorvani L, 943 476 5919", "PERSON[Zorvani L] NHS_NUMBER[943 476 5919]"},
      {"Sheet: Marsh R, 943 476 5919", "PERSON[Marsh R] NHS_NUMBER[943 476 5919]"},
  });
  ExpectKept({"Beds, 22, were full.", "Vitamin K, 100 mg"});
}

TEST(Openings, SayWhoWasWhat) {
  ExpectMasked({{"The second midwife was Zorlesya from the town", "PERSON[Zorlesya]"}});
}

}  // namespace
}  // namespace candour::anonymise
