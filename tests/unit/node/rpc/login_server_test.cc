#include "node/rpc/login_server.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/unit/node/rpc/login_fixture.h"

namespace candour::rpc {
namespace {

using LoginServerTest = LoginTest;

TEST_F(LoginServerTest, RefusesAnythingButItsOwnLine) {
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

TEST_F(LoginServerTest, AnswersOnItsSocketByTheCallersUid) {
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
