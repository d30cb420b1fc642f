// Identifiers of every kind, planted in every field and sent in through every door: nothing that is
// published may still show a valid NHS number, an e-mail address or a telephone number.
#include <gtest/gtest.h>

#include <iostream>
#include <utility>

#include "node/anonymise/detectors.h"
#include "node/ctl/wait_for.h"
#include "tests/e2e/federation_run.h"

namespace candour::e2e {
namespace {

using learning::v1::Learning;

// Valid by their check digits, in the spellings that people use.
const std::vector<std::string> kPlanted = {
    "999 819 3036",         "9998193036",          "999-865-6907",
    "NHS no: 999 865 6907", "a.nurse@example.org", "A_Nurse@ward.example.co.uk",
    "07700 900123",         "+44 7700 900 123",    "(0161) 496 0441",
    "01632 960187",         "tel 020 7946 0331"};

constexpr char kOrganisation[] = "Oakmere Park Hospital";

std::string Sentence(size_t which) {
  return "Please contact " + kPlanted[which % kPlanted.size()] + " at " + kOrganisation +
         " about the pump.";
}

Learning Whole(size_t which) {
  Learning learning;
  const std::string text = Sentence(which);
  learning.set_kind(learning::v1::LEARNING_KIND_GOOD_PRACTICE);
  learning.set_title(text);
  learning.set_what_happened(text);
  learning.set_learning(text);
  learning.set_setting(text);
  learning.set_specialty(text);
  learning.set_process(text);
  learning.set_patient_involvement(text);
  learning.set_period("2025");
  auto& factor = *learning.add_factors();
  factor.set_text(text);
  auto& action = *learning.add_actions();
  action.set_id("a1");
  action.set_text(text);
  action.set_owner_type(text);
  action.set_measure(text);
  auto& link = *learning.add_links();
  link.set_title(text);
  link.set_url("https://example.org/?q=" + kPlanted[which % kPlanted.size()]);
  for (auto* code : {learning.add_codes(), factor.add_codes()}) {
    code->set_system("Codes of " + kPlanted[which % kPlanted.size()]);
    code->set_version(kPlanted[which % kPlanted.size()]);
    code->set_code(kPlanted[which % kPlanted.size()]);
    code->set_display(text);
  }
  // What this version does not know, and what only a reviewer may say.
  learning.mutable_sign_off()->set_reviewer_role(text);
  learning.GetReflection()->MutableUnknownFields(&learning)->AddLengthDelimited(900, text);
  return learning;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The digits of a run that begins at `at`, with at most two brackets, blanks or hyphens between any
// two of them.
std::string DigitRun(const std::string& bytes, size_t at) {
  std::string digits;
  size_t gap = 0;
  for (; at < bytes.size() && gap <= 2; ++at) {
    if (IsDigit(bytes[at])) {
      digits += bytes[at];
      gap = 0;
    } else if (std::string_view(" ()-").find(bytes[at]) != std::string_view::npos) {
      ++gap;
    } else {
      break;
    }
  }
  return digits;
}

// An examination of its own, beside the engine's: the engine must not be its own judge.
std::vector<std::string> Left(const std::string& bytes) {
  std::vector<std::string> left;
  if (bytes.find("Oakmere") != bytes.npos) left.push_back("the name of an organisation");
  for (size_t at = 1; at + 1 < bytes.size(); ++at) {
    if (bytes[at] == '@' && (IsLetter(bytes[at - 1]) || IsDigit(bytes[at - 1])) &&
        IsLetter(bytes[at + 1])) {
      left.push_back("an e-mail address");
    }
  }
  for (size_t at = 0; at < bytes.size(); ++at) {
    if (!IsDigit(bytes[at]) || (at > 0 && IsDigit(bytes[at - 1]))) continue;
    const std::string digits = DigitRun(bytes, at);
    if (digits.size() == 10 && anonymise::PassesModulus11(digits)) left.push_back("an NHS number");
    const bool local = digits[0] == '0' && (digits.size() == 10 || digits.size() == 11);
    if (local || (digits.starts_with("44") && digits.size() == 12)) {
      left.push_back("a telephone number");
    }
  }
  return left;
}

std::string Created(const Learning& learning) {
  auto author = FederationRun::Get().As("za1", "ana");
  node::v1::CreateDraftRequest create;
  *create.mutable_draft()->mutable_learning() = learning;
  create.mutable_draft()->set_source_reference("of a.nurse@example.org");
  node::v1::CreateDraftResponse created;
  const auto status = author->Call("LearningService/CreateDraft", create, created);
  EXPECT_TRUE(status) << status.error().message;
  return created.draft().id();
}

std::vector<std::string> Imported(const std::string& mapping, const std::string& file,
                                  const std::string& format) {
  auto author = FederationRun::Get().As("za1", "ana");
  node::v1::ImportHeader header;
  header.set_file_name("Oakmere Park Hospital a.nurse@example.org 9998193036." + format);
  header.set_format(format);
  header.set_mapping(mapping);
  bool sent = false;
  auto answer = author->Import(header, [&]() -> Result<std::string> {
    return std::exchange(sent, true) ? std::string() : file;
  });
  EXPECT_TRUE(answer) << answer.error().message;
  if (!answer) return {};
  EXPECT_EQ(answer->refused(), 0u) << answer->DebugString();
  return {answer->draft_ids().begin(), answer->draft_ids().end()};
}

constexpr char kFields[] = R"(
[fields]
kind = "GOOD_PRACTICE"
title = "{title}"
what_happened = "{text of 07700 900123}"
setting = "{setting}"
period = { column = "period" }
)";

// The reviewer masks what is flagged; what is quarantined goes to the guardian and stays.
size_t PublishAll(const std::vector<std::string>& drafts, std::vector<std::string>& names) {
  size_t published = 0;
  for (const auto& draft : drafts) {
    const std::string record = Approve(draft);
    if (record.empty()) continue;
    const std::string name = Publish(record);
    if (name.empty()) continue;
    names.push_back(name);
    ++published;
  }
  return published;
}

TEST(Planted, ThroughTheDraftFormNothingIsLeft) {
  std::vector<std::string> drafts, names;
  for (size_t i = 0; i < kPlanted.size(); ++i) drafts.push_back(Created(Whole(i)));

  EXPECT_EQ(PublishAll(drafts, names), kPlanted.size());

  auto reader = FederationRun::Get().As("zn1", "op");
  for (const auto& name : names) {
    node::v1::GetLearningRequest request;
    request.set_name(name);
    node::v1::GetLearningResponse item;
    EXPECT_TRUE(ctl::WaitFor(30, [&] {
      return bool(reader->Call("LearningService/GetLearning", request, item)) &&
             item.has_learning();
    })) << name;
    const std::string shown = item.learning().DebugString();  // Unknown fields too.
    EXPECT_EQ(Left(shown), std::vector<std::string>()) << shown;
  }
  std::cout << "[summary] planted identifiers: " << names.size()
            << " reports with one in each of 22 fields published by the form, none left\n";
}

TEST(Planted, ThroughTablesOfEveryFormatNothingIsLeft) {
  std::string csv =
      "title,\"text of 07700 900123\",setting,period,\"Oakmere Park Hospital "
      "a.nurse@example.org\"\n";
  std::string jsonl;
  for (size_t i = 0; i < kPlanted.size(); ++i) {
    const std::string text = Sentence(i);
    csv += "\"Table " + text + "\",\"" + text + "\",\"" + text + "\",2025,\"" + text + "\"\n";
    jsonl += "{\"title\":\"Lines " + text + "\",\"text of 07700 900123\":\"" + text +
             "\",\"setting\":\"" + text + "\",\"period\":\"2025\",\"9998193036\":\"" + text +
             "\"}\n";
  }
  auto drafts = Imported(std::string("format = \"csv\"\n") + kFields, csv, "csv");
  for (auto& id : Imported(std::string("format = \"jsonl\"\n") + kFields, jsonl, "jsonl")) {
    drafts.push_back(std::move(id));
  }
  std::vector<std::string> names;

  EXPECT_EQ(PublishAll(drafts, names), 2 * kPlanted.size());

  auto reader = FederationRun::Get().As("za1", "op");
  for (const auto& name : names) {
    node::v1::GetLearningRequest request;
    request.set_name(name);
    node::v1::GetLearningResponse item;
    const auto status = reader->Call("LearningService/GetLearning", request, item);
    ASSERT_TRUE(status) << status.error().message;
    EXPECT_EQ(Left(item.learning().DebugString()), std::vector<std::string>())
        << item.learning().DebugString();
  }
  std::cout << "[summary] planted identifiers: " << names.size()
            << " rows of CSV and JSON Lines published, none left\n";
}

// Whoever edits, sums up or fills in can type an identifier too.
TEST(Planted, ThroughEditsSummariesAndCompletionsNothingIsLeft) {
  auto reviewer = FederationRun::Get().As("za1", "ravi");
  std::vector<std::string> names;
  size_t refused = 0;
  for (size_t i = 0; i < kPlanted.size(); ++i) {
    Learning learning = Whole(i);
    learning.clear_setting();
    const std::string draft = Created(learning);
    node::v1::DecideRedactionRequest decide;
    decide.set_id(draft);
    for (const char* field : {"title", "learning", "actions[0].text", "codes[0].display"}) {
      auto& edit = *decide.add_edits();
      edit.set_field(field);
      edit.set_text("Edited: " + Sentence(i + 1));
    }
    node::v1::DecideRedactionResponse decided;
    ASSERT_TRUE(reviewer->Call("ReviewService/DecideRedaction", decide, decided));
    node::v1::ApproveRequest approve;
    approve.set_id(draft);
    approve.set_questions_answered(true);
    approve.mutable_complete()->set_setting("Ward");
    approve.set_summary(Sentence(i));
    node::v1::ApproveResponse approved;
    refused += reviewer->Call("ReviewService/Approve", approve, approved) ? 0 : 1;
    approve.clear_summary();
    approve.mutable_complete()->set_setting("Ward of " + kPlanted[i]);
    refused += reviewer->Call("ReviewService/Approve", approve, approved) ? 0 : 1;
    decide.clear_edits();
    auto& edit = *decide.add_edits();
    edit.set_field("setting");
    edit.set_text("Ward of " + kPlanted[i]);
    ASSERT_TRUE(reviewer->Call("ReviewService/DecideRedaction", decide, decided));
    if (const std::string record = Approve(draft); !record.empty()) {
      names.push_back(Publish(record));
    }
  }
  EXPECT_EQ(refused, 2 * kPlanted.size());
  EXPECT_EQ(names.size(), kPlanted.size());
  for (const auto& name : names) {
    node::v1::GetLearningRequest request;
    request.set_name(name);
    node::v1::GetLearningResponse item;
    ASSERT_TRUE(reviewer->Call("LearningService/GetLearning", request, item)) << name;
    EXPECT_EQ(Left(item.learning().DebugString()), std::vector<std::string>())
        << item.learning().DebugString();
  }
  std::cout << "[summary] planted identifiers: " << names.size()
            << " edited reports published, none left; " << refused
            << " summaries and completions refused\n";
}

// The examination itself has to find what it looks for.
TEST(Planted, TheExaminationFindsEveryKind) {
  for (const auto& planted : kPlanted) EXPECT_FALSE(Left("x " + planted + " y").empty()) << planted;
  EXPECT_FALSE(Left(std::string("seen at ") + kOrganisation).empty());
  EXPECT_TRUE(Left("2025-04-17, 12 34, lot 4471").empty());
}

TEST(Planted, StructuredFieldsTakeNoText) {
  auto author = FederationRun::Get().As("za1", "ana");
  for (int which = 0; which < 4; ++which) {
    Learning learning = Whole(0);
    if (which == 0) learning.set_period("9998193036");
    if (which == 1) learning.set_review_by("a.nurse@example.org");
    if (which == 2) learning.mutable_actions(0)->set_due("07700 900123");
    if (which == 3) learning.mutable_actions(0)->set_id("07700900123");
    node::v1::CreateDraftRequest create;
    *create.mutable_draft()->mutable_learning() = learning;
    node::v1::CreateDraftResponse created;
    EXPECT_FALSE(author->Call("LearningService/CreateDraft", create, created)) << which;
  }
}

}  // namespace
}  // namespace candour::e2e
