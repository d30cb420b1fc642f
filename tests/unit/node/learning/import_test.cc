#include "node/learning/audit.h"
#include "node/learning/learning_handlers.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

constexpr char kMapping[] = R"(
format = "csv"
reference = "{ref}"
[fields]
kind = "{kind}"
title = "{title}"
what_happened = "{what}"
learning = "{lesson}"
setting = "{setting}"
process = "{process}"
period = { column = "date", formats = ["%d/%m/%Y"] }
[[seeds]]
kind = "patient"
columns = ["patient"]
)";
constexpr char kHeader[] = "ref,kind,title,what,lesson,setting,process,date,patient\n";

class Text final : public ChunkSource {
 public:
  explicit Text(std::string text, size_t fail_after = std::string::npos)
      : text_(std::move(text)), fail_after_(fail_after) {}
  Result<std::string> Next() override {
    if (at_ >= fail_after_) return Fail(ErrorCode::kUnavailable, "CUT", "the connection broke");
    std::string next = text_.substr(at_, 11);
    at_ += next.size();
    return next;
  }

 private:
  std::string text_;
  size_t at_ = 0;
  size_t fail_after_;
};

std::string Row(const std::string& reference, const std::string& title) {
  return reference + ",incident," + title +
         ",the alarm was silenced,check it first,ward,transfer,17/04/2025,\n";
}

class Importing : public NodeTest {
 protected:
  Result<node::v1::ImportLearningResponse> Import(const std::string& rows) {
    Text text(kHeader + rows);
    return node.learning.ImportLearning(Author(), header, text);
  }
  void SetUp() override { header.set_mapping(kMapping); }
  node::v1::ImportHeader header;
};

TEST_F(Importing, MakesADraftOfEveryRow) {
  const auto imported = Import(Row("1", "one") + Row("2", "two"));

  ASSERT_TRUE(imported) << imported.error().message;
  EXPECT_EQ(imported->rows(), 2u);
  EXPECT_EQ(imported->created(), 2u);
  EXPECT_EQ(imported->draft_ids_size(), 2);
  EXPECT_EQ(node.learning.ListDrafts(Author(), {})->total(), 2u);
  node::v1::GetReviewRequest request;
  request.set_id(imported->draft_ids(0));
  const auto review = node.review.GetReview(Reviewer(), request);
  EXPECT_EQ(review->masked().title(), "one");
  EXPECT_EQ(review->masked().period(), "2025-04");
}

TEST_F(Importing, TwiceMakesNoDuplicates) {
  ASSERT_TRUE(Import(Row("1", "one") + Row("2", "two")));
  const std::string before = node.Dump();

  const auto again = Import(Row("1", "one") + Row("2", "two"));

  EXPECT_EQ(again->created(), 0u);
  EXPECT_EQ(again->duplicates(), 2u);
  EXPECT_EQ(node.Dump(), before);
}

TEST_F(Importing, AgainMakesNoDuplicatesOfWhatWasApprovedMeanwhile) {
  const auto imported = Import(Row("1", "one"));
  Approve(node, imported->draft_ids(0));

  EXPECT_EQ(Import(Row("1", "one"))->duplicates(), 1u);
  EXPECT_EQ(node.learning.ListDrafts(Author(), {})->total(), 0u);
}

TEST_F(Importing, TellsARevisedRowFromADuplicate) {
  ASSERT_TRUE(Import(Row("1", "one")));

  const auto again = Import(Row("1", "one and more") + Row("1", "one"));

  EXPECT_EQ(again->created(), 1u);
  EXPECT_EQ(again->duplicates(), 1u);
}

TEST_F(Importing, FindsDuplicatesWithinOneFile) {
  EXPECT_EQ(Import(Row("1", "one") + Row("1", "one"))->duplicates(), 1u);
}

TEST_F(Importing, DryRunChangesNoByteAndCountsTheSame) {
  const std::string rows = Row("1", "one") + Row("1", "one") + "2,what is this,t,w,l,s,p,d,\n" +
                           Row("3", "call 07700 900123");
  const std::string before = node.Dump();
  header.set_validate_only(true);

  auto dry = *Import(rows);

  EXPECT_EQ(node.Dump(), before);
  EXPECT_TRUE(dry.validate_only());
  EXPECT_EQ(dry.draft_ids_size(), 0);
  header.set_validate_only(false);
  auto real = *Import(rows);
  EXPECT_NE(node.Dump(), before);
  dry.clear_validate_only();
  real.clear_draft_ids();
  EXPECT_EQ(dry.DebugString(), real.DebugString());
}

TEST_F(Importing, CountsRefusedRowsByReasonWithoutTheirText) {
  const auto imported = Import(Row("1", "one") + "2,nonsense,t,w,l,s,p,17/04/2025,\n" +
                               "3,whatever,t,w,l,s,p,17/04/2025,\n" + "4,short row\n" +
                               "5,incident,t,w,l,s,p,Canary Day,\n");

  ASSERT_TRUE(imported) << imported.error().message;
  EXPECT_EQ(imported->rows(), 5u);
  EXPECT_EQ(imported->created(), 1u);
  EXPECT_EQ(imported->refused(), 4u);
  EXPECT_EQ(imported->refused_rows_size(), 4);
  uint64_t counted = 0;
  for (const auto& reason : imported->refused_by_reason()) counted += reason.count();
  EXPECT_EQ(counted, 4u);
  EXPECT_EQ(imported->refused_by_reason_size(), 3);
  EXPECT_EQ(imported->refused_rows(0).row(), 2u);
  EXPECT_EQ(imported->DebugString().find("nonsense"), std::string::npos);
  EXPECT_EQ(imported->DebugString().find("Canary"), std::string::npos);
}

TEST_F(Importing, MasksPlantedIdentifiersInEveryField) {
  const std::string planted = "seen by Okonkwo 999 819 3036 a.nurse@example.org";

  const auto imported = Import("1,incident," + planted + "," + planted + "," + planted + "," +
                               planted + "," + planted + ",17/04/2025,Margaret Okonkwo\n");

  ASSERT_TRUE(imported) << imported.error().message;
  ASSERT_EQ(imported->created(), 1u);
  EXPECT_EQ(imported->masked(), 15u);
  EXPECT_EQ(imported->quarantined(), 0u);
  const auto draft =
      *LoadDraft(node.store(), *FindDraft(node.store(), imported->draft_ids(0)));
  const std::string masked = draft.masked().DebugString();
  for (const char* secret : {"konkwo", "819", "nurse@"}) {
    EXPECT_EQ(masked.find(secret), std::string::npos) << masked;
  }
  const std::string stored = node.Dump();
  for (const char* secret : {"Okonkwo", "999 819 3036", "a.nurse@example.org"}) {
    EXPECT_EQ(stored.find(crypto::HexEncode(secret)), std::string::npos) << secret;
  }
}

TEST_F(Importing, KeepsWhatCameBeforeTheConnectionBrokeAndGoesOnFromThere) {
  std::string rows;
  for (int i = 0; i < 300; ++i) rows += Row(std::to_string(i), "t" + std::to_string(i));
  Text broken(kHeader + rows, /*fail_after=*/rows.size() / 2);

  const auto failed = node.learning.ImportLearning(Author(), header, broken);

  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().reason, "CUT");
  EXPECT_NE(failed.error().message.find("makes no duplicates"), std::string::npos);
  const uint64_t stored = node.learning.ListDrafts(Author(), {})->total();
  EXPECT_GT(stored, 100u);
  EXPECT_LT(stored, 200u);
  const auto again = Import(rows);
  EXPECT_EQ(again->duplicates(), stored);
  EXPECT_EQ(again->created(), 300 - stored);
}

TEST_F(Importing, RefusesAMappingThatIsNoneOrForAnotherFormat) {
  header.set_mapping("nonsense");
  EXPECT_EQ(ReasonOf(Import("")), "MAPPING_INVALID");
  header.set_mapping(kMapping);
  header.set_format("jsonl");
  EXPECT_EQ(ReasonOf(Import("")), "FORMAT_MISMATCH");
}

TEST_F(Importing, NeverKeepsWithoutAReviewer) {
  header.set_keep(true);

  EXPECT_EQ(ReasonOf(Import(Row("1", "one"))), "KEEP_AFTER_IMPORT");
}

TEST_F(Importing, NeedsARole) {
  Text text(kHeader + Row("1", "one"));

  EXPECT_EQ(ReasonOf(node.learning.ImportLearning(Admin(), header, text)), "ROLE_MISSING");
}

TEST_F(Importing, LeavesAnAuditEntryOfCountsAlone) {
  ASSERT_TRUE(Import(Row("REF-4711", "one")));

  const auto entry = ListAudit(node.store(), 0, 1).front();

  EXPECT_EQ(entry.action(), "import");
  EXPECT_EQ(entry.detail(), "1 drafts");
  EXPECT_EQ(node.Dump().find(crypto::HexEncode("REF-4711")), std::string::npos);
}

}  // namespace
}  // namespace candour::service_test
