#include "node/ctl/daemon_path.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace candour::ctl {
namespace {

TEST(DaemonPath, KnowsTheRunningProgramWhateverItWasCalledBy) {
  const std::string own = OwnPath("some other name");

  EXPECT_EQ(own.front(), '/');
  EXPECT_EQ(::access(own.c_str(), X_OK), 0);
}

TEST(DaemonPath, NamesAProgramThatRunsOrLeavesItToThePath) {
  const std::string path = DaemonPath("candour");

  EXPECT_TRUE(path == "candourd" || ::access(path.c_str(), X_OK) == 0) << path;
  EXPECT_TRUE(path.ends_with("candourd"));
}

}  // namespace
}  // namespace candour::ctl
