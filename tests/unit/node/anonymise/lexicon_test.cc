#include "node/anonymise/lexicon.h"

#include <gtest/gtest.h>

namespace candour::anonymise {
namespace {

// A gazetteer of three lists; the others are empty.
Gazetteer Lists(std::string_view english, std::string_view vocabulary, std::string_view names) {
  Gazetteer lists{};
  lists.english = english;
  lists.vocabulary = vocabulary;
  lists.names = names;
  return lists;
}

TEST(Lexicon, ReadsFrontCodedLists) {
  // "anna" (common), "annabel" shares 4 letters, "bo" shares none.
  Gazetteer lists{};
  lists.forenames = "Aanna\nebel\nabo\n";
  Lexicon lexicon(lists);

  EXPECT_EQ(lexicon.Find("anna"), kForename | kForenameCommon);
  EXPECT_EQ(lexicon.Find("annabel"), WordClasses{kForename});
  EXPECT_EQ(lexicon.Find("bo"), WordClasses{kForename});
  EXPECT_EQ(lexicon.Find("ann"), WordClasses{0});
  EXPECT_EQ(lexicon.Find(""), WordClasses{0});
  EXPECT_EQ(lexicon.Find(std::string(65, 'a')), WordClasses{0});
}

TEST(Lexicon, ReadsClassesAndAddsThemUp) {
  Lexicon lexicon(Lists("Awill\n", "# a comment\nmodal: will may\nunknownclass: x\n",
                        "forename: will\nfamilyname: may\n"));

  EXPECT_EQ(lexicon.Find("will"), kEnglish | kEnglishCommon | kModal | kForename | kForenameCommon);
  EXPECT_EQ(lexicon.Find("may"), kModal | kSurname | kSurnameCommon);
  EXPECT_EQ(lexicon.Find("x"), WordClasses{0});
}

TEST(Lexicon, KnowsAPhraseByItsFirstWord) {
  Lexicon lexicon(Lists("", "place: hebden_bridge\n", ""));

  EXPECT_EQ(lexicon.Find("hebden"), WordClasses{kPlaceHead});
  EXPECT_EQ(lexicon.Find("hebden bridge"), WordClasses{kPlacePhrase});
}

TEST(Lexicon, AClassOfNamesOnlyTakesTheDictionarysWordAway) {
  Lexicon lexicon(Lists("Ajenny\n", "onlyname: jenny\n", ""));

  EXPECT_EQ(lexicon.Find("jenny"), kForename | kForenameCommon);
}

TEST(Lexicon, GrowsWithoutLosingWords) {
  std::string names = "forename:";
  auto word = [](int i) {
    std::string text;
    for (int n = i; n > 0 || text.empty(); n /= 26) text.push_back(static_cast<char>('a' + n % 26));
    return "w" + text;
  };
  for (int i = 0; i < 300'000; ++i) names += " " + word(i);
  Lexicon lexicon(Lists("", "", names));

  for (int i : {0, 1, 99'999, 262'144, 299'999}) EXPECT_NE(lexicon.Find(word(i)), 0u) << i;
}

}  // namespace
}  // namespace candour::anonymise
