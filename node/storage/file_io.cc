#include "node/storage/file_io.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace candour::storage {
namespace {

constexpr size_t kSmallFileBytesMax = 1 << 20;

// A file descriptor that closes itself.
class OpenFile {
 public:
  OpenFile(const std::string& path, int flags, mode_t mode)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  int fd() const { return fd_; }
  bool ok() const { return fd_ >= 0; }

 private:
  int fd_;
};

bool WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

std::string FolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

// Writes `path` anew and syncs it.
Status WriteNew(const std::string& path, const std::function<std::string(uint64_t)>& make) {
  const OpenFile file(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600);
  struct stat found = {};
  if (!file.ok() || ::fchmod(file.fd(), 0600) != 0 || ::fstat(file.fd(), &found) != 0) {
    return Fail(FileError(path, "create", errno));
  }
  if (!WriteAll(file.fd(), make(found.st_ino)) || ::fsync(file.fd()) != 0) {
    return Fail(FileError(path, "write", errno));
  }
  return {};
}

}  // namespace

Error FileError(const std::string& path, std::string_view doing, int system_error) {
  const bool full = system_error == ENOSPC || system_error == EDQUOT;
  std::string message =
      path + ": cannot " + std::string(doing) + ": " + std::strerror(system_error);
  message += full ? "; free some disk space" : "; check the folder's owner and permissions";
  return Error{full ? ErrorCode::kFull : ErrorCode::kUnavailable, full ? "DISK_FULL" : "FILE_ERROR",
               message};
}

Result<std::string> ReadSmallFile(const std::string& path) {
  const OpenFile file(path, O_RDONLY, 0);
  if (!file.ok()) {
    if (errno == ENOENT) return Fail(ErrorCode::kNotFound, "NO_FILE", path + ": does not exist");
    return Fail(FileError(path, "open", errno));
  }
  std::string out;
  char buffer[4096];
  while (true) {
    const ssize_t n = ::read(file.fd(), buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Fail(FileError(path, "read", errno));
    if (n == 0) return out;
    out.append(buffer, static_cast<size_t>(n));
    if (out.size() > kSmallFileBytesMax) {
      return Fail(ErrorCode::kFull, "FILE_TOO_LARGE", path + ": larger than 1 MiB; not our file");
    }
  }
}

Status SyncFolder(const std::string& path) {
  const OpenFile folder(path, O_RDONLY | O_DIRECTORY, 0);
  if (!folder.ok() || ::fsync(folder.fd()) != 0) return Fail(FileError(path, "sync", errno));
  return {};
}

Status ReplaceFile(const std::string& path, std::string_view content) {
  return ReplaceFile(path, [&](uint64_t) { return std::string(content); });
}

Status ReplaceFile(const std::string& path, const std::function<std::string(uint64_t)>& make) {
  const std::string fresh = path + ".new";
  if (Status s = WriteNew(fresh, make); !s) {
    ::unlink(fresh.c_str());
    return s;
  }
  return RenameDurably(fresh, path);
}

Status RenameDurably(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return Fail(FileError(to, "replace", errno));
  return SyncFolder(FolderOf(to));
}

Status MakePrivateFolder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0) {
    if (errno == EEXIST) return {};
    return Fail(FileError(path, "create", errno));
  }
  return SyncFolder(FolderOf(path));
}

}  // namespace candour::storage
