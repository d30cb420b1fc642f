#include "node/ctl/daemon_path.h"

#include <unistd.h>

#include <array>

namespace candour::ctl {

std::string OwnPath(const std::string& program) {
  std::array<char, 4096> path;
  ssize_t size = ::readlink("/proc/self/exe", path.data(), path.size());
  return size > 0 ? std::string(path.data(), static_cast<size_t>(size)) : program;
}

std::string DaemonPath(const std::string& program) {
  std::string own = OwnPath(program);
  std::string folder = own.substr(0, own.find_last_of('/') + 1);
  // Installed side by side, or in a build tree (node/ctl/candour, node/candourd).
  for (const char* beside : {"candourd", "../candourd"}) {
    std::string path = folder + beside;
    if (::access(path.c_str(), X_OK) == 0) return path;
  }
  return "candourd";
}

}  // namespace candour::ctl
