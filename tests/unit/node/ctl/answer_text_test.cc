#include "node/ctl/answer_text.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace candour::ctl {
namespace {

node::v1::GetAnswerResponse Answer() {
  node::v1::GetAnswerResponse answer;
  auto& question = *answer.mutable_question();
  question.set_name("0123456789abcdef");
  question.set_cube("near-misses");
  question.set_network("Golden Vale");
  question.set_asker("ZN1 \x1b[31mBody");
  question.set_purpose("improvement");
  question.set_first("2025-Q1");
  question.set_last("2025-Q2");
  question.set_epsilon_thousandths(1500);
  question.set_state(node::v1::QUESTION_STATE_ANSWERED);
  question.set_answered(12);
  question.set_silent(1);
  question.set_own_outcome("ANSWERED");
  question.set_own_cost(1500);
  auto& member = *answer.add_members();
  member.set_name("ZB1 Ridge");
  member.set_outcome("NO_REPLY");
  member.set_words("its report did not come in time");
  answer.add_columns("quarter");
  answer.add_columns("event");
  for (const int64_t count : {100, 50, 0}) {
    auto& cell = *answer.add_cells();
    cell.add_labels("2025-Q1");
    cell.add_labels("Incident");
    cell.set_shown(count > 0);
    cell.set_count(count);
    cell.set_low(count - 10);
    cell.set_high(count + 10);
  }
  answer.set_error95(9.26);
  answer.set_suppressed(1);
  answer.set_organisations(12);
  answer.set_seen_by("Who could see what: the hub.");
  return answer;
}

TEST(AnswerText, SaysWhoDidNotAnswerAndHowFarTheCountsMayBeOff) {
  const std::string text = AnswerText(Answer(), 100);
  EXPECT_NE(text.find("question 01234567: near-misses of 2025-Q1..2025-Q2"), std::string::npos);
  EXPECT_NE(text.find("ZB1 Ridge: NO_REPLY (its report did not come in time)"), std::string::npos);
  EXPECT_NE(text.find("summed over 12 organisations; 95 of 100 counts are within 9.3"),
            std::string::npos);
  EXPECT_NE(text.find("1 cell(s) are not shown (*)"), std::string::npos);
  EXPECT_NE(text.find("Who could see what"), std::string::npos);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(AnswerText, MakesCsvOfTheCellsAlone) {
  EXPECT_EQ(AnswerTable(Answer()).AsCsv(),
            "quarter,event,count,95 % interval\r\n"
            "2025-Q1,Incident,100,90 to 110\r\n"
            "2025-Q1,Incident,50,40 to 60\r\n"
            "2025-Q1,Incident,*,\r\n");
}

TEST(AnswerText, DrawsBarsThatKeepTheirProportion) {
  const std::string chart = AnswerChart(Answer(), 80);
  const auto bar = [&](const std::string& count) {
    const size_t at = chart.find(" " + count + " ");
    const size_t end = chart.find('\n', at);
    const std::string line = chart.substr(at, end - at);
    return std::count(line.begin(), line.end(), '#');
  };
  EXPECT_GT(bar("100"), 20);
  EXPECT_NEAR(static_cast<double>(bar("50")), static_cast<double>(bar("100")) / 2, 1.0);
  EXPECT_NE(chart.find("-\n"), std::string::npos);  // The interval's upper end.
}

TEST(AnswerText, ShowsPublishedLearningWithWhatIsHeldBesides) {
  node::v1::CountPublishedResponse counts;
  counts.set_cube("published");
  counts.set_first("2025-09");
  counts.set_last("2025-10");
  for (const char* column : {"network", "month", "kind"}) counts.add_columns(column);
  for (const int count : {0, 20}) {
    auto& cell = *counts.add_cells();
    for (const char* label : {"=Vale\x1b[31m", "2025-10", "Solution"}) cell.add_labels(label);
    cell.set_count(static_cast<uint64_t>(count));
  }
  auto& network = *counts.add_networks();
  network.set_network("Golden Vale");
  network.set_items(30);
  network.set_in_cube(25);
  network.set_counted(20);
  counts.add_signals("Golden Vale, 2025-10, Solution: 20 in this period");

  const std::string text = PublishedText(counts, 100);
  EXPECT_NE(text.find("published learning, published, 2025-09..2025-10"), std::string::npos);
  EXPECT_NE(text.find("Golden Vale: 20 counted here of 25 in this cube and 30 held"),
            std::string::npos);
  EXPECT_NE(text.find("rising: Golden Vale, 2025-10"), std::string::npos);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  const std::string chart = PublishedChart(counts, 80);
  EXPECT_GT(std::count(chart.begin(), chart.end(), '#'), 30);
  EXPECT_NE(PublishedTable(counts).AsCsv().find("'=Vale"), std::string::npos);
}

TEST(AnswerText, ShowsALineOfTheLedger) {
  const auto row = LedgerRow(Answer().question());
  ASSERT_EQ(row.size(), LedgerColumns().size());
  EXPECT_EQ(row[0], "01234567");
  EXPECT_EQ(row[7], "1.500");
  EXPECT_EQ(row[9], "answered");
  EXPECT_EQ(row[10], "12 of 13");
  EXPECT_EQ(row[11], "ANSWERED, cost 1.500");
  node::v1::Question open;
  open.set_waits_for_owner(true);
  EXPECT_EQ(LedgerRow(open)[9], "waits for you");
  EXPECT_EQ(LedgerRow(open)[10], "-");
}

}  // namespace
}  // namespace candour::ctl
