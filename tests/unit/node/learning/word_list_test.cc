#include "node/learning/word_list.h"

#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

node::v1::LocalWord Word(const std::string& word, node::v1::WordUse use) {
  node::v1::LocalWord local;
  local.set_word(word);
  local.set_use(use);
  return local;
}

using Words = NodeTest;

TEST_F(Words, AreReadBackInOrderAndForgotten) {
  node.Put({PutWord(Word("optiflow", node::v1::WORD_USE_KEEP)),
            PutWord(Word("birch", node::v1::WORD_USE_MASK))});
  ASSERT_EQ(LoadWords(node.store()).size(), 2u);
  EXPECT_EQ(LoadWords(node.store())[0].word(), "birch");

  node.Put({PutWord(Word("birch", node::v1::WORD_USE_FORGET))});

  ASSERT_EQ(LoadWords(node.store()).size(), 1u);
  EXPECT_EQ(LoadWords(node.store())[0].word(), "optiflow");
}

TEST_F(Words, AreFoldedAndBounded) {
  EXPECT_EQ(*FoldWord("  Birch End "), "birch end");
  for (const std::string& bad :
       {std::string("x"), std::string("  "), std::string("\xff\xfe"), std::string(101, 'a')}) {
    EXPECT_FALSE(FoldWord(bad));
  }
}

TEST_F(Words, AreFoundWholeAndInAnyCase) {
  EXPECT_EQ(FindWord("Birch, birchwood, on BIRCH.", "birch"), (std::vector<size_t>{0, 21}));
  EXPECT_TRUE(FindWord("rebirch", "birch").empty());
  EXPECT_TRUE(FindWord("", "birch").empty());
}

}  // namespace
}  // namespace candour::service_test
