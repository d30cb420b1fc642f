#include "node/learning/fields.h"

#include <gtest/gtest.h>

#include <set>

namespace candour {
namespace {

learning::v1::Learning Full() {
  learning::v1::Learning learning;
  learning.set_kind(learning::v1::LEARNING_KIND_INCIDENT);
  learning.set_title("t");
  learning.set_what_happened("w");
  learning.set_learning("l");
  learning.set_specialty("s");
  learning.set_setting("e");
  learning.set_process("p");
  learning.set_period("2025");
  learning.set_patient_involvement("i");
  learning.set_review_by("2026-01");
  auto& factor = *learning.add_factors();
  factor.set_text("f");
  auto& code = *factor.add_codes();
  code.set_system("sys");
  code.set_version("5");
  code.set_code("c");
  code.set_display("d");
  auto& action = *learning.add_actions();
  action.set_id("a1");
  action.set_text("a");
  action.set_owner_type("o");
  action.set_due("2025-Q3");
  action.set_measure("m");
  auto& link = *learning.add_links();
  link.set_url("https://example.org");
  link.set_title("k");
  *learning.add_codes() = code;
  return learning;
}

std::string Visited(learning::v1::Learning learning) {
  std::string out;
  VisitText(learning, [&](std::string_view name, FieldKind kind, std::string&) {
    out += std::string(name) + (kind == FieldKind::kText       ? ""
                                : kind == FieldKind::kVerbatim ? "!"
                                                               : "#") +
           " ";
  });
  return out;
}

TEST(Fields, AreVisitedInAFixedOrderWithTheirKinds) {
  EXPECT_EQ(Visited(Full()),
            "title what_happened learning factors[0].text factors[0].codes[0].system! "
            "factors[0].codes[0].version! factors[0].codes[0].code! factors[0].codes[0].display "
            "actions[0].id# actions[0].text actions[0].owner_type actions[0].due# "
            "actions[0].measure specialty setting process period# patient_involvement review_by# "
            "links[0].url! links[0].title codes[0].system! codes[0].version! codes[0].code! "
            "codes[0].display ");
}

TEST(Fields, ThatAreEmptyAreNotVisited) { EXPECT_EQ(Visited({}), ""); }

// Counts string fields by reflection, so that a field added to the message cannot be forgotten.
void AllStrings(const google::protobuf::Message& message, std::set<std::string>& paths,
                const std::string& prefix) {
  const auto* type = message.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const auto* field = type->field(i);
    if (field->name() == "sign_off") continue;  // Written by the node itself.
    if (field->type() == google::protobuf::FieldDescriptor::TYPE_STRING) {
      paths.insert(prefix + field->name());
    } else if (field->message_type() != nullptr && field->is_repeated()) {
      AllStrings(message.GetReflection()->GetRepeatedMessage(message, field, 0), paths,
                 prefix + field->name() + "[0].");
    }
  }
}

TEST(Fields, OfTheMessageAreAllVisited) {
  auto learning = Full();
  std::set<std::string> expected;
  AllStrings(learning, expected, "");

  std::set<std::string> visited;
  VisitText(learning, [&](std::string_view name, FieldKind, std::string&) {
    visited.emplace(name);
  });

  EXPECT_EQ(visited, expected);
}

TEST(Fields, AreFoundByNameEvenWhileEmpty) {
  learning::v1::Learning learning = Full();
  learning.clear_title();

  *FindField(learning, "title") = "new";
  *FindField(learning, "actions[0].text") = "do";

  EXPECT_EQ(learning.title(), "new");
  EXPECT_EQ(learning.actions(0).text(), "do");
  EXPECT_EQ(FindField(learning, "actions[1].text"), nullptr);
  EXPECT_EQ(FindField(learning, "author"), nullptr);
}

TEST(Fields, RequiredForApprovalAreListedWhileMissing) {
  EXPECT_EQ(MissingFields({}), (std::vector<std::string>{"kind", "title",
                                                         "what_happened or learning", "setting",
                                                         "period"}));
  EXPECT_TRUE(MissingFields(Full()).empty());
  auto told = Full();
  told.clear_what_happened();
  EXPECT_TRUE(MissingFields(told).empty());
}

TEST(Fields, TakeYearsMonthsAndQuartersAsPeriods) {
  for (const char* good : {"2025", "2025-01", "2025-12", "2025-Q1", "2025-Q4"}) {
    EXPECT_TRUE(IsPeriod(good)) << good;
  }
  for (const char* bad : {"", "25", "2025-", "2025-13", "2025-00", "2025-Q0", "2025-Q5", "2025-1",
                          "2025-04-17", "2025/04", "abcd", "2025-Qx"}) {
    EXPECT_FALSE(IsPeriod(bad)) << bad;
  }
}

TEST(Fields, NameWhatIsMalformed) {
  auto learning = Full();
  learning.set_period("17/04/2025");
  learning.mutable_actions(0)->set_due("soon");

  const auto problems = MalformedFields(learning);

  ASSERT_EQ(problems.size(), 2u);
  EXPECT_TRUE(problems[0].starts_with("period must be"));
  EXPECT_TRUE(problems[1].starts_with("actions[0].due must be"));
  EXPECT_EQ(problems[0].find("17/04"), std::string::npos);
}

}  // namespace
}  // namespace candour
