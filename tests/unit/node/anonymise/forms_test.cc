// Every form in notes/forms.txt: what stands in braces is masked, nothing else is.
#include <cctype>
#include <cstdio>
#include <fstream>
#include <map>

#include "tests/places.h"
#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

struct Form {
  std::string type;
  std::string text;          // Without its braces.
  std::vector<bool> masked;  // For each byte of `text`.
};

Form FormOf(const std::string& type, std::string_view line) {
  Form form{.type = type, .text = {}, .masked = {}};
  bool inside = false;
  for (char c : line) {
    if (c == '{' || c == '}') {
      inside = c == '{';
      continue;
    }
    form.text.push_back(c);
    form.masked.push_back(inside);
  }
  return form;
}

// Each value read in each of the frames above it, and each line of its own.
std::vector<Form> ReadForms() {
  std::ifstream file(places::SourceDir() + "/tests/unit/node/anonymise/notes/forms.txt");
  std::vector<Form> forms;
  std::vector<std::string> frames;
  std::string type;
  for (std::string line; std::getline(file, line);) {
    if (line.empty()) frames.clear();
    if (line.empty() || (line[0] == '#' && !line.starts_with("#{"))) continue;
    if (line.starts_with("[") && line.ends_with("]") && line.find('{') == line.npos) {
      type = line.substr(1, line.size() - 2);
    } else if (line.starts_with("~ ")) {
      frames.push_back(line.substr(2));
    } else if (line.starts_with("- ")) {
      for (std::string frame : frames) {
        frame.replace(frame.find('%'), 1, "{" + line.substr(2) + "}");
        forms.push_back(FormOf(type, frame));
      }
    } else {
      forms.push_back(FormOf(type, line));
    }
  }
  return forms;
}

// What is wrong with `form`, "" when nothing is: letters and digits count, marks and spaces do not.
std::string Fault(const Form& form) {
  auto outcome = PlainAnonymiser().Run(form.text, {});
  if (!outcome) return outcome.error();
  std::vector<bool> found(form.text.size());
  for (const Span& span : outcome->spans) {
    if (span.flagged) continue;
    for (size_t at = span.start; at < span.end; ++at) found[at] = true;
  }
  for (size_t at = 0; at < form.text.size(); ++at) {
    if (std::isalnum(static_cast<unsigned char>(form.text[at])) == 0) continue;
    if (found[at] != form.masked[at]) return (form.masked[at] ? "left: " : "masked: ") + form.text;
  }
  return "";
}

TEST(Forms, AreMaskedInEveryFrameAndNothingElseIs) {
  std::vector<Form> forms = ReadForms();
  std::map<std::string, size_t> count;

  for (const Form& form : forms) {
    EXPECT_EQ(Fault(form), "") << form.type;
    ++count[form.type];
  }

  ASSERT_GE(forms.size(), 4900u);
  ASSERT_EQ(count.size(), 15u);
  std::printf("[summary] anonymiser forms: %zu of identifiers in %zu types, %zu that stay\n",
              forms.size() - count["KEEP"], count.size() - 1, count["KEEP"]);
}

TEST(Forms, AreFoundWantingWhenTheMarksAreWrong) {
  EXPECT_EQ(Fault(FormOf("", "NHS No: {943 476 5919}")), "");
  EXPECT_EQ(Fault(FormOf("", "NHS No: 943 476 5919")), "masked: NHS No: 943 476 5919");
  EXPECT_EQ(Fault(FormOf("", "lot {23K1456}")), "left: lot 23K1456");
}

}  // namespace
}  // namespace candour::anonymise
