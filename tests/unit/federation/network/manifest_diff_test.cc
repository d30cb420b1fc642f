#include "federation/network/manifest_diff.h"

#include <gtest/gtest.h>

#include "federation/network/manifest_edit.h"
#include "tests/unit/federation/network/network_fixture.h"

namespace candour {
namespace {

using namespace testing;

std::string Joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

TEST(ManifestDiff, SaysNothingWhenOnlyTheVersionMoves) {
  const SignedManifest genesis = TestGenesis();
  EXPECT_EQ(Joined(DescribeChange(genesis.manifest, NextVersion(genesis, kIssued + 5, kExpires))),
            "");
}

TEST(ManifestDiff, NamesEveryLineThatASignatureWouldChange) {
  const SignedManifest genesis = TestGenesis();
  Manifest next = NextVersion(genesis, kIssued + 5, kExpires);
  ASSERT_TRUE(SetRoles(next, TestMember(2), "rw"));
  ASSERT_TRUE(SetParam(next, "min-nodes", 12));

  EXPECT_EQ(Joined(DescribeChange(genesis.manifest, next)),
            "- member Trust 2 (02020202) r Trust 2 " +
                LineOf(genesis.text, "member 0202").substr(52) +
                "+ param min-nodes 12\n"
                "+ member Trust 2 (02020202) rw Trust 2 " +
                LineOf(genesis.text, "member 0202").substr(52));
}

}  // namespace
}  // namespace candour
