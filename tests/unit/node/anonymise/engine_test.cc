#include "node/anonymise/engine.h"

#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

std::string MaskedWith(Settings settings, std::string_view text) {
  auto anonymiser = Anonymiser::Create(std::move(settings));
  return anonymiser ? Masked(text, {}, **anonymiser) : "error: " + anonymiser.error();
}

Settings WithFormat(std::string pattern) {
  Settings settings;
  settings.local_id_formats.emplace_back("mine", std::move(pattern));
  return settings;
}

TEST(Engine, MasksTheOrganisationsOwnFormats) {
  EXPECT_EQ(MaskedWith(WithFormat("TH-[A-Z]{3}"), "list TH-QRS moved"), "LOCAL_ID[TH-QRS]");
}

TEST(Engine, RefusesFormatsThatCannotWork) {
  EXPECT_NE(MaskedWith(WithFormat("("), "x").find("'mine' is not a valid"), std::string::npos);
  EXPECT_NE(MaskedWith(WithFormat("a*"), "x").find("matches empty text"), std::string::npos);
}

TEST(Engine, KeepsAWordUnlessATitleSaysOtherwise) {
  Settings settings;
  settings.keep_words = {"Zorbelin"};
  EXPECT_EQ(MaskedWith(settings, "seen by Zorbelin today"), "");
  EXPECT_EQ(MaskedWith(settings, "seen by Mr Zorbelin today"), "PERSON[Zorbelin]");
}

TEST(Engine, RefusesTextsBeyondItsLimit) {
  std::string long_text(Anonymiser::kTextBytesMax + 1, 'a');
  auto outcome = PlainAnonymiser().Run(long_text, {});
  ASSERT_FALSE(outcome.has_value());
  EXPECT_NE(outcome.error().find("split it"), std::string::npos);
}

}  // namespace
}  // namespace candour::anonymise
