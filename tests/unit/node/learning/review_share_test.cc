// How many people the texts that this repository has would need, as they are reported and before
// anybody decided anything: one reviewer, two, or a guardian.
#include <array>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

#include "node/learning/jsonl.h"
#include "tests/places.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

using Shares = std::array<int, node::v1::ReviewNeeded_ARRAYSIZE>;

class ReviewShare : public NodeTest {
 protected:
  node::v1::ReviewNeeded Needed(const std::map<std::string, std::string, std::less<>>& cells) {
    const auto cell = [&](const char* name) {
      const auto found = cells.find(name);
      return found == cells.end() ? std::string() : found->second;
    };
    node::v1::CheckDraftRequest request;
    auto& learning = *request.mutable_draft()->mutable_learning();
    learning = PlainLearning(cell("title").empty() ? "A report" : cell("title"));
    learning.set_what_happened(cell("what_happened") + cell("text"));
    if (!cell("learning").empty()) learning.set_learning(cell("learning"));
    auto checked = node.learning.CheckDraft(Author(), request);
    EXPECT_TRUE(checked) << checked.error().message;
    return checked ? checked->risk().needed() : node::v1::REVIEW_NEEDED_UNSPECIFIED;
  }

  // In per cent, of a file of one JSON object a line.
  Shares Measure(const std::string& file) {
    std::ifstream in(places::SourceDir() + "/" + file, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    bool given = false;
    intake::JsonlReader reader(
        [&]() -> Result<std::string> { return std::exchange(given, true) ? "" : text; }, {});
    Shares counts{};
    int all = 0;
    while (auto row = reader.Next().value_or(std::nullopt)) {
      ++counts[Needed(row->cells)];
      ++all;
    }
    EXPECT_GT(all, 0) << file;
    for (int& count : counts) count = all ? (count * 100 + all / 2) / all : 0;
    std::cout << "[summary] review of " << file.substr(file.rfind('/') + 1) << ", " << all
              << " texts: one reviewer " << counts[node::v1::REVIEW_NEEDED_ONE_REVIEWER]
              << " %, two " << counts[node::v1::REVIEW_NEEDED_TWO_REVIEWERS] << " %, guardian only "
              << counts[node::v1::REVIEW_NEEDED_GUARDIAN] << " %\n";
    return counts;
  }
};

TEST_F(ReviewShare, LetsOneReviewerPublishMostOfWhatTheDemoReports) {
  const Shares shares = Measure("deploy/samples/learning.jsonl");

  EXPECT_GE(shares[node::v1::REVIEW_NEEDED_ONE_REVIEWER], 60);
  EXPECT_LE(shares[node::v1::REVIEW_NEEDED_GUARDIAN], 10);
}

TEST_F(ReviewShare, IsPrintedForNotesOfSeveralHands) {
  for (const char* name : {"everyday", "fresh-short", "closing", "fresh"}) {
    Measure("tests/unit/node/anonymise/notes/" + std::string(name) + ".jsonl");
  }
}

}  // namespace
}  // namespace candour::service_test
