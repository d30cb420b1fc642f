#include "node/rpc/login_server.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>

namespace candour::rpc {
namespace {

constexpr size_t kLineBytesMax = 128;
constexpr size_t kUserNameMax = 64;
constexpr std::chrono::milliseconds kPatience{1000};

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }

 private:
  const int fd_;
};

bool IsUserName(std::string_view name) {
  return !name.empty() && name.size() <= kUserNameMax &&
         std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

tl::unexpected<Error> CannotListen(const std::string& path, const char* step) {
  return Fail(ErrorCode::kUnavailable, "SOCKET_FAILED",
              path + ": " + step + ": " + std::strerror(errno) + "; check node.run_dir");
}

// Waits for the descriptor until `end`; false when the time is over.
bool WaitFor(int fd, short events, std::chrono::steady_clock::time_point end) {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
  if (left.count() <= 0) return false;
  pollfd wanted{.fd = fd, .events = events, .revents = 0};
  return poll(&wanted, 1, static_cast<int>(left.count())) == 1;
}

// Empty when no whole line came in time.
std::string ReadLine(int fd, std::chrono::steady_clock::time_point end) {
  std::string line;
  char buffer[kLineBytesMax];
  while (line.find('\n') == std::string::npos) {
    if (line.size() >= kLineBytesMax || !WaitFor(fd, POLLIN, end)) return {};
    const ssize_t n = recv(fd, buffer, sizeof buffer, MSG_DONTWAIT);
    if (n <= 0) return {};
    line.append(buffer, static_cast<size_t>(n));
  }
  return line.substr(0, line.find('\n') + 1);
}

void WriteAll(int fd, std::string_view text, std::chrono::steady_clock::time_point end) {
  while (!text.empty() && WaitFor(fd, POLLOUT, end)) {
    const ssize_t n = send(fd, text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n <= 0) return;
    text.remove_prefix(static_cast<size_t>(n));
  }
}

}  // namespace

std::string AnswerLogin(Sessions& sessions, uint32_t uid, std::string_view line) {
  constexpr std::string_view kGreeting = "CANDOUR1 ";
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (!line.starts_with(kGreeting)) {
    return "ERR This socket speaks CANDOUR1; use a candour command of this node's version.\n";
  }
  std::string_view as = line.substr(kGreeting.size());
  if (as == "-") {
    as = {};
  } else if (!IsUserName(as)) {
    return "ERR A user's name is 1 to 64 printable characters without spaces.\n";
  }
  const Result<Sessions::Login> login = sessions.Open(uid, as);
  if (!login) return "ERR " + login.error().message + "\n";
  return "OK " + login->token + " " + login->principal.user + " " +
         RoleWords(login->principal.roles) + "\n";
}

class LoginServer::Impl {
 public:
  Impl(std::string path, Sessions& sessions, int listener)
      : path_(std::move(path)),
        sessions_(sessions),
        listener_(listener),
        stop_(eventfd(0, EFD_CLOEXEC)),
        thread_([this] { Serve(); }) {}

  ~Impl() {
    const uint64_t one = 1;
    if (write(stop_.get(), &one, sizeof one) != sizeof one) {
      shutdown(listener_.get(), SHUT_RDWR);
    }
    thread_.join();
    unlink(path_.c_str());
  }

 private:
  void Serve() {
    while (true) {
      pollfd wanted[] = {{.fd = listener_.get(), .events = POLLIN, .revents = 0},
                         {.fd = stop_.get(), .events = POLLIN, .revents = 0}};
      if (poll(wanted, 2, -1) < 0 && errno != EINTR) return;
      if (wanted[1].revents != 0 || (wanted[0].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0)
        return;
      if ((wanted[0].revents & POLLIN) == 0) continue;
      const Descriptor caller(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
      if (caller.get() >= 0) Answer(caller.get());
    }
  }

  void Answer(int fd) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    ucred who{};
    socklen_t size = sizeof who;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0) return;
    const std::string line = ReadLine(fd, end);
    WriteAll(fd, AnswerLogin(sessions_, who.uid, line), end);
  }

  const std::string path_;
  Sessions& sessions_;
  const Descriptor listener_;
  const Descriptor stop_;
  std::thread thread_;
};

Result<std::unique_ptr<LoginServer>> LoginServer::Start(const std::string& path,
                                                        Sessions& sessions) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    return Fail(
        ErrorCode::kInvalid, "PATH_TOO_LONG",
        path + ": a socket's path has at most 107 characters; choose a shorter node.run_dir");
  }
  path.copy(address.sun_path, path.size());
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return CannotListen(path, "cannot make a socket");
  unlink(path.c_str());
  if (bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      chmod(path.c_str(), 0660) != 0 || listen(fd, 16) != 0) {
    const auto failure = CannotListen(path, "cannot listen");
    close(fd);
    return failure;
  }
  return std::unique_ptr<LoginServer>(new LoginServer(std::make_unique<Impl>(path, sessions, fd)));
}

LoginServer::LoginServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LoginServer::~LoginServer() = default;

}  // namespace candour::rpc
