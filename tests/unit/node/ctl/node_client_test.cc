#include "node/ctl/node_client.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace candour::ctl {
namespace {

// A folder with login.sock in it, somewhere.
class RunDir : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "/candour-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void PutSocketIn(const std::string& below) {
    std::filesystem::create_directories(folder_ + below);
    std::ofstream(folder_ + below + "/login.sock");
  }
  std::string folder_;
};

TEST_F(RunDir, IsFoundFromTheNodesDirectoryItsDataOrItsConfiguration) {
  PutSocketIn("/data/run");

  EXPECT_EQ(FindRunDir(folder_).value(), folder_ + "/data/run");
  EXPECT_EQ(FindRunDir(folder_ + "/candour.toml").value(), folder_ + "/data/run");
  EXPECT_EQ(FindRunDir(folder_ + "/data").value(), folder_ + "/data/run");
  EXPECT_EQ(FindRunDir(folder_ + "/data/run").value(), folder_ + "/data/run");
}

TEST_F(RunDir, WithoutASocketIsNoNode) {
  const auto found = FindRunDir(folder_);

  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().reason, "NODE_UNREACHABLE");
  EXPECT_NE(found.error().message.find(folder_), std::string::npos);
}

TEST_F(RunDir, WithAFileThatNobodyListensAtIsUnreachable) {
  PutSocketIn("");
  NodeAddress address;
  address.path = folder_;

  const auto client = NodeClient::Connect(address);

  ASSERT_FALSE(client);
  EXPECT_EQ(client.error().reason, "NODE_UNREACHABLE");
}

TEST_F(RunDir, TooLongForASocketSaysSo) {
  const std::string deep = "/" + std::string(120, 'd');
  PutSocketIn(deep);
  NodeAddress address;
  address.path = folder_ + deep;

  const auto client = NodeClient::Connect(address);

  ASSERT_FALSE(client);
  EXPECT_EQ(client.error().reason, "PATH_TOO_LONG");
}

}  // namespace
}  // namespace candour::ctl
