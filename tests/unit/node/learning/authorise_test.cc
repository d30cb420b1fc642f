#include "node/learning/authorise.h"

#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

using enum UserAction;
using enum node::v1::UserRole;

node::v1::StoredDraft DraftBy(const std::string& author) {
  node::v1::StoredDraft draft;
  draft.set_id(std::string(16, 'd'));
  draft.set_author(author);
  return draft;
}

std::string Outcome(const Status& status) { return status ? "OK" : status.error().reason; }

// One letter a role that may: author, reviewer, guardian, coordinator, analyst, admin (x).
std::string Allowed(UserAction action) {
  constexpr std::string_view kLetters = "argcnx";
  std::string out;
  for (int role = USER_ROLE_AUTHOR; role <= USER_ROLE_ADMIN; ++role) {
    Principal who = As("somebody", {static_cast<node::v1::UserRole>(role)});
    if (Authorise(who, action)) out.push_back(kLetters[static_cast<size_t>(role - 1)]);
  }
  return out;
}

TEST(Authorise, GivesEachRoleWhatItNeedsAndNoMore) {
  EXPECT_EQ(Allowed(kReport), "argc");
  EXPECT_EQ(Allowed(kDecideDraft), "rg");
  EXPECT_EQ(Allowed(kReadShared), "argcnx");
  EXPECT_EQ(Allowed(kPublish), "rg");
  EXPECT_EQ(Allowed(kWithdraw), "rgc");
  EXPECT_EQ(Allowed(kReadNetworks), "argcnx");
  EXPECT_EQ(Allowed(kRunNetworks), "cx");
  EXPECT_EQ(Allowed(kReadNode), "argcnx");
  EXPECT_EQ(Allowed(kRunNode), "argcnx");
  EXPECT_EQ(Allowed(kRunUsers), "x");
  EXPECT_EQ(Allowed(kReadAudit), "gx");
}

TEST(Authorise, GivesNothingToAUserWithoutRoles) {
  for (auto action : {kReport, kReadDraft, kEditDraft, kDecideDraft, kReadShared, kPublish,
                      kWithdraw, kReadNetworks, kRunNetworks, kReadNode, kRunNode, kRunUsers,
                      kReadAudit}) {
    EXPECT_EQ(Outcome(Authorise(As("nobody", {}), action)), "ROLE_MISSING");
  }
}

TEST(Authorise, ShowsADraftToItsAuthorReviewersAndGuardiansOnly) {
  const auto draft = DraftBy("ann");

  EXPECT_EQ(Outcome(Authorise(Author(), kReadDraft, &draft)), "OK");
  EXPECT_EQ(Outcome(Authorise(Reviewer(), kReadDraft, &draft)), "OK");
  EXPECT_EQ(Outcome(Authorise(Guardian(), kReadDraft, &draft)), "OK");
  for (const Principal& other :
       {As("bea", {USER_ROLE_AUTHOR}), Coordinator(), Admin(), As("nat", {USER_ROLE_ANALYST})}) {
    EXPECT_EQ(Outcome(Authorise(other, kReadDraft, &draft)), "NOT_FOUND") << other.user;
    EXPECT_EQ(Outcome(Authorise(other, kEditDraft, &draft)), "NOT_FOUND") << other.user;
  }
}

TEST_F(NodeTest, AnUnauthorisedReaderGetsTheVeryErrorOfAnAbsentDraft) {
  const auto draft = DraftBy("ann");
  const auto absent = LoadDraft(node.store(), *DraftId::From(draft.id()));

  const auto refused = Authorise(As("bea", {USER_ROLE_AUTHOR}), kReadDraft, &draft);

  EXPECT_EQ(refused.error().code, absent.error().code);
  EXPECT_EQ(refused.error().reason, absent.error().reason);
  EXPECT_EQ(refused.error().message, absent.error().message);
}

TEST(Authorise, LetsNobodyDecideOnTheirOwnDraft) {
  const auto draft = DraftBy("rob");

  EXPECT_EQ(Outcome(Authorise(Reviewer(), kDecideDraft, &draft)), "REVIEWER_IS_AUTHOR");
  EXPECT_EQ(Outcome(Authorise(Guardian(), kDecideDraft, &draft)), "OK");
  EXPECT_EQ(
      Outcome(Authorise(As("rob", {USER_ROLE_GUARDIAN, USER_ROLE_ADMIN}), kDecideDraft, &draft)),
      "REVIEWER_IS_AUTHOR");
}

TEST(Authorise, NamesTheRoleThatIsMissing) {
  const auto refused = Authorise(Author(), kRunUsers);

  EXPECT_NE(refused.error().message.find("admin"), std::string::npos);
}

}  // namespace
}  // namespace candour::service_test
