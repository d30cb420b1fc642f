#include "node/learning/last_writes.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace candour {
namespace {

TEST(LastWrites, KeepsTheLastOfEachPlaceInOrder) {
  LastWrites<int, std::string> writes;
  EXPECT_TRUE(writes.empty());
  for (const auto& [place, text] : {std::pair(3, "c"), {1, "a"}, {3, "d"}, {2, "b"}}) {
    writes.Put(place, text);
  }

  const std::vector<std::pair<int, std::string>> expected = {{1, "a"}, {2, "b"}, {3, "d"}};
  EXPECT_EQ(writes.rows(), expected);
  ASSERT_NE(writes.Find(3), nullptr);
  EXPECT_EQ(*writes.Find(3), "d");
  EXPECT_EQ(writes.Find(4), nullptr);
  EXPECT_EQ(writes.Find(0), nullptr);
}

TEST(LastWrites, AgreesWithAMapWhateverTheOrder) {
  std::mt19937 random(7);
  LastWrites<int, int> writes;
  std::map<int, int> expected;
  for (int i = 0; i < 2000; ++i) {
    const int place = static_cast<int>(random() % 300);
    writes.Put(place, i);
    expected[place] = i;
    if (i % 97 == 0) EXPECT_EQ(*writes.Find(place), i);  // Reading between does no harm.
  }
  EXPECT_EQ(writes.rows(), (std::vector<std::pair<int, int>>(expected.begin(), expected.end())));
}

}  // namespace
}  // namespace candour
