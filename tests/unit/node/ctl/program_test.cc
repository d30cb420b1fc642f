#include "node/ctl/program.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "node/ctl/session.h"

namespace candour::ctl {
namespace {

struct Ran {
  int code = 0;
  std::string out;
  std::string err;
};

Ran RunWith(std::vector<std::string> words) {
  words.insert(words.begin(), "candour");
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Ran ran;
  ran.code = RunProgram(static_cast<int>(argv.size()), argv.data());
  ran.out = testing::internal::GetCapturedStdout();
  ran.err = testing::internal::GetCapturedStderr();
  return ran;
}

TEST(Program, ExitsWithTwoWhenItIsNotUsedAsItIsMeant) {
  EXPECT_EQ(RunWith({}).code, kUsage);
  EXPECT_EQ(RunWith({"nonsense"}).code, kUsage);
  EXPECT_EQ(RunWith({"verify", "proof"}).code, kUsage);
  EXPECT_EQ(RunWith({"status", "--no-such-option"}).code, kUsage);
}

TEST(Program, ExplainsItselfAndEveryVerb) {
  EXPECT_EQ(RunWith({"--help"}).code, kDone);
  for (const char* verb : {"status", "user", "network", "import", "draft", "review", "publish",
                           "withdraw", "search", "show", "verify", "anonymise", "demo", "peer"}) {
    const Ran ran = RunWith({verb, "--help"});
    EXPECT_EQ(ran.code, kDone) << verb;
    EXPECT_NE(ran.out.find(verb), std::string::npos) << verb;
  }
}

TEST(Program, ExitsWithEightWhenThereIsNoNode) {
  const Ran ran = RunWith({"--node", "/nonexistent", "status"});

  EXPECT_EQ(ran.code, kNoNode);
  EXPECT_EQ(ran.out, "");
  EXPECT_NE(ran.err.find("NODE_UNREACHABLE"), std::string::npos);
}

TEST(Program, ExitsWithNineWhenAFileDoesNotVerify) {
  EXPECT_EQ(RunWith({"verify", "proof", "/dev/null"}).code, kSafetyCheck);
}

}  // namespace
}  // namespace candour::ctl
