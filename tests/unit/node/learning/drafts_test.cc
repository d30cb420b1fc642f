#include "node/learning/drafts.h"

#include "node/learning/draft_seal.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class Drafts : public NodeTest {
 protected:
  static node::v1::DraftInput Input(const std::string& title) {
    node::v1::DraftInput input;
    *input.mutable_learning() = PlainLearning(title);
    return input;
  }
  node::v1::StoredDraft Make(const node::v1::DraftInput& input) {
    auto draft = MakeDraft(node.services(), Author(), input, kStart);
    EXPECT_TRUE(draft) << draft.error().message;
    return *draft;
  }
};

TEST_F(Drafts, AreMadeMaskedWithTheOriginalSealed) {
  const auto draft = Make(Input("call 07700 900123"));

  EXPECT_EQ(draft.masked().title().find("900123"), std::string::npos);
  EXPECT_EQ(draft.SerializeAsString().find("900123"), std::string::npos);
  EXPECT_EQ(OpenOriginal(node.NodeKey(), draft)->learning().title(), "call 07700 900123");
  EXPECT_EQ(draft.author(), "ann");
  EXPECT_EQ(draft.created_at(), kStart);
  EXPECT_EQ(draft.state(), node::v1::REPORT_STATE_DRAFT);
  EXPECT_FALSE(draft.rules_version().empty());
}

TEST_F(Drafts, NeverShareAnId) { EXPECT_NE(Make(Input("a")).id(), Make(Input("a")).id()); }

TEST_F(Drafts, OverTheLimitOfTheConfigurationAreRefused) {
  auto input = Input("long");
  Services strict = node.services();
  strict.draft_bytes_max = input.ByteSizeLong();
  ASSERT_TRUE(CheckInput(strict, input));

  --strict.draft_bytes_max;

  EXPECT_EQ(CheckInput(strict, input).error().reason, "DRAFT_TOO_LONG");
}

TEST_F(Drafts, WithAMalformedPeriodAreRefusedWithoutRepeatingIt) {
  auto input = Input("a");
  input.mutable_learning()->set_period("17/04/2025");

  const auto checked = CheckInput(node.services(), input);

  EXPECT_EQ(checked.error().reason, "FIELD_MALFORMED");
  EXPECT_EQ(checked.error().message.find("17/04"), std::string::npos);
}

TEST_F(Drafts, AreMaskedAgainWithAPersonsEdits) {
  const auto input = Input("a");
  auto draft = Make(input);
  auto& edit = *draft.add_edits();
  edit.set_field("setting");
  edit.set_text("theatre, call 07700 900123");

  ASSERT_TRUE(Rebuild(node.services(), input, draft));

  EXPECT_TRUE(draft.masked().setting().starts_with("theatre, call ["));
  EXPECT_EQ(draft.revision(), 2u);
}

TEST_F(Drafts, RefuseAnEditOfAFieldThatIsNone) {
  const auto input = Input("a");
  auto draft = Make(input);
  draft.add_edits()->set_field("author");

  const auto rebuilt = Rebuild(node.services(), input, draft);

  ASSERT_FALSE(rebuilt);
  EXPECT_EQ(rebuilt.error().reason, "FIELD_UNKNOWN");
}

TEST_F(Drafts, AreSummarisedByCounts) {
  auto draft = Make(Input("call 07700 900123 or a.nurse@example.org"));

  const auto summary = Summarise(draft);

  EXPECT_EQ(summary.id().size(), 26u);
  EXPECT_EQ(summary.masked(), 2u);
  EXPECT_EQ(summary.flagged(), 0u);
  EXPECT_EQ(summary.etag(), Etag(1));
  EXPECT_EQ(summary.kind(), learning::v1::LEARNING_KIND_NEAR_MISS);
}

TEST_F(Drafts, FromOneImportAreToldApartByReferenceContentAndNode) {
  const auto one = crypto::Sha256("one");
  const auto two = crypto::Sha256("two");
  const std::string base = ImportFingerprint("key", "ref", one);

  EXPECT_EQ(base, ImportFingerprint("key", "ref", one));
  EXPECT_NE(base, ImportFingerprint("key", "ref", two));
  EXPECT_NE(base, ImportFingerprint("key", "ref2", one));
  EXPECT_NE(base, ImportFingerprint("other key", "ref", one));
}

}  // namespace
}  // namespace candour::service_test
