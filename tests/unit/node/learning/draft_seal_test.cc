#include "node/learning/draft_seal.h"

#include <gtest/gtest.h>

namespace candour {
namespace {

const std::string kNodeKey(32, 'k');

node::v1::DraftInput Original() {
  node::v1::DraftInput original;
  original.mutable_learning()->set_title("what was reported");
  original.set_source_reference("ref 1");
  return original;
}

node::v1::StoredDraft Sealed(char id = 'i') {
  node::v1::StoredDraft draft;
  draft.set_id(std::string(16, id));
  SealOriginal(kNodeKey, Original(), draft);
  return draft;
}

std::string ReasonOf(const Result<node::v1::DraftInput>& result) {
  return result ? "OK" : result.error().reason;
}

TEST(DraftSeal, GivesTheOriginalBackWithTheSameNodeKey) {
  const auto opened = OpenOriginal(kNodeKey, Sealed());

  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->SerializeAsString(), Original().SerializeAsString());
}

TEST(DraftSeal, StoresNothingReadable) {
  const std::string stored = Sealed().SerializeAsString();

  EXPECT_EQ(stored.find("reported"), std::string::npos);
  EXPECT_EQ(stored.find("ref 1"), std::string::npos);
}

TEST(DraftSeal, NeverSealsTheSameTextToTheSameBytes) {
  EXPECT_NE(Sealed().sealed_original(), Sealed().sealed_original());
  EXPECT_NE(Sealed().wrapped_key(), Sealed().wrapped_key());
}

TEST(DraftSeal, OpensWithNoOtherNodeKey) {
  EXPECT_EQ(ReasonOf(OpenOriginal(std::string(32, 'x'), Sealed())), "SEAL_BROKEN");
}

TEST(DraftSeal, SaysThatTheOriginalWasDestroyedOnceItsKeyIsGone) {
  auto draft = Sealed();

  draft.clear_wrapped_key();

  EXPECT_EQ(ReasonOf(OpenOriginal(kNodeKey, draft)), "ORIGINAL_DESTROYED");
}

TEST(DraftSeal, RefusesTheSealOfAnotherDraft) {
  auto draft = Sealed('a');
  const auto other = Sealed('b');

  draft.set_sealed_original(other.sealed_original());
  EXPECT_EQ(ReasonOf(OpenOriginal(kNodeKey, draft)), "SEAL_BROKEN");
  draft.set_wrapped_key(other.wrapped_key());
  EXPECT_EQ(ReasonOf(OpenOriginal(kNodeKey, draft)), "SEAL_BROKEN");
}

TEST(DraftSeal, RefusesEveryFlippedByte) {
  const auto whole = Sealed();
  for (size_t i = 0; i < whole.sealed_original().size(); ++i) {
    auto draft = whole;
    (*draft.mutable_sealed_original())[i] ^= 1;
    EXPECT_EQ(ReasonOf(OpenOriginal(kNodeKey, draft)), "SEAL_BROKEN") << i;
  }
  for (size_t i = 0; i < whole.wrapped_key().size(); ++i) {
    auto draft = whole;
    (*draft.mutable_wrapped_key())[i] ^= 1;
    EXPECT_EQ(ReasonOf(OpenOriginal(kNodeKey, draft)), "SEAL_BROKEN") << i;
  }
}

TEST(DraftSeal, OpensASmallSecretOnlyForWhatItWasSealedFor) {
  const std::string sealed = SealWithNodeKey(kNodeKey, "ticket", "secret");

  EXPECT_EQ(OpenWithNodeKey(kNodeKey, "ticket", sealed).value(), "secret");
  EXPECT_FALSE(OpenWithNodeKey(kNodeKey, "something else", sealed));
  EXPECT_FALSE(OpenWithNodeKey(kNodeKey, "ticket", sealed.substr(0, 5)));
}

}  // namespace
}  // namespace candour
