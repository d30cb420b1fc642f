#include "node/learning/names.h"

#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

using Names = NodeTest;

TEST(Slugs, AreLowerCaseWordsJoinedByHyphens) {
  EXPECT_EQ(Slug("ZA1 Vale Trust"), "za1-vale-trust");
  EXPECT_EQ(Slug("  St. Mary's (East)  "), "st-mary-s-east");
  EXPECT_EQ(Slug("a/b"), "a-b");
  EXPECT_EQ(Slug("Ysbyty Gwynedd é"), "ysbyty-gwynedd-é");
  EXPECT_EQ(Slug(""), "");
}

TEST_F(Names, FindANetworkByNameSlugOrId) {
  InNetwork();
  const auto network = Networks(node, node.store()).at(0);

  for (const std::string& name : {std::string("Golden Vale"), std::string("golden-vale"),
                                  std::string("GOLDEN VALE"), network.id.hex()}) {
    EXPECT_EQ(FindNetwork(node, node.store(), name)->id, network.id) << name;
  }
  EXPECT_EQ(ReasonOf(FindNetwork(node, node.store(), "golden")), "NETWORK_UNKNOWN");
}

TEST_F(Names, OfTwoNetworksAlikeAreAmbiguous) {
  InNetwork();
  CreateNetwork(node, "golden vale");

  EXPECT_EQ(ReasonOf(FindNetwork(node, node.store(), "golden-vale")), "NAME_AMBIGUOUS");
  for (const auto& network : Networks(node, node.store())) {
    EXPECT_EQ(FindNetwork(node, node.store(), network.id.hex())->id, network.id);
  }
}

TEST_F(Names, FindAMemberByNameOrId) {
  InNetwork();
  const auto network = Networks(node, node.store()).at(0);

  const auto found = FindMemberByName(network, "za1-vale-trust");

  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, network.self);
  EXPECT_EQ(FindMemberByName(network, network.self.hex())->id, network.self);
  EXPECT_EQ(ReasonOf(FindMemberByName(network, "somebody")), "MEMBER_UNKNOWN");
}

TEST_F(Names, FindAnItemByAnyPrefixOfEightCharacters) {
  InNetwork();
  const std::string name = PublishNew(node, "t", "golden-vale");
  const size_t item = name.rfind('/') + 1;

  for (size_t length : {26u, 13u, 8u}) {
    const auto found = FindItem(node, node.store(), name.substr(0, item + length));
    ASSERT_TRUE(found) << length;
    EXPECT_EQ(ItemName(*found), name);
  }
  EXPECT_EQ(ReasonOf(FindItem(node, node.store(), name.substr(0, item + 7))), "NOT_FOUND");
}

TEST_F(Names, OfTwoItemsWithOnePrefixAreAmbiguous) {
  InNetwork();
  const auto network = Networks(node, node.store()).at(0);
  for (char last : {'a', 'b'}) {
    auto done = node.Run([&](const storage::Reader&, Now now) -> Result<LocalTurn> {
      LocalTurn turn;
      turn.event =
          ItemPublished{network.id, *ItemId::From("abcdefghijklmno" + std::string(1, last)),
                        std::string(32, 's'), "body", now.wall};
      return turn;
    });
    ASSERT_TRUE(done) << done.error().message;
  }
  const std::string item = ShowItem(*ItemId::From("abcdefghijklmnoa"));
  const std::string start = "golden-vale/za1-vale-trust/";

  EXPECT_EQ(ReasonOf(FindItem(node, node.store(), start + item.substr(0, 10))), "NAME_AMBIGUOUS");
  EXPECT_EQ(FindItem(node, node.store(), start + item)->chain.item,
            *ItemId::From("abcdefghijklmnoa"));
}

TEST_F(Names, ThatNameNothingAreNotFoundWhicheverPartIsWrong) {
  InNetwork();
  const std::string name = PublishNew(node, "t", "golden-vale");
  const std::string item = name.substr(name.rfind('/') + 1);

  for (const std::string& wrong :
       {"nowhere/za1-vale-trust/" + item, "golden-vale/nobody/" + item,
        std::string("golden-vale/za1-vale-trust/UUUUUUUU"), "golden-vale/" + item,
        std::string("//"), std::string("a/b/c/d")}) {
    const auto found = FindItem(node, node.store(), wrong);
    ASSERT_FALSE(found) << wrong;
    EXPECT_EQ(found.error().message, NoItem(wrong).message);
  }
}

TEST_F(Names, LeadFromAFeedsItemBackToItsPlace) {
  InNetwork();
  const auto place = *FindItem(node, node.store(), PublishNew(node, "t", "golden-vale"));

  const auto found = PlaceOf(node, node.store(), place.feed, place.chain.item);

  ASSERT_TRUE(found);
  EXPECT_EQ(ItemName(*found), ItemName(place));
  EXPECT_FALSE(PlaceOf(node, node.store(), place.feed, ItemId()));
  EXPECT_FALSE(PlaceOf(node, node.store(), FeedId(), place.chain.item));
}

}  // namespace
}  // namespace candour::service_test
