#include "node/anonymise/shapes.h"

#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

// What of `text` a label of `announced` would take, "" for nothing.
std::string Taken(Announced announced, std::string_view text) {
  static const Lexicon* const kLexicon = new Lexicon(CompiledGazetteer());
  Document document(*Normalise(text), *kLexicon);
  Value value = ValueAt(document, announced, 0, document.tokens().size());
  if (!value) return "";
  return std::string(document.text().substr(0, document.tokens()[value.end - 1].end));
}

TEST(Shapes, HoldHoweverTheyAreSpaced) {
  for (std::string_view text : {"12A3456E", "12 A 3456 E", "12A34 56E", "12/A/3456/E", "I2A3456E"})
    EXPECT_EQ(Taken(Announced::kStaff, text), text);
  for (std::string_view text : {"943 476 5919", "943,476,5919", "94 34 76 59 19", "943\n476 5919"})
    EXPECT_EQ(Taken(Announced::kNhs, text), text);
  for (std::string_view text : {"LS14 6DQ", "LS14.6DQ", "LS14 6 DQ", "LSI4 6DQ"})
    EXPECT_EQ(Taken(Announced::kPostcode, text), text);
  for (std::string_view text : {"07700_900123", "07700,900123", "44 7700 900123", "7700 900123"})
    EXPECT_EQ(Taken(Announced::kPhone, text), text);
}

TEST(Shapes, EndWhereTheValueDoes) {
  EXPECT_EQ(Taken(Announced::kStaff, "712345 2 staff"), "712345");
  EXPECT_EQ(Taken(Announced::kRecord, "K220914 2 days"), "K220914");
  EXPECT_EQ(Taken(Announced::kRecord, "X27 16 63, seen"), "X27 16 63");
  EXPECT_EQ(Taken(Announced::kExtension, "4432/3"), "4432/3");
  EXPECT_EQ(Taken(Announced::kPhone, "028 9649 6668/02"), "028 9649 6668/02");
}

TEST(Shapes, AreRefusedToWhatCountsOrMeasures) {
  EXPECT_EQ(Taken(Announced::kRecord, "120/80"), "");
  EXPECT_EQ(Taken(Announced::kRecord, "500 mg"), "");
  EXPECT_EQ(Taken(Announced::kRecord, "14:30"), "");
  EXPECT_EQ(Taken(Announced::kRecord, "2024 policy"), "");
  EXPECT_EQ(Taken(Announced::kAge, "89"), "");
  EXPECT_EQ(Taken(Announced::kAge, "94%"), "");
  EXPECT_EQ(Taken(Announced::kExtension, "2222"), "");
  EXPECT_EQ(Taken(Announced::kBirth, "45/13/1950"), "");
}

TEST(Shapes, NeedNoLabelWhereNothingElseIsLikeThem) {
  ExpectMasked({
      {"checked 12 A 3456 E today", "STAFF_ID[12 A 3456 E]"},
      {"JK.42.14.54.B was on it", "NINO[JK.42.14.54.B]"},
      {"rang 07700,900123 twice", "PHONE[07700,900123]"},
      {"parcel for LS14.6DQ came", "POSTCODE[LS14.6DQ]"},
  });
  ExpectKept({"12 A 3456 units", "code BG 10 37 59 A", "B12.5ML"});
}

}  // namespace
}  // namespace candour::anonymise
