#include "node/learning/draft_list.h"

#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class DraftList : public NodeTest {
 protected:
  Result<DraftPage> Page(const Principal& who, PageRequest request) {
    return ListDraftPage(node.store(), who, request,
                         [](const node::v1::StoredDraft&) { return true; });
  }
};

TEST_F(DraftList, GivesEveryDraftOnceOverItsPages) {
  std::set<std::string> reported;
  for (int i = 0; i < 7; ++i) {
    reported.insert(Report(node, PlainLearning("t" + std::to_string(i))));
  }

  std::vector<std::string> listed;
  std::string token;
  do {
    auto page = Page(Reviewer(), {3, token});
    ASSERT_TRUE(page);
    EXPECT_EQ(page->total, 7u);
    EXPECT_LE(page->drafts.size(), 3u);
    for (const auto& draft : page->drafts) listed.push_back(draft.id());
    token = page->next_page_token;
  } while (!token.empty());

  EXPECT_EQ(listed.size(), 7u);
  EXPECT_EQ(std::set<std::string>(listed.begin(), listed.end()), reported);
}

TEST_F(DraftList, ShowsAuthorsTheirOwnOnly) {
  Report(node, PlainLearning("by ann"));
  const Principal bea = As("bea", {node::v1::USER_ROLE_AUTHOR});

  EXPECT_EQ(Page(Author(), {})->total, 1u);
  EXPECT_EQ(Page(bea, {})->total, 0u);
  EXPECT_EQ(Page(Reviewer(), {})->total, 1u);
}

TEST_F(DraftList, CountsOnlyWhatIsWanted) {
  Report(node, PlainLearning("one"));
  Report(node, PlainLearning("two"));

  const auto page = ListDraftPage(
      node.store(), Reviewer(), {},
      [](const node::v1::StoredDraft& draft) { return draft.masked().title() == "two"; });

  EXPECT_EQ(page->total, 1u);
  EXPECT_EQ(page->drafts.at(0).title(), "two");
}

TEST_F(DraftList, RefusesATokenThatNoPageGave) {
  EXPECT_EQ(ReasonOf(Page(Reviewer(), {3, "page 2"})), "PAGE_TOKEN_INVALID");
}

}  // namespace
}  // namespace candour::service_test
