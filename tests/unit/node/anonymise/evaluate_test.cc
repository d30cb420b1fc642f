#include "node/anonymise/evaluate.h"

#include <cctype>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "node/anonymise/jsonl.h"
#include "tests/places.h"
#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

Evaluation EvaluateNotes(const std::string& name) {
  std::ifstream file(places::SourceDir() + "/tests/unit/node/anonymise/notes/" + name);
  std::stringstream gold;
  gold << file.rdbuf();
  auto evaluation = Evaluate(PlainAnonymiser(), gold.str());
  EXPECT_TRUE(evaluation.has_value()) << evaluation.error();
  return evaluation ? *evaluation : Evaluation{};
}

struct Floors {
  const char* file;
  uint64_t documents;
  double all;
  double names;
  double structured;
  double over_redaction;
  double traps;
  double leaking;
};

void ExpectFloors(const Floors& floors) {
  Evaluation evaluation = EvaluateNotes(floors.file);

  EXPECT_GE(evaluation.documents, floors.documents);
  EXPECT_GE(evaluation.all.Recall(), floors.all) << ReportText(evaluation);
  EXPECT_GE(evaluation.by_type["PERSON"].Recall(), floors.names);
  EXPECT_GE(evaluation.structured.Recall(), floors.structured);
  EXPECT_LE(evaluation.OverRedaction(), floors.over_redaction);
  EXPECT_LE(evaluation.TrapRate(), floors.traps);
  EXPECT_LE(evaluation.LeakRate(), floors.leaking);
  std::printf(
      "[summary] anonymiser on %s: %llu notes, masked recall %.1f %%, over-redaction %.2f %%\n",
      floors.file, static_cast<unsigned long long>(evaluation.documents),
      100 * evaluation.all.Recall(), 100 * evaluation.OverRedaction());
}

TEST(Evaluate, NotesReadDuringDevelopmentKeepTheirFloors) {
  ExpectFloors({"seen.jsonl", 40, 0.98, 0.98, 0.98, 0.02, 0.03, 0.03});
  ExpectFloors({"varied.jsonl", 70, 0.97, 0.97, 0.97, 0.02, 0.03, 0.08});
  ExpectFloors({"later.jsonl", 45, 0.96, 0.97, 0.97, 0.02, 0.03, 0.08});
}

// Written before the rules of the day were tuned, and read once after it.
TEST(Evaluate, NotesReadOnceKeepTheirFloors) {
  ExpectFloors({"held.jsonl", 45, 0.94, 0.95, 0.94, 0.02, 0.04, 0.2});
}

TEST(Evaluate, NotesKeptUnreadKeepTheirFloors) {
  ExpectFloors({"unread.jsonl", 40, 0.94, 0.94, 0.95, 0.02, 0.04, 0.15});
}

// Written after the rules, read once, and never used to change them.
TEST(Evaluate, NotesWrittenLastKeepTheirFloors) {
  ExpectFloors({"last.jsonl", 22, 0.93, 0.95, 0.94, 0.02, 0.04, 0.1});
}

// 72 notes denser than life: two thirds read while rules were mended, one third once after it, then
// mended as well.
TEST(Evaluate, DenseNotesKeepTheirFloors) {
  ExpectFloors({"mended.jsonl", 48, 0.95, 0.97, 0.98, 0.02, 0.03, 0.2});
  ExpectFloors({"sealed.jsonl", 24, 0.95, 0.97, 0.97, 0.02, 0.04, 0.2});
}

// Written after all that, as dense as reports are, read once and never used to change a rule.
TEST(Evaluate, ClosingNotesKeepTheirFloors) {
  ExpectFloors({"closing.jsonl", 12, 0.97, 0.98, 0.95, 0.01, 0.03, 0.1});
}

// Of many hands, written before the rules were mended again: half of them read on the way, half
// once after it and then mended, and two sets written and read after that.
TEST(Evaluate, FreshNotesKeepTheirFloors) {
  ExpectFloors({"fresh.jsonl", 36, 0.96, 0.98, 0.96, 0.02, 0.03, 0.12});
  ExpectFloors({"fresh-held.jsonl", 36, 0.94, 0.96, 0.94, 0.02, 0.03, 0.18});
  ExpectFloors({"fresh-later.jsonl", 30, 0.94, 0.95, 0.96, 0.02, 0.03, 0.2});
  ExpectFloors({"fresh-short.jsonl", 45, 0.95, 0.96, 0.96, 0.02, 0.08, 0.08});
}

// As reports are, read once after everything else, and never used to change a rule.
TEST(Evaluate, EverydayNotesKeepTheirFloors) {
  ExpectFloors({"everyday.jsonl", 14, 0.97, 0.96, 0.98, 0.02, 0.03, 0.08});
}

// Of three hands that had not seen the rules: half of what they wrote was read while rules were
// mended, the other half once after it and then mended as well.
TEST(Evaluate, NotesOfOtherHandsKeepTheirFloors) {
  ExpectFloors({"hands.jsonl", 80, 0.97, 0.97, 0.95, 0.02, 0.03, 0.12});
  ExpectFloors({"hands-held.jsonl", 80, 0.98, 0.97, 0.98, 0.02, 0.04, 0.06});
}

// Of a fourth hand, as dense as reports are; read once, and then two kinds of misses were mended.
TEST(Evaluate, NotesOfAFourthHandKeepTheirFloors) {
  ExpectFloors({"fourth-hand.jsonl", 40, 0.95, 0.95, 0.97, 0.02, 0.04, 0.08});
}

// Of two hands that had never seen the program, read once: ordinary reports as they are typed into
// a web form, of which five kinds of misses were mended then, and dense rough notes.
TEST(Evaluate, NotesOfAFifthAndASixthHandKeepTheirFloors) {
  ExpectFloors({"fifth-hand.jsonl", 50, 0.975, 0.98, 0.98, 0.01, 0.02, 0.03});
  ExpectFloors({"sixth-hand.jsonl", 40, 0.86, 0.79, 0.93, 0.015, 0.04, 0.4});
}

// Of three more hands that had never seen the program, read once: reports as they are typed, the
// eighth's rich in structured identifiers. Two kinds of its misses were mended then, none of the
// ninth's.
TEST(Evaluate, NotesOfASeventhToANinthHandKeepTheirFloors) {
  ExpectFloors({"seventh-hand.jsonl", 60, 0.97, 0.975, 0.985, 0.01, 0.03, 0.03});
  ExpectFloors({"eighth-hand.jsonl", 60, 0.98, 0.985, 0.985, 0.01, 0.015, 0.09});
  ExpectFloors({"ninth-hand.jsonl", 60, 0.96, 0.98, 0.975, 0.01, 0.03, 0.09});
}

// Of four hands who sought notations that nobody would expect. Their misses were mended.
TEST(Evaluate, NotesOfATenthToAThirteenthHandKeepTheirFloors) {
  ExpectFloors({"tenth-hand.jsonl", 70, 0.985, 0.98, 0.99, 0.02, 0.03, 0.04});
  ExpectFloors({"eleventh-hand.jsonl", 70, 0.985, 0.98, 0.985, 0.01, 0.02, 0.04});
  ExpectFloors({"twelfth-hand.jsonl", 70, 0.985, 0.98, 0.985, 0.015, 0.03, 0.04});
  ExpectFloors({"thirteenth-hand.jsonl", 70, 0.985, 0.98, 0.985, 0.015, 0.03, 0.04});
}

// Ordinary reports of six hands, each read once. Their misses were mended then.
TEST(Evaluate, NotesOfAFourteenthToANineteenthHandKeepTheirFloors) {
  ExpectFloors({"fourteenth-hand.jsonl", 60, 0.985, 0.98, 0.99, 0.01, 0.02, 0.04});
  ExpectFloors({"fifteenth-hand.jsonl", 60, 0.985, 0.985, 0.985, 0.01, 0.04, 0.04});
  ExpectFloors({"sixteenth-hand.jsonl", 60, 0.985, 0.985, 0.99, 0.015, 0.02, 0.04});
  ExpectFloors({"seventeenth-hand.jsonl", 60, 0.98, 0.985, 0.985, 0.01, 0.02, 0.04});
  ExpectFloors({"eighteenth-hand.jsonl", 60, 0.98, 0.975, 0.985, 0.015, 0.03, 0.05});
  ExpectFloors({"nineteenth-hand.jsonl", 60, 0.98, 0.975, 0.985, 0.01, 0.02, 0.06});
}

// And of two more, of whose misses none was mended.
TEST(Evaluate, NotesOfATwentiethAndATwentyFirstHandKeepTheirFloors) {
  ExpectFloors({"twentieth-hand.jsonl", 60, 0.98, 0.975, 0.985, 0.015, 0.05, 0.04});
  ExpectFloors({"twenty-first-hand.jsonl", 60, 0.97, 0.975, 0.975, 0.015, 0.03, 0.07});
}

// And of four more, rich in makers, rooms and short dates.
TEST(Evaluate, NotesOfATwentySecondToATwentyFifthHandKeepTheirFloors) {
  ExpectFloors({"twenty-second-hand.jsonl", 60, 0.985, 0.97, 0.99, 0.02, 0.02, 0.05});
  ExpectFloors({"twenty-third-hand.jsonl", 60, 0.99, 0.985, 0.995, 0.01, 0.02, 0.02});
  ExpectFloors({"twenty-fourth-hand.jsonl", 60, 0.98, 0.965, 0.99, 0.01, 0.045, 0.08});
  ExpectFloors({"twenty-fifth-hand.jsonl", 60, 0.965, 0.965, 0.985, 0.015, 0.04, 0.09});
}

// And of three more, whose names stand where little tells them.
TEST(Evaluate, NotesOfATwentySixthToATwentyEighthHandKeepTheirFloors) {
  ExpectFloors({"twenty-sixth-hand.jsonl", 60, 0.965, 0.975, 0.97, 0.012, 0.035, 0.07});
  ExpectFloors({"twenty-seventh-hand.jsonl", 60, 0.985, 0.985, 0.985, 0.01, 0.035, 0.03});
  ExpectFloors({"twenty-eighth-hand.jsonl", 60, 0.98, 0.965, 0.99, 0.01, 0.02, 0.085});
}

// And of three more; of their misses a day and a plate were mended.
TEST(Evaluate, NotesOfATwentyNinthToAThirtyFirstHandKeepTheirFloors) {
  ExpectFloors({"twenty-ninth-hand.jsonl", 60, 0.97, 0.95, 0.98, 0.015, 0.04, 0.03});
  ExpectFloors({"thirtieth-hand.jsonl", 60, 0.98, 0.97, 0.99, 0.01, 0.02, 0.05});
  ExpectFloors({"thirty-first-hand.jsonl", 60, 0.965, 0.965, 0.97, 0.015, 0.035, 0.09});
}

// And of fifteen more, ordinary reports of many trades, each read once. Most of their misses were
// mended then.
TEST(Evaluate, NotesOfAThirtySecondToAFortySixthHandKeepTheirFloors) {
  ExpectFloors({"thirty-second-hand.jsonl", 60, 0.99, 0.99, 0.99, 0.015, 0.025, 0.02});
  ExpectFloors({"thirty-third-hand.jsonl", 60, 0.99, 0.98, 0.99, 0.015, 0.04, 0.02});
  ExpectFloors({"thirty-fourth-hand.jsonl", 60, 0.985, 0.97, 0.99, 0.015, 0.025, 0.04});
  ExpectFloors({"thirty-fifth-hand.jsonl", 60, 0.985, 0.98, 0.99, 0.015, 0.045, 0.045});
  ExpectFloors({"thirty-sixth-hand.jsonl", 60, 0.99, 0.99, 0.99, 0.02, 0.035, 0.02});
  ExpectFloors({"thirty-seventh-hand.jsonl", 60, 0.985, 0.98, 0.99, 0.02, 0.045, 0.045});
  ExpectFloors({"thirty-eighth-hand.jsonl", 60, 0.99, 0.99, 0.99, 0.015, 0.03, 0.02});
  ExpectFloors({"thirty-ninth-hand.jsonl", 60, 0.985, 0.98, 0.98, 0.015, 0.02, 0.04});
  ExpectFloors({"fortieth-hand.jsonl", 60, 0.98, 0.97, 0.99, 0.01, 0.02, 0.06});
  ExpectFloors({"forty-first-hand.jsonl", 60, 0.98, 0.98, 0.99, 0.015, 0.035, 0.045});
  ExpectFloors({"forty-second-hand.jsonl", 60, 0.985, 0.975, 0.99, 0.015, 0.04, 0.02});
  ExpectFloors({"forty-third-hand.jsonl", 60, 0.98, 0.98, 0.985, 0.01, 0.03, 0.045});
  ExpectFloors({"forty-fourth-hand.jsonl", 60, 0.985, 0.98, 0.985, 0.02, 0.055, 0.065});
  ExpectFloors({"forty-fifth-hand.jsonl", 60, 0.99, 0.99, 0.99, 0.02, 0.055, 0.02});
  ExpectFloors({"forty-sixth-hand.jsonl", 60, 0.98, 0.975, 0.98, 0.015, 0.015, 0.04});
}

// And of thirteen more, read in three lots, each when the lot before had been mended.
TEST(Evaluate, NotesOfAFortySeventhToAFiftyNinthHandKeepTheirFloors) {
  ExpectFloors({"forty-seventh-hand.jsonl", 60, 0.99, 0.99, 0.99, 0.02, 0.045, 0.02});
  ExpectFloors({"forty-eighth-hand.jsonl", 60, 0.98, 0.98, 0.99, 0.015, 0.02, 0.02});
  ExpectFloors({"forty-ninth-hand.jsonl", 60, 0.985, 0.98, 0.99, 0.015, 0.035, 0.05});
  ExpectFloors({"fiftieth-hand.jsonl", 60, 0.975, 0.975, 0.985, 0.015, 0.04, 0.02});
  ExpectFloors({"fifty-first-hand.jsonl", 60, 0.97, 0.965, 0.99, 0.015, 0.04, 0.065});
  ExpectFloors({"fifty-second-hand.jsonl", 60, 0.98, 0.99, 0.98, 0.015, 0.055, 0.02});
  ExpectFloors({"fifty-third-hand.jsonl", 60, 0.975, 0.99, 0.985, 0.015, 0.04, 0.02});
  ExpectFloors({"fifty-fourth-hand.jsonl", 60, 0.985, 0.99, 0.985, 0.015, 0.035, 0.02});
  ExpectFloors({"fifty-fifth-hand.jsonl", 60, 0.975, 0.975, 0.99, 0.015, 0.04, 0.045});
  ExpectFloors({"fifty-sixth-hand.jsonl", 60, 0.975, 0.975, 0.985, 0.025, 0.055, 0.075});
  ExpectFloors({"fifty-seventh-hand.jsonl", 60, 0.965, 0.945, 0.99, 0.015, 0.03, 0.1});
  ExpectFloors({"fifty-eighth-hand.jsonl", 60, 0.975, 0.95, 0.99, 0.015, 0.045, 0.045});
  ExpectFloors({"fifty-ninth-hand.jsonl", 60, 0.97, 0.97, 0.985, 0.015, 0.065, 0.07});
}

// And of two more; a few kinds of their misses were mended then.
TEST(Evaluate, NotesOfASixtiethAndASixtyFirstHandKeepTheirFloors) {
  ExpectFloors({"sixtieth-hand.jsonl", 60, 0.97, 0.955, 0.985, 0.015, 0.04, 0.07});
  ExpectFloors({"sixty-first-hand.jsonl", 60, 0.99, 0.99, 0.99, 0.015, 0.03, 0.02});
}

// And of four read after that, of whose misses two ages were mended.
TEST(Evaluate, NotesOfASixtySecondToASixtyFifthHandKeepTheirFloors) {
  ExpectFloors({"sixty-second-hand.jsonl", 60, 0.965, 0.96, 0.99, 0.01, 0.015, 0.06});
  ExpectFloors({"sixty-third-hand.jsonl", 60, 0.97, 0.965, 0.99, 0.02, 0.05, 0.09});
  ExpectFloors({"sixty-fourth-hand.jsonl", 60, 0.975, 0.96, 0.99, 0.02, 0.035, 0.085});
  ExpectFloors({"sixty-fifth-hand.jsonl", 60, 0.965, 0.96, 0.975, 0.015, 0.025, 0.045});
}

// And of forty hands who were asked for fifteen styles alike, a third of them pages read by
// a machine, tables, exports, dictation and capitals, and for names that are everyday words.
TEST(Evaluate, NotesOfFortyLaterHandsKeepTheirFloors) {
  ExpectFloors({"later-hands.jsonl", 2400, 0.975, 0.97, 0.995, 0.015, 0.03, 0.06});
}

// Tables, exports, logs, threads and dictation, by the hand that wrote the rules: read while they
// were mended, and no measure of unread text.
TEST(Evaluate, NotesOfTheHandOfTheRulesKeepTheirFloors) {
  ExpectFloors({"author.jsonl", 42, 0.945, 0.945, 0.97, 0.02, 0.04, 0.2});
}

// A line of the notes with the letters of its text put through `put`; what is escaped stays.
std::string InLetters(std::string line, int (*put)(int)) {
  constexpr std::string_view kText = "\"text\": \"";
  size_t at = line.find(kText);
  if (at == line.npos) return line;
  for (at += kText.size(); at < line.size() && line[at] != '"'; ++at) {
    if (line[at] == '\\') {
      at += line[at + 1] == 'u' ? 5 : 1;
    } else if ((line[at] & 0x80) == 0) {
      line[at] = static_cast<char>(put(line[at]));
    }
  }
  return line;
}

// All notes with their text in other letters: what capitals say is lost.
void ExpectFloorsInLetters(int (*put)(int), double all, double over_redaction) {
  uint64_t annotated = 0;
  uint64_t masked = 0;
  uint64_t other = 0;
  uint64_t over = 0;
  for (const char* name :
       {"closing", "everyday", "fresh", "fresh-held", "fresh-later", "fresh-short", "hands",
        "hands-held", "held", "last", "later", "mended", "sealed", "seen", "unread", "varied"}) {
    std::ifstream file(places::SourceDir() + "/tests/unit/node/anonymise/notes/" + name + ".jsonl");
    std::string gold;
    for (std::string line; std::getline(file, line);) gold += InLetters(line, put) + "\n";
    auto evaluation = Evaluate(PlainAnonymiser(), gold);
    ASSERT_TRUE(evaluation.has_value()) << evaluation.error();
    annotated += evaluation->all.annotated;
    masked += evaluation->all.masked;
    other += evaluation->other_characters;
    over += evaluation->over_redacted;
  }
  ASSERT_GT(annotated, 5300u);
  EXPECT_GE(static_cast<double>(masked) / static_cast<double>(annotated), all);
  EXPECT_LE(static_cast<double>(over) / static_cast<double>(other), over_redaction);
  std::printf("[summary] anonymiser on all notes in other letters: masked recall %.1f %%\n",
              100.0 * static_cast<double>(masked) / static_cast<double>(annotated));
}

TEST(Evaluate, NotesInSmallLettersOrCapitalsKeepTheirFloors) {
  ExpectFloorsInLetters(std::tolower, 0.92, 0.02);
  ExpectFloorsInLetters(std::toupper, 0.915, 0.02);
}

TEST(Evaluate, CountsAHalfMaskedNameAsALeak) {
  // The annotation takes in a word that nothing marks as a name.
  auto evaluation = Evaluate(
      PlainAnonymiser(),
      R"({"id":"1","text":"Mrs Hegarty fell","spans":[{"start":4,"end":16,"type":"PERSON"}]})");

  ASSERT_TRUE(evaluation.has_value());
  EXPECT_EQ(evaluation->all.masked, 0u);
  EXPECT_EQ(evaluation->leaking_documents, 1u);
  EXPECT_DOUBLE_EQ(evaluation->LeakRate(), 1.0);
}

TEST(Evaluate, CountsOverRedactionInLettersAndDigits) {
  auto evaluation =
      Evaluate(PlainAnonymiser(), R"({"id":"1","text":"Mrs Hegarty fell","spans":[]})");

  ASSERT_TRUE(evaluation.has_value());
  EXPECT_EQ(evaluation->other_characters, 14u);
  EXPECT_EQ(evaluation->over_redacted, 7u);
}

TEST(Evaluate, NamesTheLineThatCannotBeRead) {
  auto broken = Evaluate(PlainAnonymiser(), "{\"id\":\"1\",\"text\":\"a\"}\n{\"id\":");
  ASSERT_FALSE(broken.has_value());
  EXPECT_TRUE(broken.error().starts_with("line 2: "));

  auto outside = Evaluate(PlainAnonymiser(),
                          R"({"id":"1","text":"a","spans":[{"start":0,"end":2,"type":"PERSON"}]})");
  EXPECT_FALSE(outside.has_value());
}

TEST(WilsonInterval, AgreesWithWorkedValues) {
  Interval interval = WilsonInterval(8, 10);
  EXPECT_NEAR(interval.low, 0.4902, 1e-4);
  EXPECT_NEAR(interval.high, 0.9433, 1e-4);
  EXPECT_EQ(WilsonInterval(0, 0).high, 1.0);
}

TEST(Jsonl, WritesMaskedSpansInBytes) {
  EXPECT_EQ(AnonymiseJsonlLine(PlainAnonymiser(),
                               R"({"id":"a\"1","text":"\u00e9 Mrs Hegarty","x":[1,{"y":null}]})"),
            R"({"id":"a\"1","spans":[{"start":7,"end":14,"type":"PERSON","conf":0.96,)"
            R"("rule":"person.title"}],"quarantine":false})");
}

TEST(Jsonl, ReadsSeedsAndNumbersAsIds) {
  EXPECT_EQ(AnonymiseJsonlLine(
                PlainAnonymiser(),
                R"({"id":7,"text":"zorblatt","seeds":[{"kind":"patient","value":"Zorblatt"}]})"),
            R"({"id":"7","spans":[{"start":0,"end":8,"type":"PERSON","conf":0.99,)"
            R"("rule":"seed.name"}],"quarantine":false})");
}

TEST(Jsonl, WritesFlagsOnlyWhenAsked) {
  std::string_view line = R"({"id":"1","text":"the form said 9434765918"})";

  EXPECT_EQ(AnonymiseJsonlLine(PlainAnonymiser(), line),
            R"({"id":"1","spans":[],"quarantine":true})");
  EXPECT_NE(
      AnonymiseJsonlLine(PlainAnonymiser(), line, FlaggedSpans::kInclude).find(R"("flag":true)"),
      std::string::npos);
}

TEST(Jsonl, AnswersABrokenLineWithoutItsText) {
  for (std::string_view line :
       {"", "{", "[]", R"({"id":"1","text":"Hegarty)", R"({"id":"1","text":"\ud800Hegarty"})",
        R"({"id":"1","text":"Hegarty"} x)", "{\"id\":\"1\",\"text\":\"Hegarty\n\"}",
        R"({"a":[[[[[[[[[[1]]]]]]]]]],"text":"Hegarty"})"}) {
    std::string answer = AnonymiseJsonlLine(PlainAnonymiser(), line);
    EXPECT_NE(answer.find("\"error\""), std::string::npos) << line;
    EXPECT_EQ(answer.find("Hegarty"), std::string::npos) << line;
  }
}

}  // namespace
}  // namespace candour::anonymise
