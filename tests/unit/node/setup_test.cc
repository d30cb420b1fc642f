#include "node/setup.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include "tests/unit/node/storage/store_fixture.h"

namespace candour {
namespace {

constexpr uid_t kNobody = 65534;

// Runs in a child that is not root (a node is never made for root); true when `body` says so.
bool AsNobody(const std::string& folder, const std::function<bool()>& body) {
  const pid_t child = fork();
  if (child == 0) {
    const bool ready = geteuid() != 0 || (chown(folder.c_str(), kNobody, kNobody) == 0 &&
                                          setgid(kNobody) == 0 && setuid(kNobody) == 0);
    _exit(ready && body() ? 0 : 1);
  }
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(Setup, MakesANodeThatIsReadyToStart) {
  storage::TempFolder folder;
  EXPECT_TRUE(AsNobody(folder.path(), [&] {
    const auto said = InitNode({.directory = folder.path(),
                                .organisation = "St \"Anna\" Trust",
                                .listen = "127.0.0.1:7443"});
    EXPECT_TRUE(said) << said.error().message;
    const auto options = ReadConfig(folder.path() + "/candour.toml");
    EXPECT_TRUE(options);
    EXPECT_EQ(options->node.organisation, "St \"Anna\" Trust");
    EXPECT_EQ(options->listen.peer, "127.0.0.1:7443");
    EXPECT_TRUE(CheckNode(folder.path() + "/candour.toml").empty());
    struct stat key {};
    EXPECT_EQ(stat((folder.path() + "/data/keys/node.key").c_str(), &key), 0);
    EXPECT_EQ(key.st_mode & 0777, 0600u);
    return !testing::Test::HasFailure();
  }));
}

TEST(Setup, ChangesNothingWhereANodeIs) {
  storage::TempFolder folder;
  EXPECT_TRUE(AsNobody(folder.path(), [&] {
    const NewNode node{.directory = folder.path(), .organisation = "St Anna", .listen = ""};
    EXPECT_TRUE(InitNode(node));
    const auto again = InitNode(node);
    EXPECT_FALSE(again);
    EXPECT_EQ(again.error().reason, "NODE_EXISTS");
    return !testing::Test::HasFailure();
  }));
}

TEST(Setup, NamesKeysThatOthersCanRead) {
  storage::TempFolder folder;
  EXPECT_TRUE(AsNobody(folder.path(), [&] {
    EXPECT_TRUE(InitNode({.directory = folder.path(), .organisation = "St Anna", .listen = ""}));
    EXPECT_EQ(chmod((folder.path() + "/data/keys/listener.key").c_str(), 0644), 0);
    const auto problems = CheckNode(folder.path() + "/candour.toml");
    EXPECT_EQ(problems.size(), 1u);
    EXPECT_NE(problems.at(0).find("listener.key"), std::string::npos);
    EXPECT_NE(problems.at(0).find("chmod 0600"), std::string::npos);
    return !testing::Test::HasFailure();
  }));
}

TEST(Setup, RefusesANameAndAnAddressThatCannotBe) {
  storage::TempFolder folder;
  EXPECT_FALSE(InitNode({.directory = folder.path(), .organisation = "", .listen = ""}));
  EXPECT_FALSE(InitNode({.directory = folder.path(), .organisation = "a\nb", .listen = ""}));
  EXPECT_TRUE(AsNobody(folder.path(), [&] {
    const auto said =
        InitNode({.directory = folder.path(), .organisation = "St Anna", .listen = "no port here"});
    return !said && said.error().reason == "LISTEN_INVALID";
  }));
  EXPECT_FALSE(std::filesystem::exists(folder.path() + "/candour.toml"));
}

TEST(Setup, ListsEveryProblemOfAConfiguration) {
  storage::TempFolder folder;
  const std::string path = folder.path() + "/candour.toml";
  std::ofstream(path) << "[node]\nnmae = \"x\"\n[index]\nshards = 0\n";
  const auto options = ReadConfig(path);
  ASSERT_FALSE(options);
  EXPECT_NE(options.error().message.find("nmae"), std::string::npos);
  EXPECT_NE(options.error().message.find("shards"), std::string::npos);
  EXPECT_FALSE(ReadConfig(folder.path() + "/absent.toml"));
}

}  // namespace
}  // namespace candour
