#include <algorithm>
#include <fstream>

#include "node/anonymise/gazetteer.h"
#include "node/anonymise/json_reader.h"
#include "node/anonymise/name_rules.h"
#include "tests/places.h"
#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Residue, FlagsWhatNothingExplains) {
  EXPECT_TRUE(Flags("the Zorq broke", "Zorq"));
  EXPECT_TRUE(Flags("some vrelkish thing", "vrelkish"));
  EXPECT_TRUE(Flags("a note by nobody, QXV", "QXV"));
  EXPECT_TRUE(Flags("the figure 44710 there", "44710"));
}

TEST(Residue, NeverMasks) {
  ExpectKept({"the Zorq broke", "some vrelkish thing", "the figure 44710 there"});
}

TEST(Residue, LeavesWhatIsKnownAlone) {
  for (std::string_view word : {"paracetamol", "Monday", "NEWS", "ECG", "Alaris", "1430", "2024"}) {
    EXPECT_FALSE(Flags("then " + std::string(word) + " again", word)) << word;
  }
}

TEST(Residue, FlagsPlacesAndOrganisationsWhereCapitalsSayLittle) {
  EXPECT_TRUE(Flags("seen in corridor of the royal, then amu 2", "royal"));
  EXPECT_TRUE(Flags("The clinic at the Health Hub was shut.", "Health Hub"));
  EXPECT_FALSE(Flags("She was moved to the Labour Ward at once.", "Labour Ward"));
}

TEST(Residue, FlagsEverydayWordsBesideAPerson) {
  EXPECT_EQ(Masked("told his carer. sue p, from the team, knew"), "PERSON[sue]");
  EXPECT_TRUE(Flags("Lord (B4 manager) will send it.", "Lord"));
  EXPECT_FALSE(Flags("S/N was on the ward.", "N"));
}

TEST(Residue, KnowsLabelsAndWordsOfTheTrade) {
  EXPECT_FALSE(Flags("Both ampoules were in the drawer.", "ampoules"));
  EXPECT_FALSE(Flags("it was Seen by nobody", "Seen"));
  EXPECT_FALSE(Flags("no MRN was written", "MRN"));
}

// How many of the note's annotated identifiers the sweep alone touches, with no rule before it.
size_t TouchedBySweep(const Lexicon& lexicon, const Note& note) {
  Document document(std::move(Normalise(note.text).value()), lexicon);
  const Findings none;
  Findings found;
  NameSense sense(document, none);
  SweepNumbers(sense, found);
  SweepResidue(sense, found);
  std::vector<size_t> starts;  // Where each code point begins.
  for (size_t at = 0; at < note.text.size(); ++at) {
    if ((static_cast<unsigned char>(note.text[at]) & 0xC0u) != 0x80u) starts.push_back(at);
  }
  starts.push_back(note.text.size());
  size_t touched = 0;
  for (const GoldSpan& span : note.spans) {
    size_t begin = starts[span.start];
    size_t end = starts[span.end];
    bool hit = std::any_of(found.begin(), found.end(), [&](const Finding& each) {
      return document.OriginalBegin(each.begin) < end && begin < document.OriginalEnd(each.end);
    });
    touched += hit ? 1 : 0;
  }
  return touched;
}

TEST(Residue, TheSweepAloneTouchesNineIdentifiersInTen) {
  Lexicon lexicon(CompiledGazetteer());
  for (std::string_view set : {"fresh-held", "fresh-later", "sealed", "closing"}) {
    std::ifstream file(places::SourceDir() + "/tests/unit/node/anonymise/notes/" +
                       std::string(set) + ".jsonl");
    size_t touched = 0;
    size_t all = 0;
    for (std::string line; std::getline(file, line);) {
      auto note = ReadNote(line);
      ASSERT_TRUE(note.has_value()) << set;
      touched += TouchedBySweep(lexicon, *note);
      all += note->spans.size();
    }
    ASSERT_GT(all, 100u) << set;
    EXPECT_GT(10 * touched, 9 * all) << set << ": " << touched << " of " << all;
  }
}

TEST(Residue, MasksStrangePlacesWhereCapitalsSayNothing) {
  EXPECT_EQ(Masked("she drove him home to zorvham and left"), "LOCATION[zorvham]");
  EXPECT_EQ(Masked("it was seen near quellimar at night"), "LOCATION[quellimar]");
  ExpectKept({"he was in remission at the time", "kept in a drawer"});
}

TEST(Residue, StrangersAreMaskedWherePeopleOrPlacesAreLedTo) {
  ExpectMasked({
      {"We were ready but Zorvani just left.", "PERSON[Zorvani]"},
      {"It was on the list, says Quellimar.", "PERSON[Quellimar]"},
  });
  ExpectKept({"He was given Zorvex 20 mg.", "She was on Zorvex 20 mg.",
              "A dose of Zorvex was late.", "an Eritrean man", "she speaks Tigrinya and Amharic"});
}

TEST(Residue, MasksStrangersThatAreNoProducts) {
  ExpectMasked({{"tried twice more, then got Zorvadamilo at the desk", "PERSON[Zorvadamilo]"},
                {"a man I knew only as Zorbin.", "PERSON[Zorbin]"}});
  ExpectKept({"a dose of Zelmontin was late", "gave Zelmontin in error",
              "the Zelmontin pump failed", "allergic to Zelmontin", "Zelmontinib missed",
              "then Zelmumab missed", "gave 14 Zelmontins"});
}

}  // namespace
}  // namespace candour::anonymise
