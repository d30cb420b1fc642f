#include "node/ctl/demo_process.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

namespace candour::ctl {
namespace {

class DemoProcess : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "/candour-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string folder_;
};

TEST_F(DemoProcess, FindsALoopbackPort) {
  const auto address = FreeAddress();

  ASSERT_TRUE(address);
  EXPECT_TRUE(address->starts_with("127.0.0.1:"));
  EXPECT_GT(address->size(), std::string("127.0.0.1:").size());
}

TEST_F(DemoProcess, RunsAProgramToItsEnd) {
  EXPECT_TRUE(RunToEnd({"true"}, folder_ + "/log"));

  const auto failed = RunToEnd({"false"}, folder_ + "/log");
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().reason, "PROGRAM_FAILED");
  EXPECT_NE(failed.error().message.find(folder_ + "/log"), std::string::npos);
  EXPECT_FALSE(RunToEnd({"no-such-program-anywhere"}, folder_ + "/log"));
}

TEST_F(DemoProcess, SaysThatANodeDidNotStart) {
  DemoNode node;
  node.name = "ZA1";
  node.directory = folder_ + "/za1";

  const auto started = StartNode("true", node, 30);

  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().reason, "NODE_NOT_READY");
  EXPECT_EQ(node.pid, 0);
}

TEST_F(DemoProcess, StopsAProcess) {
  const pid_t pid = ::fork();
  ASSERT_GE(pid, 0);
  if (pid == 0) {
    ::pause();
    ::_exit(0);
  }

  EXPECT_TRUE(StopProcess(pid, 30));

  EXPECT_NE(::kill(pid, 0), 0);
}

TEST_F(DemoProcess, TakesAProcessThatIsGoneForStopped) { EXPECT_TRUE(StopProcess(0, 0)); }

TEST_F(DemoProcess, MakesADirectoryOnceOrFindsIt) {
  EXPECT_TRUE(OwnDirectory(folder_ + "/own"));
  EXPECT_TRUE(OwnDirectory(folder_ + "/own"));
  EXPECT_TRUE(std::filesystem::is_directory(folder_ + "/own"));
  EXPECT_FALSE(OwnDirectory(folder_ + "/absent/own"));
}

}  // namespace
}  // namespace candour::ctl
