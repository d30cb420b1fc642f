#include "node/learning/questions.h"

#include "candour/learning/v1/body.pb.h"
#include "federation/feed/leaf.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

const FeedId kFeed = *FeedId::From(std::string(16, 'f'));
const QuestionKey kKey{*NetworkId::From(std::string(16, 'n')),
                       *crypto::Hash::From(std::string(32, 'p'))};

PutBody BodyWith(const learning::v1::Body& body, uint64_t index) {
  return {kFeed, index, *EncodeBlob(std::string(32, 's'), body.SerializeAsString())};
}

class QuestionsTest : public NodeTest {};

TEST_F(QuestionsTest, FindTheNotesAmongTheBodiesOfATurn) {
  learning::v1::Body note, learning, quoting;
  note.mutable_query()->set_note("candour/query/v1\n");
  learning.mutable_learning()->set_title("a title");
  quoting.mutable_learning()->set_title("we read candour/query/v1 somewhere");
  const WriteSet writes = {BodyWith(learning, 1), BodyWith(note, 2), BodyWith(quoting, 3),
                           PutBody{kFeed, 4, "no blob"}, DropWanted{kFeed, 2}};
  TurnTexts texts;
  storage::LocalWrites rows;
  AddFoundRows(writes, texts, rows);
  ASSERT_EQ(rows.size(), 1u);
  node.Put(rows);

  const auto found = LoadFound(node.store(), std::nullopt, 10);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].feed, kFeed);
  EXPECT_EQ(found[0].index, 2u);
  EXPECT_TRUE(LoadFound(node.store(), found[0], 10).empty());
  EXPECT_EQ(LoadFound(node.store(), FoundNote{kFeed, 1}, 10).size(), 1u);
  EXPECT_FALSE(NoteAt(node.store(), found[0]));  // No such leaf here.
  node.Put({DropFound(found[0])});
  EXPECT_TRUE(LoadFound(node.store(), std::nullopt, 10).empty());
}

TEST_F(QuestionsTest, AreKeptByNetworkAndPlan) {
  node::v1::StoredQuestion question;
  question.set_plan_note("a plan");
  EXPECT_FALSE(LoadQuestion(node.store(), kKey));
  node.Put({PutQuestion(kKey, question), PutOpen(kKey)});
  EXPECT_EQ(LoadQuestion(node.store(), kKey)->plan_note(), "a plan");
  ASSERT_EQ(LoadQuestions(node.store()).size(), 1u);
  EXPECT_EQ(LoadQuestions(node.store())[0].first, kKey);
  EXPECT_EQ(LoadOpen(node.store()), std::vector<QuestionKey>{kKey});
  node.Put({DropOpen(kKey)});
  EXPECT_TRUE(LoadOpen(node.store()).empty());
}

TEST_F(QuestionsTest, KeepWhatWasCharged) {
  const query::Charge first{
      .plan = kKey.plan, .network = kKey.network, .quarter = 8101, .thousandths = 500};
  query::Charge second = first;
  second.quarter = 8102;
  node.Put({PutCharge(second), PutCharge(first)});
  EXPECT_EQ(LoadCharges(node.store()), (std::vector<query::Charge>{first, second}));
}

TEST_F(QuestionsTest, KeepMailInOrderOfItsPlace) {
  node.Put({PutMail(kKey.plan, {"rb", "second"}), PutMail(kKey.plan, {"ra", "first"}),
            PutMail(crypto::Hash(), {"ra", "of another plan"})});
  const auto all = LoadMail(node.store(), kKey.plan, "", 10);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].note, "first");
  const auto rest = LoadMail(node.store(), kKey.plan, "ra", 10);
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].place, "rb");
  EXPECT_EQ(LoadMail(node.store(), kKey.plan, "", 1).size(), 1u);
  EXPECT_EQ(MailAt(node.store(), kKey.plan, "rb"), "second");
  EXPECT_EQ(CountMail(node.store(), kKey.plan), 2u);
  node.Put({DropMail(kKey.plan, "rb")});
  EXPECT_FALSE(MailAt(node.store(), kKey.plan, "rb"));
}

}  // namespace
}  // namespace candour::service_test
