#include "node/learning/turn_texts.h"

#include <google/protobuf/arena.h>
#include <gtest/gtest.h>

#include <vector>

#include "federation/feed/leaf.h"

namespace candour {
namespace {

Bytes BlobOf(const learning::v1::Body& body) {
  return *EncodeBlob(std::string(kSaltBytes, 's'), body.SerializeAsString());
}

learning::v1::Body BodySaying(const std::string& title) {
  learning::v1::Body body;
  body.mutable_learning()->set_title(title);
  return body;
}

TEST(TurnTexts, ReadsEachTextOnce) {
  TurnTexts texts;
  const Bytes first = BlobOf(BodySaying("first"));
  const Bytes second = BlobOf(BodySaying("second"));

  const learning::v1::Body* read = texts.Of(first);
  ASSERT_NE(read, nullptr);
  EXPECT_EQ(read->learning().title(), "first");
  EXPECT_EQ(texts.Of(first), read);
  EXPECT_EQ(texts.Of(second)->learning().title(), "second");
}

TEST(TurnTexts, ReadsTheTextsOfTheNextTurnAnew) {
  TurnTexts texts;
  learning::v1::Body rich = BodySaying("first");
  rich.mutable_learning()->add_factors()->set_text("factor");
  rich.set_work_id("work");
  const std::vector<Bytes> first(600, BlobOf(rich));
  for (const Bytes& blob : first) ASSERT_NE(texts.Of(blob), nullptr);

  texts.NextTurn();
  std::vector<Bytes> second;
  for (int i = 0; i < 600; ++i) second.push_back(BlobOf(BodySaying(std::to_string(i))));
  second.push_back(BlobOf(BodySaying(std::string(10'000, 'x'))));
  for (const Bytes& blob : second) texts.Of(blob);
  for (int i = 0; i < 600; ++i) {
    const learning::v1::Body* read = texts.Of(second[static_cast<size_t>(i)]);
    ASSERT_NE(read, nullptr);
    EXPECT_EQ(read->SerializeAsString(), BodySaying(std::to_string(i)).SerializeAsString());
  }
  EXPECT_EQ(texts.Of(second.back())->learning().title().size(), 10'000u);
}

TEST(TurnTexts, HasNothingForWhatIsNoLearning) {
  TurnTexts texts;
  const Bytes none;
  const Bytes noise(kBlobBlockBytes, 'x');
  const Bytes other = BlobOf(learning::v1::Body());
  Bytes padded = BlobOf(BodySaying("first"));
  padded.back() = '!';

  for (const Bytes* blob : std::vector<const Bytes*>{&none, &noise, &other, &padded}) {
    EXPECT_EQ(texts.Of(*blob), nullptr);
  }
}

TEST(TurnTexts, LeavesATextToItsReadersArena) {
  google::protobuf::Arena arena;
  const learning::v1::Body* read = ReadText(BlobOf(BodySaying("first")), arena);
  ASSERT_NE(read, nullptr);
  EXPECT_EQ(read->GetArena(), &arena);
}

}  // namespace
}  // namespace candour
