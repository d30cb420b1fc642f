#include "node/ctl/redaction_view.h"

#include <gtest/gtest.h>

namespace candour::ctl {
namespace {

TEST(RedactionView, ShowsBothSidesAndEveryRedactionWithItsReason) {
  learning::v1::Learning original;
  original.set_title("call 07700 900123");
  learning::v1::Learning masked;
  masked.set_title("call [PHONE]");
  google::protobuf::RepeatedPtrField<node::v1::Redaction> redactions;
  auto& redaction = *redactions.Add();
  redaction.set_id(1);
  redaction.set_state(node::v1::REDACTION_STATE_FLAGGED);
  redaction.set_type("PHONE");
  redaction.set_field("title");
  redaction.set_placeholder("[PHONE]");
  redaction.set_reason("a telephone number");
  redaction.set_rule("phone-uk");

  const std::string shown = ShowBothSides({original, masked, redactions}, 100);

  EXPECT_NE(shown.find("title: call 07700 900123"), std::string::npos);
  EXPECT_NE(shown.find("| title: call [PHONE]"), std::string::npos);
  EXPECT_NE(shown.find("1   FLAGGED  PHONE  title  [PHONE]  a telephone number (phone-uk)"),
            std::string::npos)
      << shown;
}

TEST(RedactionView, SaysThatNothingWasMasked) {
  learning::v1::Learning same;
  same.set_title("t");

  const std::string shown = ShowBothSides({same, same, {}}, 80);

  EXPECT_TRUE(shown.ends_with("nothing was masked\n"));
}

TEST(RedactionView, LetsNoEscapeSequenceThrough) {
  learning::v1::Learning hostile;
  hostile.set_title("\x1b[2J\u202e" "title");

  const std::string shown = ShowBothSides({hostile, hostile, {}}, 80);

  EXPECT_EQ(shown.find('\x1b'), std::string::npos);
  EXPECT_EQ(shown.find("\u202e"), std::string::npos);
}

}  // namespace
}  // namespace candour::ctl
