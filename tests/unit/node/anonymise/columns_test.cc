#include "node/anonymise/columns.h"

#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Columns, ANameHeadsNone) {
  EXPECT_EQ(Masked("Cons | Prof McIlhatton\nEvent | Vancomycin late"), "PERSON[McIlhatton]");
  EXPECT_EQ(Masked("Cons | Dr Smith\nEvent | Late"), "PERSON[Smith]");
}

// The cells of `text`, parted by ";".
std::string Cells(std::string_view text) {
  static const Lexicon* const kLexicon = new Lexicon(CompiledGazetteer());
  Document document(*Normalise(text), *kLexicon);
  std::string cells;
  for (const Cell& cell : ReadTables(document).cells) {
    size_t begin = document.tokens()[cell.first].begin;
    cells += document.text().substr(begin, document.tokens()[cell.end - 1].end - begin);
    cells += ";";
  }
  return cells;
}

TEST(Columns, StandUnderTheirHeads) {
  EXPECT_EQ(Cells("Name,DOB,Harm\nCross,1/4/61,low\nField,2/5/70,none"),
            "Cross;1/4/61;low;Field;2/5/70;none;");
  EXPECT_EQ(Cells("| Nurse | Bay |\n|---|---|\n| Joy | 3 |"), "Joy;3;");
  EXPECT_EQ(Cells("Nurse\tBay\tWard\nJoy\t3\t6"), "Joy;3;6;");
  EXPECT_EQ(Cells("Name,DOB\n\"Cross, Ann\",1/4/61"), "Cross, Ann;1/4/61;");
}

TEST(Columns, RowsMayBeNumberedWhereTheirHeadIsNot) {
  EXPECT_EQ(Cells("action | owner | due\n1 | ring home | Huw | Friday"), "ring home;Huw;Friday;");
}

TEST(Columns, StandInLinesOfTheirOwn) {
  EXPECT_EQ(Cells("Nurse\nWard\nJoy\n6\n"), "Joy;6;");
  EXPECT_EQ(Cells("Nurse | Joy Banks"), "Joy Banks;");
}

TEST(Columns, AreNotReadFromSentences) {
  EXPECT_EQ(Cells("Patient, nurse and doctor met.\nHope, joy and grace followed."), "");
  EXPECT_EQ(Cells("Fell on the ward, seen by doctor\nWell, then home"), "");
}

TEST(Columns, AreNotHeadedByAName) {
  EXPECT_EQ(Cells("| Nurse | Joy Bankside |\n| Mattress | Foam |"), "Joy Bankside;Foam;");
}

}  // namespace
}  // namespace candour::anonymise
