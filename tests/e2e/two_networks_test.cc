// One piece published to two networks is one piece of learning, with both named.
#include <gtest/gtest.h>

#include "node/ctl/wait_for.h"
#include "tests/e2e/federation_run.h"

namespace candour::e2e {
namespace {

constexpr char kTitle[] = "Labels of concentrated heparin face the wall";

TEST(TwoNetworks, ShowOneWorkOnceAndNameBoth) {
  const std::string record = ApprovedRecord(kTitle, "Two labels faced the wall of the cupboard.");
  auto reviewer = FederationRun::Get().As("za1", "ravi");
  node::v1::PublishRequest publish;
  publish.set_record_id(record);
  publish.add_networks(ctl::kDemoRegion);
  publish.add_networks(ctl::kDemoPharmacy);
  node::v1::PublishResponse published;
  const auto status = reviewer->Call("ReviewService/Publish", publish, published);
  ASSERT_TRUE(status) << status.error().message;
  ASSERT_EQ(published.placements_size(), 2);

  // A member of both, of the region only, of the profession only, and of neither.
  node::v1::SearchLearningResponse both;
  EXPECT_TRUE(ctl::WaitFor(20, [&] {
    both = Search("zn1", "heparin cupboard");
    return both.hits_size() == 1 && both.hits(0).networks_size() == 2;
  })) << both.DebugString();
  for (const auto& [code, network] :
       {std::pair{"zb1", ctl::kDemoRegion}, std::pair{"zc1", ctl::kDemoPharmacy}}) {
    node::v1::SearchLearningResponse one;
    EXPECT_TRUE(ctl::WaitFor(20, [&, code = code] {
      one = Search(code, "heparin cupboard");
      return one.hits_size() == 1;
    })) << code;
    ASSERT_EQ(one.hits_size(), 1) << code;
    ASSERT_EQ(one.hits(0).networks_size(), 1) << code;
    EXPECT_EQ(one.hits(0).networks(0), network) << code;
  }
  EXPECT_EQ(Search("zx1", "heparin cupboard").hits_size(), 0);
}

}  // namespace
}  // namespace candour::e2e
