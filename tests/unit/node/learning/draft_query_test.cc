#include "node/learning/draft_query.h"

#include <gtest/gtest.h>

namespace candour {
namespace {

learning::v1::Learning Text() {
  learning::v1::Learning learning;
  learning.set_kind(learning::v1::LEARNING_KIND_NEAR_MISS);
  learning.set_title("Infusion pumps alarmed");
  learning.set_what_happened("The bag was empty and nobody heard the alarm.");
  learning.set_setting("Acute ward");
  return learning;
}

bool Takes(std::string_view query) {
  const auto parsed = DraftQuery::Parse(query);
  EXPECT_TRUE(parsed) << query;
  return parsed && parsed->Takes(Text());
}

TEST(DraftQueries, TakeWordsPhrasesPrefixesAndAlternatives) {
  EXPECT_TRUE(Takes(""));
  EXPECT_TRUE(Takes("pump bag"));
  EXPECT_FALSE(Takes("pump syringe"));
  EXPECT_TRUE(Takes("\"bag was empty\""));
  EXPECT_FALSE(Takes("\"empty was bag\""));
  EXPECT_TRUE(Takes("infus*"));
  EXPECT_TRUE(Takes("syringe OR pump"));
  EXPECT_FALSE(Takes("pump -alarm"));
}

TEST(DraftQueries, TakeKindSettingAndSpecialty) {
  EXPECT_TRUE(Takes("kind:near-miss"));
  EXPECT_TRUE(Takes("pump setting:\"acute ward\""));
  EXPECT_FALSE(Takes("kind:incident"));
  EXPECT_TRUE(Takes("kind:incident kind:near-miss"));
}

TEST(DraftQueries, RefuseNetworksAndMembers) {
  EXPECT_FALSE(DraftQuery::Parse("network:vale"));
  EXPECT_FALSE(DraftQuery::Parse(std::string(2000, 'x')));
}

}  // namespace
}  // namespace candour
