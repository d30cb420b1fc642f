#include "node/ctl/demo_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "node/ctl/wait_for.h"

namespace candour::ctl {
namespace {

constexpr uid_t kUnprivileged = 65534;  // nobody

std::vector<char*> Argv(std::vector<std::string>& words) {
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  return argv;
}

// In the child: give up root, send output to the log, run.
[[noreturn]] void Become(std::vector<std::string> words, const std::string& log) {
  int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  int in = ::open("/dev/null", O_RDONLY);
  if (out < 0 || in < 0) ::_exit(126);
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(out, STDERR_FILENO);
  if (::geteuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setgid(kUnprivileged) != 0 ||
                           ::setuid(kUnprivileged) != 0)) {
    ::_exit(126);
  }
  auto argv = Argv(words);
  ::execvp(argv[0], argv.data());
  ::_exit(127);
}

}  // namespace

Result<std::string> FreeAddress() {
  int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  bool bound = fd >= 0 && ::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0 &&
               ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  if (fd >= 0) ::close(fd);
  if (bound) return "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  return Fail(ErrorCode::kUnavailable, "NO_PORT", "no free port on the loopback interface");
}

Status OwnDirectory(const std::string& path) {
  bool made = ::mkdir(path.c_str(), 0755) == 0 || errno == EEXIST;
  if (made && ::geteuid() == 0) made = ::chown(path.c_str(), kUnprivileged, kUnprivileged) == 0;
  if (made) return {};
  return Fail(ErrorCode::kUnavailable, "DIRECTORY", path + " cannot be made");
}

Status RunToEnd(const std::vector<std::string>& words, const std::string& log) {
  pid_t pid = ::fork();
  if (pid == 0) Become(words, log);
  int status = 0;
  if (pid > 0 && ::waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
      WEXITSTATUS(status) == 0) {
    return {};
  }
  return Fail(ErrorCode::kUnavailable, "PROGRAM_FAILED",
              words.front() + " did not work; " + log + " says why");
}

Status StartNode(const std::string& daemon, DemoNode& node, int seconds) {
  int ready[2];
  if (::pipe(ready) != 0) return Fail(ErrorCode::kUnavailable, "PIPE", "no pipe could be made");
  std::string log = node.directory + ".log";
  pid_t pid = ::fork();
  if (pid == 0) {
    ::setsid();
    ::close(ready[0]);
    Become({daemon, "--config", node.directory + "/candour.toml", "--ready-fd",
            std::to_string(ready[1])},
           log);
  }
  ::close(ready[1]);
  pollfd wait{ready[0], POLLIN, 0};
  char byte = 0;
  bool up = pid > 0 && ::poll(&wait, 1, seconds * 1000) == 1 && ::read(ready[0], &byte, 1) == 1;
  ::close(ready[0]);
  if (!up) {
    if (pid > 0) StopProcess(pid, 5);
    return Fail(ErrorCode::kUnavailable, "NODE_NOT_READY",
                node.name + " did not start; " + log + " says why");
  }
  node.pid = pid;
  return {};
}

bool StopProcess(pid_t pid, int seconds) {
  if (pid <= 0 || ::kill(pid, SIGTERM) != 0) return true;
  bool gone = WaitFor(seconds, [&] {
    ::waitpid(pid, nullptr, WNOHANG);  // Ours when this process started it.
    return ::kill(pid, 0) != 0;
  });
  if (!gone) ::kill(pid, SIGKILL);
  return gone;
}

}  // namespace candour::ctl
