#include "node/anonymise/document.h"

#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

using Words = std::vector<std::string>;

Words WordsOf(std::string_view text) {
  static const Lexicon lexicon(CompiledGazetteer());
  Document document(Normalise(text).value(), lexicon);
  Words words;
  for (const Token& token : document.tokens()) words.emplace_back(document.Text(token));
  return words;
}

LineCase CaseOf(std::string_view text, size_t token) {
  static const Lexicon lexicon(CompiledGazetteer());
  Document document(Normalise(text).value(), lexicon);
  return document.tokens()[token].line_case;
}

TEST(Document, CutsWordsAtMarksButNotAtApostrophes) {
  EXPECT_EQ(WordsOf("O'Neill's wife didn't; Ann-Marie"),
            (Words{"O'Neill", "wife", "didn't", "Ann", "Marie"}));
  EXPECT_EQ(WordsOf("12/03 a1b"), (Words{"12", "03", "a1b"}));
}

TEST(Document, KnowsWhereASentenceBegins) {
  static const Lexicon lexicon(CompiledGazetteer());
  Document document(Normalise("Dr Smith came. He left").value(), lexicon);
  const auto& tokens = document.tokens();
  EXPECT_TRUE(tokens[0].starts_sentence);
  EXPECT_FALSE(tokens[1].starts_sentence);  // A full stop after a title would not end one either.
  EXPECT_TRUE(tokens[3].starts_sentence);
}

TEST(Document, HasNothingBehindItsLastWordButMarks) {
  static const Lexicon lexicon(CompiledGazetteer());
  EXPECT_EQ(Document(Normalise("moved to hdu 2 ").value(), lexicon).Gap(3), "");
  EXPECT_EQ(Document(Normalise("moved to hdu 2. ").value(), lexicon).Gap(3), ". ");
  EXPECT_EQ(Masked("moved to hdu 2 "), "WARD[hdu 2]");
}

TEST(Document, TellsLinesWhereCapitalsSayNothing) {
  EXPECT_EQ(CaseOf("PATIENT FELL IN CORRIDOR", 0), LineCase::kUpper);
  EXPECT_EQ(CaseOf("PATIENT FELL IN CORRIDOR. OAK WARD.", 4), LineCase::kUpper);
  EXPECT_EQ(CaseOf("patient fell in the corridor", 0), LineCase::kLower);
  EXPECT_EQ(CaseOf("Patient fell in ICU", 3), LineCase::kOrdinary);
}

TEST(Document, PartsALabelFromItsNumber) {
  EXPECT_EQ(Masked("DOB1 Feb 1950"), "DOB[1 Feb 1950]");
  EXPECT_EQ(Masked("tel01632960123"), "PHONE[01632960123]");
  EXPECT_EQ(Masked("NHS111 and NHS24"), "");
}

TEST(Document, PartsLabelsFromTheNumbersTheyAreStuckTo) {
  ExpectMasked({
      {"moved to Ward9 last night", "WARD[Ward9]"},
      {"NHS:9434765919Order:12", "NHS_NUMBER[9434765919]"},
  });
  ExpectKept({"bp88/40 at0215 hr92", "s/n none, lot26-118905 kept"});
}

}  // namespace
}  // namespace candour::anonymise
