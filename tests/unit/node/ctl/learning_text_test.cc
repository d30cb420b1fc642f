#include "node/ctl/learning_text.h"

#include <gtest/gtest.h>

namespace candour::ctl {
namespace {

std::string Joined(const learning::v1::Learning& learning) {
  std::string out;
  for (const auto& [name, value] : FieldLines(learning)) out += name + "=" + value + ";";
  return out;
}

TEST(LearningText, WritesEnumerationsInWords) {
  EXPECT_EQ(KindWord(learning::v1::LEARNING_KIND_NEAR_MISS), "near miss");
  EXPECT_EQ(StateWord(node::v1::REPORT_STATE_WITHDRAWN), "withdrawn");
  EXPECT_EQ(HarmWord(learning::v1::DEGREE_OF_HARM_SEVERE), "severe");
  EXPECT_EQ(KindWord(static_cast<learning::v1::LearningKind>(99)), "");
}

TEST(LearningText, SetsFieldsByTheirNamesOnTheCommandLine) {
  learning::v1::Learning learning;

  ASSERT_TRUE(SetFields(learning, {"kind=near-miss", "title=a = b", "what=w", "learning=l",
                                   "setting=ward", "period=2025-04", "specialty=s", "harm=low",
                                   "process=p", "action=first", "action=second",
                                   "review-by=2026-01"}));

  EXPECT_EQ(learning.kind(), learning::v1::LEARNING_KIND_NEAR_MISS);
  EXPECT_EQ(learning.title(), "a = b");
  EXPECT_EQ(learning.degree_of_harm(), learning::v1::DEGREE_OF_HARM_LOW);
  ASSERT_EQ(learning.actions_size(), 2);
  EXPECT_NE(learning.actions(0).id(), learning.actions(1).id());
  EXPECT_EQ(Joined(learning),
            "kind=near miss;title=a = b;what happened=w;learning=l;action=first;action=second;"
            "setting=ward;specialty=s;degree of harm=low;process=p;period=2025-04;");
}

TEST(LearningText, TakesAnySpellingOfAKind) {
  for (const char* kind : {"near-miss", "near miss", "NEAR_MISS", "Near-Miss"}) {
    learning::v1::Learning learning;
    EXPECT_TRUE(SetField(learning, "kind", kind)) << kind;
    EXPECT_EQ(learning.kind(), learning::v1::LEARNING_KIND_NEAR_MISS);
  }
}

TEST(LearningText, RefusesWhatIsNoFieldOrNoValue) {
  learning::v1::Learning learning;
  const auto reason = [&](const std::string& pair) {
    const auto set = SetFields(learning, {pair});
    return set ? "OK" : set.error().reason;
  };

  EXPECT_EQ(reason("kind=accident"), "KIND_UNKNOWN");
  EXPECT_EQ(reason("kind="), "KIND_UNKNOWN");
  EXPECT_EQ(reason("harm=some"), "HARM_UNKNOWN");
  EXPECT_EQ(reason("author=me"), "FIELD_UNKNOWN");
  EXPECT_EQ(reason("title"), "PAIR_MALFORMED");
  EXPECT_EQ(Joined(learning), "");
}

TEST(LearningText, ShowsCodesFactorsLinksAndTheSignOff) {
  learning::v1::Learning learning;
  auto& factor = *learning.add_factors();
  factor.set_seips(learning::v1::SEIPS_CLASS_TASKS);
  factor.set_text("too many at once");
  auto& code = *learning.add_codes();
  code.set_system("lfpse");
  code.set_version("5");
  code.set_code("3");
  code.set_display("three");
  learning.add_links()->set_url("https://example.org");
  learning.mutable_sign_off()->set_reviewer_role("guardian");
  learning.mutable_sign_off()->set_month("2025-10");
  learning.mutable_sign_off()->set_rules_version("r1");

  EXPECT_EQ(Joined(learning),
            "contributory factor=tasks: too many at once;code=lfpse 5: 3 (three);"
            "link=https://example.org;reviewed=by a guardian in 2025-10, rules r1;");
}

}  // namespace
}  // namespace candour::ctl
