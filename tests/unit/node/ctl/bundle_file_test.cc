#include "node/ctl/bundle_file.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "tests/sim/cast.h"

namespace candour::ctl {
namespace {

class BundleFileTest : public testing::Test {
 protected:
  ~BundleFileTest() override { (void)std::remove(path_.c_str()); }
  std::string ReasonOf(const std::string& content,
                       std::optional<crypto::Hash> genesis = std::nullopt) {
    std::ofstream(path_, std::ios::binary) << content;
    const auto summary = VerifyBundle(path_, genesis);
    return summary ? "verified" : summary.error().reason;
  }

  const sim::Cast cast_ = sim::MakeCast(4, 2);
  const std::string path_ = testing::TempDir() + "/candour-bundle-test";
  const std::string first_{kBundleFirstLine};
  const std::string manifest_ = EncodeRecord(BundleManifest{cast_.network, cast_.genesis});
};

TEST_F(BundleFileTest, IsVerifiedWithoutANode) {
  EXPECT_EQ(ReasonOf(first_ + manifest_), "verified");
  EXPECT_NE(ReasonOf(first_ + manifest_, crypto::Sha256("another network")), "verified");
}

TEST_F(BundleFileTest, IsRefusedWhenItIsNoneEmptyCutOrEndless) {
  EXPECT_EQ(VerifyBundle("/nowhere", std::nullopt).error().reason, "FILE_UNREADABLE");
  EXPECT_EQ(ReasonOf("something else entirely, and long enough"), "BUNDLE_DAMAGED");
  EXPECT_EQ(ReasonOf(first_), "BUNDLE_DAMAGED");
  EXPECT_EQ(ReasonOf(first_ + manifest_.substr(0, manifest_.size() - 1)), "BUNDLE_DAMAGED");
  EXPECT_EQ(ReasonOf(first_ + manifest_ + "x"), "BUNDLE_DAMAGED");
  EXPECT_EQ(ReasonOf(first_ + std::string("\x01\xff\xff\xff\xff", 5)), "BUNDLE_DAMAGED");
}

}  // namespace
}  // namespace candour::ctl
