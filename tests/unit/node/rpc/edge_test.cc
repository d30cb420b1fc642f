// Calls through a real nginx with the configuration of deploy/nginx.
#include "node/rpc/edge.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tests/places.h"
#include "tests/unit/node/rpc/peer_loopback.h"

extern char** environ;

namespace candour::rpc {
namespace {

std::string Escaped(std::string_view pem) {
  std::string text;
  for (const char c : pem) {
    std::array<char, 4> hex = {};
    std::snprintf(hex.data(), hex.size(), "%%%02X", static_cast<unsigned char>(c));
    text += std::isalnum(static_cast<unsigned char>(c)) ? std::string(1, c) : hex.data();
  }
  return text;
}

TEST(SpkiOfEscapedPem, ReadsACertificateAsNginxWritesIt) {
  const crypto::TlsIdentity identity = NewIdentity();
  EXPECT_EQ(SpkiOfEscapedPem(Escaped(identity.cert_pem)), PinOf(identity));
}

TEST(SpkiOfEscapedPem, RefusesEverythingElse) {
  const std::string good = Escaped(NewIdentity().cert_pem);
  for (const std::string& bad : {std::string(), std::string("%"), std::string("%4"),
                                 std::string("%zz"), good.substr(0, good.size() / 2), good + "%",
                                 "x" + good.substr(20), std::string(9000, 'a')}) {
    EXPECT_FALSE(SpkiOfEscapedPem(bad)) << bad.size();
  }
}

std::string NginxPath() {
  for (const char* path : {"/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"}) {
    if (access(path, X_OK) == 0) return path;
  }
  return {};
}

// What `command` prints.
std::string OutputOf(const std::string& command) {
  std::string text;
  FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> buffer;
  while (const size_t got = fread(buffer.data(), 1, buffer.size(), pipe)) {
    text.append(buffer.data(), got);
  }
  EXPECT_EQ(pclose(pipe), 0) << command;
  return text;
}

class EdgeTest : public PeerLoopback {
 protected:
  void SetUp() override {
    if (NginxPath().empty()) GTEST_SKIP() << "nginx is not installed; deploy/test installs it";
    std::string pattern = (std::filesystem::temp_directory_path() / "edgeXXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    WriteIdentity("listener", hub_);
    WriteIdentity("stranger", stranger_);
    desk_.welcome = PinOf(member_);
  }

  void TearDown() override {
    client_.reset();
    server_.reset();
    if (nginx_ > 0) {
      kill(nginx_, SIGTERM);
      waitpid(nginx_, nullptr, 0);
    }
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }

  void WriteIdentity(const std::string& name, const crypto::TlsIdentity& identity) const {
    std::ofstream(folder_ + "/" + name + ".crt") << identity.cert_pem;
    std::ofstream(folder_ + "/" + name + ".key") << identity.key_pem;
  }

  void StartNode() {
    auto server = PeerServer::Start(
        {.address = "127.0.0.1:0", .edge_socket = folder_ + "/edge.sock", .identity = hub_}, desk_);
    ASSERT_TRUE(server) << server.error().message;
    server_ = std::move(*server);
  }

  // nginx with the edge at tls.sock and, when given, one more server.
  void StartNginx(const std::string& another = {}) {
    const std::string edge =
        OutputOf(candour::places::SourceDir() + "/deploy/nginx/render --listen unix:" + folder_ +
                 "/tls.sock --keys " + folder_ + " --socket " + folder_ + "/edge.sock --log " +
                 folder_ + "/access.log");
    std::ofstream(folder_ + "/nginx.conf")
        << "daemon off;\nmaster_process off;\npid " << folder_ << "/nginx.pid;\nerror_log "
        << folder_ << "/error.log;\nevents {}\nhttp {\nclient_body_temp_path " << folder_
        << "/body;\nproxy_temp_path " << folder_ << "/proxy;\nfastcgi_temp_path " << folder_
        << "/fastcgi;\nuwsgi_temp_path " << folder_ << "/uwsgi;\nscgi_temp_path " << folder_
        << "/scgi;\n"
        << edge << another << "}\n";
    const std::string config = folder_ + "/nginx.conf";
    const std::string program = NginxPath();
    std::string log = folder_ + "/error.log";
    std::array<char*, 6> arguments = {const_cast<char*>(program.c_str()), const_cast<char*>("-c"),
                                      const_cast<char*>(config.c_str()),  const_cast<char*>("-e"),
                                      const_cast<char*>(log.c_str()),     nullptr};
    ASSERT_EQ(posix_spawn(&nginx_, program.c_str(), nullptr, nullptr, arguments.data(), environ),
              0);
  }

  // A proxy of somebody who holds the stranger's key and claims to be the member.
  std::string Forger(const std::string& target) const {
    return "server {\n  listen unix:" + folder_ +
           "/forger.sock ssl http2;\n  ssl_protocols TLSv1.3;\n  ssl_certificate " + folder_ +
           "/listener.crt;\n  ssl_certificate_key " + folder_ +
           "/listener.key;\n  location / {\n    grpc_pass grpcs://" + target +
           ";\n    grpc_ssl_protocols TLSv1.3;\n    grpc_ssl_certificate " + folder_ +
           "/stranger.crt;\n    grpc_ssl_certificate_key " + folder_ +
           "/stranger.key;\n    grpc_set_header candour-client-cert \"" +
           Escaped(member_.cert_pem) + "\";\n  }\n}\n";
  }

  PeerHandle Dial(const std::string& socket, const crypto::TlsIdentity& identity) {
    client_ = std::make_unique<PeerClient>(
        PeerClientOptions{.post =
                              [this](Event event) {
                                events_.Push(std::move(event));
                                return true;
                              },
                          .identity = [identity](const NetworkId&) { return identity; },
                          .report = [](const std::string&, const std::string&) {},
                          .backoff_min = milliseconds(20),
                          .backoff_max = milliseconds(100)});
    client_->SetHubs(
        {.network = kNetwork, .hubs = {{Hub{kHub, "unix:" + folder_ + socket}, {PinOf(hub_)}}}});
    const auto connected = events_.NextOf<PeerConnected>();
    EXPECT_TRUE(connected) << OutputOf("cat " + folder_ + "/error.log");
    return connected ? connected->peer : 0;
  }

  Result<Reply> AskForHeads(PeerHandle peer) {
    client_->Ask({peer, 1, HeadsRequest{.network = kNetwork}});
    const auto answered = events_.NextOf<PeerAnswered>();
    if (!answered) return Fail(ErrorCode::kUnavailable, "NO_ANSWER", "nothing came back");
    return answered->reply;
  }

  void ExpectNotVisible(PeerHandle peer) {
    const auto reply = AskForHeads(peer);
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::kNotFound) << reply.error().message;
    EXPECT_EQ(reply.error().reason, NotVisible().reason);
  }

  std::string folder_;
  const crypto::TlsIdentity stranger_ = NewIdentity();
  pid_t nginx_ = 0;
};

TEST_F(EdgeTest, HandsAMembersCallsAndWatchesOn) {
  StartNode();
  StartNginx();
  desk_.answer = [](const Request&) {
    return Reply(HeadsReply{.cursor = 7, .heads = {}, .lines = {}});
  };
  const PeerHandle peer = Dial("/tls.sock", member_);
  const auto reply = AskForHeads(peer);
  ASSERT_TRUE(reply) << reply.error().message;
  EXPECT_EQ(std::get<HeadsReply>(*reply).cursor, 7u);

  client_->Watch({peer, kNetwork});
  const auto watcher = desk_.opened.Next();
  ASSERT_TRUE(watcher);
  server_->SendHint(*watcher, {.network = kNetwork, .feed = kFeed, .size = 4, .live = {}});
  const auto hinted = events_.NextOf<PeerHinted>();
  ASSERT_TRUE(hinted);
  EXPECT_EQ(hinted->hint.size, 4u);
}

TEST_F(EdgeTest, ShowsAStrangerWithAnyCertificateNothing) {
  StartNode();
  StartNginx();
  ExpectNotVisible(Dial("/tls.sock", stranger_));
}

TEST_F(EdgeTest, ReplacesACertificateThatTheClientNamesItself) {
  StartNode();
  StartNginx(Forger("unix:" + folder_ + "/tls.sock"));
  ExpectNotVisible(Dial("/forger.sock", member_));
}

TEST_F(EdgeTest, TheOpenListenerIgnoresTheEdgesHeader) {
  StartNode();
  StartNginx(Forger(Address()));
  ExpectNotVisible(Dial("/forger.sock", member_));
}

TEST_F(EdgeTest, RefusesASocketThatEverybodyCanReach) {
  ASSERT_EQ(chmod(folder_.c_str(), 0755), 0);
  const auto server = PeerServer::Start({.edge_socket = folder_ + "/edge.sock"}, desk_);
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().reason, "EDGE_SOCKET_OPEN");
  EXPECT_NE(server.error().message.find("chmod"), std::string::npos);
}

}  // namespace
}  // namespace candour::rpc
