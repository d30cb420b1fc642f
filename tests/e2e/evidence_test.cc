// Evidence of a fork is checked by the command alone, with no node.
#include "federation/feed/evidence.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "tests/e2e/federation_run.h"
#include "tests/places.h"
#include "tests/sim/cast.h"

namespace candour::e2e {
namespace {

class EvidenceFile : public ::testing::Test {
 protected:
  std::string PathOf(const std::string& name) { return ::testing::TempDir() + "candour-" + name; }
  void Write(const std::string& name, const std::string& bytes) {
    std::ofstream(PathOf(name), std::ios::binary | std::ios::trunc) << bytes;
  }
  int Verify(const std::string& words) {
    const std::string command = candour::places::BinaryDir() +
                                "/node/ctl/candour verify evidence " + words + " > " +
                                PathOf("out") + " 2>&1";
    return WEXITSTATUS(std::system(command.c_str()));
  }
  Bytes Note(const char* root) {
    return crypto::SignCheckpoint({FeedOrigin(cast_.FeedOf(1)), 4, crypto::Sha256(root)},
                                  cast_.members[1].feed);
  }
  crypto::VerifierKey Key() {
    return crypto::VerifierKey::Ed25519(FeedOrigin(cast_.FeedOf(1)),
                                        cast_.members[1].feed.public_key());
  }

  sim::Cast cast_ = sim::MakeCast(/*seed=*/5, /*count=*/3);
};

TEST_F(EvidenceFile, VerifiesOfflineAndNamesTheMember) {
  Write("fork.evidence", FormatEvidence(Key(), {Note("one"), Note("two"), {}, {}}));
  Write("manifest", cast_.genesis);

  ASSERT_EQ(Verify(PathOf("fork.evidence") + " --manifest " + PathOf("manifest")), 0)
      << ReadFile(PathOf("out"));
  const std::string shown = ReadFile(PathOf("out"));
  EXPECT_NE(shown.find("verified: one key signed two histories"), std::string::npos) << shown;
  EXPECT_NE(shown.find("MemberA, North"), std::string::npos) << shown;
  EXPECT_EQ(Verify(PathOf("fork.evidence")), 0);
}

TEST_F(EvidenceFile, IsRefusedWhenItProvesNothingOrNamesAnotherKey) {
  Write("same.evidence", FormatEvidence(Key(), {Note("one"), Note("one"), {}, {}}));
  EXPECT_EQ(Verify(PathOf("same.evidence")), 9);

  Write("fork.evidence", FormatEvidence(Key(), {Note("one"), Note("two"), {}, {}}));
  Write("manifest", sim::MakeCast(/*seed=*/6, /*count=*/3).genesis);
  EXPECT_EQ(Verify(PathOf("fork.evidence") + " --manifest " + PathOf("manifest")), 9);
}

}  // namespace
}  // namespace candour::e2e
