#include "node/learning/scrub.h"

#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

// Valid by their check digit, from the range that is kept for tests.
constexpr char kNhsNumber[] = "999 819 3036";

class ScrubTest : public NodeTest {
 protected:
  Scrubbed Run(ScrubInput input) {
    auto scrubbed = Scrub(node.services().anonymiser, input);
    EXPECT_TRUE(scrubbed) << scrubbed.error().message;
    return scrubbed ? *scrubbed : Scrubbed();
  }
};

TEST_F(ScrubTest, MasksAnIdentifierInEveryKindOfField) {
  learning::v1::Learning source;
  const std::string text = std::string("NHS number ") + kNhsNumber;
  source.set_title(text);
  source.set_what_happened(text);
  source.set_learning(text);
  source.add_factors()->set_text(text);
  source.add_actions()->set_text(text);
  source.mutable_actions(0)->set_measure(text);
  source.mutable_actions(0)->set_owner_type(text);
  source.set_specialty(text);
  source.set_setting(text);
  source.set_process(text);
  source.set_patient_involvement(text);
  source.add_links()->set_title(text);
  source.mutable_links(0)->set_url("https://example.org/999 819 3036");
  source.add_codes()->set_display(text);
  source.mutable_codes(0)->set_code(kNhsNumber);

  const auto scrubbed = Run({source, {}, {}, {}, {}});

  EXPECT_EQ(scrubbed.masked.SerializeAsString().find("819"), std::string::npos)
      << scrubbed.masked.DebugString();
  EXPECT_FALSE(scrubbed.quarantined);
  EXPECT_GE(scrubbed.masked_spans, 15u);
}

TEST_F(ScrubTest, MasksASeededNameInEveryFieldTheSameWay) {
  learning::v1::Learning source;
  source.set_title("Okonkwo was given the wrong bag");
  source.set_learning("tell Margaret Okonkwo at once");
  source.add_actions()->set_text("write to okonkwo");

  const auto scrubbed = Run({source, {{"patient", "Margaret Okonkwo"}}, {}, {}, {}});

  EXPECT_EQ(scrubbed.masked.title(), "[PATIENT] was given the wrong bag");
  EXPECT_EQ(scrubbed.masked.learning(), "tell [PATIENT] at once");
  EXPECT_EQ(scrubbed.masked.DebugString().find("konkwo"), std::string::npos);
}

TEST_F(ScrubTest, KeepsCodesAndLinksAsTheyAre) {
  learning::v1::Learning source;
  source.add_codes()->set_system("lfpse.event-type");
  source.mutable_codes(0)->set_code("15/04/1950");
  source.add_links()->set_url("https://www.example.org/a/b?id=12345");

  const auto scrubbed = Run({source, {}, {}, {}, {}});

  EXPECT_EQ(scrubbed.masked.SerializeAsString(), source.SerializeAsString());
}

TEST_F(ScrubTest, NumbersRedactionsByFieldAndPlaceWithOffsetsIntoTheSource) {
  learning::v1::Learning source;
  source.set_title("call 07700 900123");
  source.set_what_happened("mail a.nurse@example.org");

  const auto scrubbed = Run({source, {}, {}, {}, {}});

  ASSERT_EQ(scrubbed.redactions.size(), 2u);
  const auto& first = scrubbed.redactions[0];
  EXPECT_EQ(first.id(), 1u);
  EXPECT_EQ(first.field(), "title");
  EXPECT_EQ(source.title().substr(first.start(), first.end() - first.start()), "07700 900123");
  EXPECT_EQ(scrubbed.redactions[1].id(), 2u);
  EXPECT_EQ(scrubbed.redactions[1].field(), "what_happened");
  EXPECT_FALSE(first.reason().empty());
  EXPECT_EQ(first.reason().find("900123"), std::string::npos);
}

TEST_F(ScrubTest, MasksEveryOccurrenceOfWhatAPersonAskedFor) {
  learning::v1::Learning source;
  source.set_title("the green door and the green door");
  source.set_learning("the green door");
  node::v1::MaskRequest mask;
  mask.set_field("title");
  mask.set_words("green door");
  mask.set_type("WARD");

  const auto scrubbed = Run({source, {}, {mask}, {}, {}});

  EXPECT_EQ(scrubbed.masked.title(), "the [WARD] and the [WARD]");
  EXPECT_EQ(scrubbed.masked.learning(), "the green door");
}

TEST_F(ScrubTest, LeavesWhatAPersonDecidedToKeep) {
  learning::v1::Learning source;
  source.set_title("call 07700 900123");
  auto decisions = Run({source, {}, {}, {}, {}}).redactions;
  ASSERT_EQ(decisions.size(), 1u);

  decisions[0].set_state(node::v1::REDACTION_STATE_KEPT);
  const auto scrubbed = Run({source, {}, {}, decisions, {}});

  EXPECT_EQ(scrubbed.masked.title(), source.title());
  EXPECT_TRUE(scrubbed.quarantined) << "a telephone number is still readable";
  EXPECT_EQ(scrubbed.masked_spans, 0u);
}

TEST_F(ScrubTest, RefusesTextThatIsNotUtf8AndNamesTheField) {
  learning::v1::Learning source;
  source.set_setting("caf\xe9");

  const auto scrubbed = Scrub(node.services().anonymiser, {source, {}, {}, {}, {}});

  EXPECT_EQ(ReasonOf(scrubbed), "NOT_UTF8");
  EXPECT_TRUE(scrubbed.error().message.starts_with("setting"));
}

TEST_F(ScrubTest, RescanRefusesAStrongIdentifierInAnyField) {
  for (const char* text : {"999 819 3036", "a.nurse@example.org", "07700 900123"}) {
    auto learning = PlainLearning("a title");
    EXPECT_TRUE(RescanAll(node.services().anonymiser, learning));
    learning.add_actions()->set_measure(std::string("ask ") + text);

    const auto rescanned = RescanAll(node.services().anonymiser, learning);

    ASSERT_FALSE(rescanned) << text;
    EXPECT_EQ(rescanned.error().reason, "IDENTIFIER_LEFT");
    EXPECT_TRUE(rescanned.error().message.starts_with("actions[0].measure"));
    EXPECT_EQ(rescanned.error().message.find(text), std::string::npos);
  }
}

}  // namespace
}  // namespace candour::service_test
