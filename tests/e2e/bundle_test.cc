// Two real members whose hub is down: what one publishes and withdraws reaches the other as files.
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>

#include "candour/node/v1/review.pb.h"
#include "node/ctl/wait_for.h"
#include "tests/e2e/federation_run.h"

namespace candour::e2e {
namespace {

class BundleTest : public testing::Test {
 protected:
  FederationRun& run_ = FederationRun::Get();
  const std::string first_ = run_.root() + "/first.bundle";
  const std::string second_ = run_.root() + "/second.bundle";
  std::string said_;

  int Candour(const std::string& code, const std::string& words) {
    return e2e::Candour(code, words, said_);
  }
  const std::string& Said() const { return said_; }
  size_t HitsAtTheOther(const std::string& title) {
    return static_cast<size_t>(Search("zb1", "\"" + title + "\"").hits_size());
  }
};

TEST_F(BundleTest, CarriesPublicationsAndWithdrawalsAcrossAnAirGap) {
  const std::string title = "Carried by hand across the courtyard";
  const std::string record = ApprovedRecord(title, "A tray was carried across the courtyard.");
  run_.Stop("zh1");
  const std::string name = Publish(record);
  ASSERT_FALSE(name.empty());
  const uint64_t entries = Holds("zb1").first;
  ASSERT_TRUE(ctl::WaitFor(20, [&] { return Holds("za1").first == entries + 1; }));

  ASSERT_EQ(Candour("za1", "bundle write " + first_ + " --network vale-region"), 0) << Said();
  ASSERT_EQ(Candour("zx1", "bundle verify " + first_), 0) << Said();
  ASSERT_EQ(Candour("zb1", "bundle read " + first_), 0) << Said();
  EXPECT_EQ(Holds("zb1"), Holds("za1"));
  EXPECT_TRUE(ctl::WaitFor(20, [&] { return HitsAtTheOther(title) == 1; }));
  EXPECT_NE(Candour("zx1", "bundle read " + first_), 0);  // No member of that network.

  node::v1::WithdrawRequest request;
  request.set_name(name);
  request.set_reason("mistake");
  node::v1::WithdrawResponse answer;
  const auto done = run_.As("za1", "ravi")->Call("ReviewService/Withdraw", request, answer);
  ASSERT_TRUE(done) << done.error().message;
  ASSERT_TRUE(ctl::WaitFor(20, [&] { return Holds("za1").first == entries + 2; }));
  ASSERT_EQ(Candour("za1", "bundle write " + second_ + " --network vale-region"), 0) << Said();
  ASSERT_EQ(Candour("zb1", "bundle read " + second_), 0) << Said();
  ASSERT_EQ(Candour("zb1", "bundle read " + first_), 0) << Said();  // The older one, later.

  EXPECT_TRUE(ctl::WaitFor(20, [&] { return HitsAtTheOther(title) == 0; }));
  EXPECT_TRUE(ctl::WaitFor(60, [&] {
    return FilesWith(run_.node("zb1").directory + "/data", "across the courtyard").empty();
  })) << "the text of what was withdrawn stays on the disk";
  std::string bytes = ReadFile(second_);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  std::ofstream(first_, std::ios::binary) << bytes;
  EXPECT_EQ(Candour("zb1", "bundle read " + first_), 9) << Said();

  run_.Restart("zh1");
  EXPECT_TRUE(ctl::WaitFor(60, [&] { return Holds("zh1") == Holds("za1"); }));
  EXPECT_EQ(Holds("zb1"), Holds("za1"));
  std::cout << "[summary] bundles: " << bytes.size()
            << " bytes carried a publication and its withdrawal between members without a hub\n";
}

}  // namespace
}  // namespace candour::e2e
