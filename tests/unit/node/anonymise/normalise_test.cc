#include "node/anonymise/normalise.h"

#include <gtest/gtest.h>

#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

std::string TextOf(std::string_view original) {
  auto normalised = Normalise(original);
  return normalised ? normalised->text : "error: " + normalised.error();
}

TEST(Normalise, TakesOutFormsAccentsAndEntities) {
  EXPECT_EQ(TextOf("Ren\xc3\xa1ta \xef\xac\x81ne"), "Renata fine");
  EXPECT_EQ(TextOf("Ren&aacute;ta &amp; O&rsquo;Grady&nbsp;&#47;&#x2F;"), "Renata & O'Grady //");
  EXPECT_EQ(TextOf("a\xe2\x80\x8b"
                   "b\xc2\xad"
                   "c"),
            "abc");  // Zero width, soft hyphen.
  EXPECT_EQ(TextOf("\xe2\x80\x93\xe2\x80\x99"), "-'");
  EXPECT_EQ(TextOf("<p>a</p><br/>b<i>c</i> 3 < 4"), "\na\n\nb c 3 < 4");
}

TEST(Normalise, EveryByteKnowsWhereItCameFrom) {
  std::string original = "x&eacute;<b>y</b>\xf0\x9f\x98\x80z e\xcc\x81";
  auto normalised = Normalise(original);
  ASSERT_TRUE(normalised.has_value());
  ASSERT_EQ(normalised->begin.size(), normalised->text.size());
  ASSERT_EQ(normalised->end.size(), normalised->text.size());
  for (size_t i = 0; i < normalised->text.size(); ++i) {
    EXPECT_LT(normalised->begin[i], normalised->end[i]);
    EXPECT_LE(normalised->end[i], original.size());
    EXPECT_LE(normalised->begin[i > 0 ? i - 1 : 0], normalised->begin[i]);
  }
  // A combining mark belongs to the letter before it.
  EXPECT_EQ(normalised->end.back(), original.size());
}

TEST(Normalise, NamesTheByteThatIsNoUtf8) {
  EXPECT_NE(TextOf("ab\xff").find("byte 2"), std::string::npos);
  EXPECT_EQ(FirstInvalidByte("ab\xff"), 2u);
  EXPECT_EQ(FirstInvalidByte("a\xc3"), 1u);         // Cut in half.
  EXPECT_EQ(FirstInvalidByte("\xed\xa0\x80"), 0u);  // A surrogate.
  EXPECT_EQ(FirstInvalidByte("\xc3\xa9"), 2u);
  EXPECT_EQ(FirstInvalidByte(""), 0u);
}

TEST(Normalise, TagsThatWereEscapedAreSpaces) {
  EXPECT_EQ(Normalise("&lt;b&gt;Patient&lt;/b&gt; x")->text, " Patient x");
  EXPECT_EQ(Normalise("K &lt; 3 &gt; 2")->text, "K < 3 > 2");
}

TEST(Normalise, ReadsEntitiesThatWereEscapedAgain) {
  EXPECT_EQ(Normalise("LS1&amp;nbsp;4DT")->text, "LS1 4DT");
  EXPECT_EQ(Normalise("14&amp;#47;03")->text, "14/03");
  EXPECT_EQ(Normalise("A&amp;amp;E")->text, "A&E");
  EXPECT_EQ(Normalise("A&amp;E")->text, "A&E");
}

TEST(Normalise, DropsTagsThatOnlySayHowThingsLook) {
  EXPECT_EQ(Normalise("07700 <span class=\"x\">900 123</span>")->text, "07700 900 123 ");
  EXPECT_EQ(Normalise("<td width=10 align='left'>Jo</td>")->text, "\nJo\n");
  EXPECT_NE(Normalise("<a href=\"tel:07700900123\">x</a>")->text.find("07700900123"),
            std::string::npos);
  EXPECT_NE(Normalise("<p class=\"9434765919\">x")->text.find("9434765919"), std::string::npos);
}

TEST(Normalise, LinesEndInAnyOfTheThreeWays) {
  for (std::string_view text :
       {"Patient: Bridget\nHegarty\nsent", "Patient: Bridget\rHegarty\rsent",
        "Patient: Bridget\r\nHegarty\r\nsent"}) {
    auto outcome = PlainAnonymiser().Run(text, {});
    ASSERT_TRUE(outcome.has_value());
    ASSERT_EQ(outcome->spans.size(), 1u) << text;
    EXPECT_EQ(text.substr(outcome->spans[0].end - 7, 7), "Hegarty");
  }
}

}  // namespace
}  // namespace candour::anonymise
