#include "node/rpc/inflow_watch.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>

namespace candour::rpc {
namespace {

// Both ends of a connection to a listener on loopback.
class InflowWatchTest : public testing::Test {
 protected:
  InflowWatchTest() {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(listener_, plain, size), 0);
    EXPECT_EQ(listen(listener_, 4), 0);
    EXPECT_EQ(getsockname(listener_, plain, &size), 0);
    port_ = ntohs(address.sin_port);
    near_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(connect(near_, plain, size), 0);
    far_ = accept(listener_, nullptr, nullptr);
    EXPECT_EQ(getsockname(near_, plain, &size), 0);
    name_ = "ipv4:127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  }
  ~InflowWatchTest() override {
    for (const int fd : {near_, far_, listener_}) close(fd);
  }

  void Send(size_t bytes) {
    const std::string text(bytes, 'x');
    ASSERT_EQ(send(near_, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes));
  }

  int listener_ = -1, near_ = -1, far_ = -1, port_ = 0;
  std::string name_;
};

TEST_F(InflowWatchTest, CutsAConnectionThatOverdraws) {
  InflowLedger ledger({.connection = 10'000, .all = 100'000});
  std::promise<std::string> cut;
  InflowWatch watch(port_, ledger, [&, told = false](const std::string& peer) mutable {
    if (!std::exchange(told, true)) cut.set_value(peer);
  });

  Send(20'000);

  EXPECT_EQ(cut.get_future().get(), name_);
  pollfd gone{near_, POLLRDHUP, 0};
  EXPECT_EQ(poll(&gone, 1, 10'000), 1);
}

}  // namespace
}  // namespace candour::rpc
