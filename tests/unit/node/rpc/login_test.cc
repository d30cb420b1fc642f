#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <map>
#include <string>

#include "node/rpc/login_server.h"
#include "node/rpc/sessions.h"

namespace candour::rpc {
namespace {

constexpr uint32_t kNodeUid = 990;
constexpr uint32_t kAnnaUid = 1001;

// Users in memory and a clock that is moved by hand.
class LoginTest : public testing::Test {
 protected:
  LoginTest() : sessions_(MakeOptions()) {}

  void AddUser(const std::string& name, int64_t uid, node::v1::UserRole role) {
    node::v1::User user;
    user.set_name(name);
    user.set_uid(uid);
    user.add_roles(role);
    users_[name] = user;
  }

  std::string TokenOf(const std::string& answer) {
    EXPECT_EQ(answer.substr(0, 3), "OK ") << answer;
    return answer.substr(3, 64);
  }

  Instant now_{};
  std::map<std::string, node::v1::User> users_;
  Sessions sessions_;

 private:
  Sessions::Options MakeOptions() {
    UserRegister users;
    users.by_name = [this](std::string_view name) -> std::optional<node::v1::User> {
      const auto found = users_.find(std::string(name));
      if (found == users_.end()) return std::nullopt;
      return found->second;
    };
    users.by_uid = [this](uint32_t uid) -> std::optional<node::v1::User> {
      for (const auto& [name, user] : users_) {
        if (user.uid() == static_cast<int64_t>(uid)) return user;
      }
      return std::nullopt;
    };
    users.empty = [this] { return users_.empty(); };
    return {.users = users, .own_uid = kNodeUid, .clock = [this] { return now_; }};
  }
};

TEST_F(LoginTest, GivesTheKeeperOfAnEmptyNodeTheBuiltInAdmin) {
  for (const uint32_t uid : {0u, kNodeUid}) {
    const std::string answer = AnswerLogin(sessions_, uid, "CANDOUR1 -\n");
    EXPECT_TRUE(answer.ends_with(" operator admin\n")) << answer;
    const auto who = sessions_.Find(TokenOf(answer));
    ASSERT_TRUE(who);
    EXPECT_EQ(who->user, "operator");
    EXPECT_EQ(who->operator_, "uid " + std::to_string(uid));
    EXPECT_EQ(who->roles, std::vector{node::v1::USER_ROLE_ADMIN});
  }
  EXPECT_TRUE(AnswerLogin(sessions_, kAnnaUid, "CANDOUR1 -\n").starts_with("ERR "));
}

TEST_F(LoginTest, EndsTheBuiltInAdminWithTheFirstUser) {
  const std::string token = TokenOf(AnswerLogin(sessions_, 0, "CANDOUR1 -\n"));
  AddUser("anna", kAnnaUid, node::v1::USER_ROLE_ADMIN);
  EXPECT_FALSE(sessions_.Find(token));
  EXPECT_TRUE(AnswerLogin(sessions_, 0, "CANDOUR1 -\n").starts_with("ERR "));
}

TEST_F(LoginTest, KnowsAUserByUid) {
  AddUser("anna", kAnnaUid, node::v1::USER_ROLE_REVIEWER);
  const std::string answer = AnswerLogin(sessions_, kAnnaUid, "CANDOUR1 -\n");
  EXPECT_TRUE(answer.ends_with(" anna reviewer\n")) << answer;
  const auto who = sessions_.Find(TokenOf(answer));
  ASSERT_TRUE(who);
  EXPECT_EQ(who->user, "anna");
  EXPECT_EQ(who->operator_, "");
}

TEST_F(LoginTest, LetsOnlyRootAndTheNodeActForAnother) {
  AddUser("anna", kAnnaUid, node::v1::USER_ROLE_REVIEWER);
  AddUser("ben", 1002, node::v1::USER_ROLE_AUTHOR);

  const auto who = sessions_.Find(TokenOf(AnswerLogin(sessions_, 0, "CANDOUR1 ben\n")));
  ASSERT_TRUE(who);
  EXPECT_EQ(who->user, "ben");
  EXPECT_EQ(who->operator_, "uid 0");
  EXPECT_TRUE(AnswerLogin(sessions_, kNodeUid, "CANDOUR1 ben\n").starts_with("OK "));
  EXPECT_TRUE(AnswerLogin(sessions_, kAnnaUid, "CANDOUR1 ben\n").starts_with("ERR "));
  EXPECT_TRUE(AnswerLogin(sessions_, kAnnaUid, "CANDOUR1 anna\n").starts_with("OK "));
  EXPECT_TRUE(AnswerLogin(sessions_, 0, "CANDOUR1 nobody-here\n").starts_with("ERR "));
}

TEST_F(LoginTest, RefusesADisabledUserAlsoInAnOpenSession) {
  AddUser("anna", kAnnaUid, node::v1::USER_ROLE_REVIEWER);
  const std::string token = TokenOf(AnswerLogin(sessions_, kAnnaUid, "CANDOUR1 -\n"));
  users_["anna"].set_disabled(true);
  ASSERT_FALSE(sessions_.Find(token));
  EXPECT_EQ(sessions_.Find(token).error().reason, "USER_DISABLED");
}

TEST_F(LoginTest, EndsASessionAfterTwelveHours) {
  AddUser("anna", kAnnaUid, node::v1::USER_ROLE_REVIEWER);
  const std::string token = TokenOf(AnswerLogin(sessions_, kAnnaUid, "CANDOUR1 -\n"));
  now_ = now_ + (std::chrono::hours(12) - Duration(1));
  EXPECT_TRUE(sessions_.Find(token));
  now_ = now_ + Duration(1);
  EXPECT_FALSE(sessions_.Find(token));
}

TEST_F(LoginTest, RefusesAnythingButItsOwnLine) {
  AddUser("anna", kAnnaUid, node::v1::USER_ROLE_REVIEWER);
  for (const std::string line : {"", "\n", "CANDOUR2 -\n", "GET / HTTP/1.1\r\n", "CANDOUR1 \n",
                                 "CANDOUR1 a b\n", "CANDOUR1 \x1b[2J\n"}) {
    const std::string answer = AnswerLogin(sessions_, kAnnaUid, line);
    EXPECT_TRUE(answer.starts_with("ERR ")) << line;
    EXPECT_EQ(answer.find('\x1b'), std::string::npos);
  }
  EXPECT_FALSE(sessions_.Find(""));
  EXPECT_FALSE(sessions_.Find(std::string(64, '0')));
}

TEST_F(LoginTest, AnswersOnItsSocketByTheCallersUid) {
  AddUser("me", static_cast<int64_t>(geteuid()), node::v1::USER_ROLE_AUTHOR);
  char folder[] = "/tmp/candour-login-XXXXXX";
  ASSERT_NE(mkdtemp(folder), nullptr);
  const std::string path = std::string(folder) + "/login.sock";
  {
    auto server = LoginServer::Start(path, sessions_);
    ASSERT_TRUE(server) << server.error().message;
    struct stat found {};
    ASSERT_EQ(stat(path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0660u);

    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, path.size());
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    ASSERT_EQ(connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(send(fd, "CANDOUR1 -\n", 11, 0), 11);
    std::string answer;
    char buffer[256];
    for (ssize_t n = 0; (n = recv(fd, buffer, sizeof buffer, 0)) > 0;) answer.append(buffer, n);
    close(fd);
    EXPECT_TRUE(answer.starts_with("OK ")) << answer;
    EXPECT_TRUE(answer.ends_with(" me author\n")) << answer;
  }
  EXPECT_NE(access(path.c_str(), F_OK), 0);  // The socket went with the server.
  rmdir(folder);
}

}  // namespace
}  // namespace candour::rpc
