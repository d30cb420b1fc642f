// A feed of a real node, exported by the command and read by a reader that shares no code with it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "candour/node/v1/network.pb.h"
#include "tests/e2e/federation_run.h"
#include "tests/places.h"
#include "tests/unit/crypto/independent_tiles.h"

namespace candour::e2e {
namespace {

namespace fs = std::filesystem;

constexpr char kFeed[] = "vale-region/za1-vale-hospitals-trust";

int Candour(const std::string& code, const std::string& words) {
  const std::string node = FederationRun::Get().node(code).directory;
  const std::string command = candour::places::BinaryDir() + "/node/ctl/candour --node " + node +
                              " --as op " + words + " > " + FederationRun::Get().root() +
                              "/candour.out 2>&1";
  return WEXITSTATUS(std::system(command.c_str()));
}

node::v1::GetFeedResponse FeedAt(const std::string& code) {
  node::v1::GetFeedRequest request;
  request.set_feed(kFeed);
  node::v1::GetFeedResponse answer;
  const auto status =
      FederationRun::Get().As(code, "op")->Call("NetworkService/GetFeed", request, answer);
  EXPECT_TRUE(status) << status.error().message;
  return answer;
}

TEST(FeedAsTiles, AtAnotherMemberIsAcceptedByAReaderOfItsOwn) {
  ASSERT_FALSE(Publish(ApprovedRecord("Tiles one", "A label was read aloud.")).empty());
  const auto feed = FeedAt("zb1");
  ASSERT_GT(feed.size(), 0u);
  const std::string folder = FederationRun::Get().root() + "/tiles";
  ASSERT_EQ(Candour("zb1", std::string("bundle tiles ") + kFeed + " " + folder), 0)
      << ReadFile(FederationRun::Get().root() + "/candour.out");

  EXPECT_EQ(testing::CheckTilesIndependently(folder, feed.vkey()), "");
  EXPECT_EQ(Candour("zb1", "verify tiles " + folder + " --vkey " + feed.vkey()), 0);
  std::cout << "[summary] tiles: a feed of " << feed.size()
            << " entries exported and accepted by a reader of its own\n";

  // It grows, and a second export adds to the first.
  ASSERT_FALSE(Publish(ApprovedRecord("Tiles two", "A second label was read aloud.")).empty());
  ASSERT_EQ(Candour("za1", std::string("bundle tiles ") + kFeed + " " + folder), 0);
  EXPECT_EQ(testing::CheckTilesIndependently(folder, feed.vkey()), "");

  std::ofstream(folder + "/tile/0/000.p/" + std::to_string(FeedAt("za1").size() % 256),
                std::ios::binary | std::ios::app)
      << "x";
  EXPECT_EQ(Candour("zb1", "verify tiles " + folder + " --vkey " + feed.vkey()), 9);
}

TEST(FeedAsTiles, NamesWhatItCannotFind) {
  EXPECT_EQ(Candour("zb1", "bundle tiles vale-region/nobody /tmp/never-made"), 3);
  EXPECT_EQ(Candour("zb1", "bundle tiles candour/f/00 /tmp/never-made"), 3);
  EXPECT_FALSE(fs::exists("/tmp/never-made"));
}

}  // namespace
}  // namespace candour::e2e
