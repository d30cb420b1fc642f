#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Seed, NameIsFoundInAnyCaseAndOrder) {
  std::vector<Seed> seeds = {{"patient", "Zorblatt Quill"}};
  EXPECT_EQ(Masked("ZORBLATT fell; quill zorblatt cried", seeds),
            "PERSON[ZORBLATT] PERSON[quill zorblatt]");
  EXPECT_EQ(Masked("seen: Q. Zorblatt", seeds), "PERSON[Q. Zorblatt]");
}

TEST(Seed, EverydayWordNeedsAnotherSign) {
  std::vector<Seed> seeds = {{"patient", "Rose Field"}};
  EXPECT_EQ(Masked("rose petals in a field", seeds), "");
  EXPECT_EQ(Masked("then rose field said", seeds), "PERSON[rose field]");
  EXPECT_EQ(Masked("told Rose about it", seeds), "PERSON[Rose]");
}

TEST(Seed, ValuesAreFoundWhateverTheirSpacing) {
  EXPECT_EQ(Masked("id AB 12-34 used", {{"hospital_number", "AB1234"}}), "LOCAL_ID[AB 12-34]");
  EXPECT_EQ(Masked("call 55 55 12", {{"phone", "555512"}}), "PHONE[55 55 12]");
  EXPECT_EQ(Masked("a 123 b", {{"other", "123"}}), "");  // Too short to mean anything.
}

TEST(Seed, UnknownKindsAreOther) {
  EXPECT_EQ(Masked("tag XK44Q here", {{"mystery", "XK44Q"}}), "LOCAL_ID[XK44Q]");
}

TEST(StaffDirectory, NamesStaffAloneOrInPairs) {
  Settings settings;
  settings.staff_directory = {"Quill Farthing"};
  auto anonymiser = Anonymiser::Create(std::move(settings));
  ASSERT_TRUE(anonymiser.has_value());
  EXPECT_EQ(Masked("spoke to Quill Farthing", {}, **anonymiser), "PERSON[Quill Farthing]");
  EXPECT_EQ(Masked("a quill on the desk", {}, **anonymiser), "");
}

}  // namespace
}  // namespace candour::anonymise
