#include "node/ctl/anonymise_filter.h"

#include <gtest/gtest.h>

#include <sstream>

namespace candour::ctl {
namespace {

const anonymise::Anonymiser& Plain() {
  static const auto anonymiser = std::move(anonymise::Anonymiser::Create({}).value());
  return *anonymiser;
}

struct Filtered {
  std::string text;
  std::string error;
  std::vector<anonymise::Span> spans;
};

Filtered Filter(const std::string& text) {
  std::istringstream in(text);
  std::ostringstream out;
  Filtered filtered;
  auto done = FilterText(in, out, Plain(), [&](const anonymise::Span& span) {
    if (!span.flagged) filtered.spans.push_back(span);
  });
  filtered.text = out.str();
  if (!done) filtered.error = done.error().message;
  return filtered;
}

TEST(AnonymiseFilter, MasksTextAndTellsItsSpans) {
  Filtered filtered = Filter("Mrs Hegarty fell\n");

  EXPECT_EQ(filtered.text, "Mrs [PERSON-1] fell\n");
  ASSERT_EQ(filtered.spans.size(), 1u);
  EXPECT_EQ(filtered.spans[0].start, 4u);
  EXPECT_EQ(Filter("").text, "");
}

TEST(AnonymiseFilter, ATextOfManyPartsKeepsEveryOtherByteAndItsOffsets) {
  std::string text;
  while (text.size() < 2 * kTextPartBytes + 1000) text += "nothing to see in this line \xc3\xa9\n";
  size_t name = text.size() + 4;
  text += "Mrs Hegarty fell";

  Filtered filtered = Filter(text);

  EXPECT_EQ(filtered.error, "");
  EXPECT_EQ(filtered.text, text.substr(0, name) + "[PERSON-1] fell");
  ASSERT_EQ(filtered.spans.size(), 1u);
  EXPECT_EQ(filtered.spans[0].start, name);
  EXPECT_EQ(filtered.spans[0].end, name + 7);
}

TEST(AnonymiseFilter, APartNeverEndsInsideACharacter) {
  std::string text(kTextPartBytes - 1, 'a');
  text += "\xf0\x9f\x98\x80 and more";

  EXPECT_EQ(Filter(text).text, text);
}

TEST(AnonymiseFilter, NamesLineAndByteOfWhatIsNoText) {
  EXPECT_TRUE(Filter("one\ntwo \xff\n").error.starts_with("line 2, byte 8: "));

  std::string far;
  while (far.size() < kTextPartBytes + 100) far += "line\n";
  size_t lines = far.size() / 5;
  EXPECT_TRUE(Filter(far + "\xc3")
                  .error.starts_with("line " + std::to_string(lines + 1) + ", byte " +
                                     std::to_string(far.size())));
}

TEST(AnonymiseFilter, AnswersEveryNoteOnceAndCountsTheBroken) {
  std::istringstream in(
      "{\"id\":\"1\",\"text\":\"Mrs Hegarty\"}\n\n{broken\n"
      "{\"id\":\"2\",\"text\":\"\"}");
  std::ostringstream out;

  FilterCounts counts = FilterNotes(in, out, Plain(), {});

  EXPECT_EQ(counts.notes, 3u);
  EXPECT_EQ(counts.failed, 1u);
  EXPECT_TRUE(counts.first_failure.starts_with("line 3: "));
  EXPECT_EQ(out.str(),
            "{\"id\":\"1\",\"spans\":[{\"start\":4,\"end\":11,\"type\":\"PERSON\",\"conf\":0.96,"
            "\"rule\":\"person.title\"}],\"quarantine\":false}\n"
            "{\"id\":\"\",\"error\":\"the line is not a note: expected a string at byte 1\"}\n"
            "{\"id\":\"2\",\"spans\":[],\"quarantine\":false}\n");
}

TEST(AnonymiseFilter, PassesOverALineLongerThanItReads) {
  std::istringstream in(std::string(kNoteLineBytesMax + 1, 'a') +
                        "\n{\"id\":\"2\",\"text\":\"\"}\n");
  std::ostringstream out;

  FilterCounts counts = FilterNotes(in, out, Plain(), {});

  EXPECT_EQ(counts.failed, 1u);
  EXPECT_EQ(counts.notes, 2u);
  EXPECT_NE(out.str().find("is longer than"), std::string::npos);
  EXPECT_NE(out.str().find("{\"id\":\"2\""), std::string::npos);
}

}  // namespace
}  // namespace candour::ctl
