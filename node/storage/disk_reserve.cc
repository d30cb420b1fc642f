#include "node/storage/disk_reserve.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

namespace candour::storage {

DiskReserve::DiskReserve(std::string path, uint64_t reserve_bytes, uint64_t floor_bytes)
    : path_(std::move(path)), reserve_bytes_(reserve_bytes), floor_bytes_(floor_bytes) {
  struct stat found = {};
  if (::stat(path_.c_str(), &found) != 0) return;
  filled_ = reserve_bytes_ > 0 && static_cast<uint64_t>(found.st_size) == reserve_bytes_;
  if (!filled_) ::unlink(path_.c_str());
}

uint64_t DiskReserve::FreeBytes() const {
  struct statvfs found = {};
  const std::string folder = std::filesystem::path(path_).parent_path().string();
  if (::statvfs(folder.c_str(), &found) != 0) return 0;
  return static_cast<uint64_t>(found.f_bavail) * found.f_frsize;
}

bool DiskReserve::Low() const { return floor_bytes_ > 0 && FreeBytes() < floor_bytes_; }

void DiskReserve::Fill() {
  // Twice the floor: a disk at the brink does not flip between full and not full.
  if (filled_ || reserve_bytes_ == 0 || FreeBytes() < reserve_bytes_ + 2 * floor_bytes_) return;
  const int fd = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return;
  filled_ = ::posix_fallocate(fd, 0, static_cast<off_t>(reserve_bytes_)) == 0;
  ::close(fd);
  if (!filled_) ::unlink(path_.c_str());
}

void DiskReserve::Release() {
  ::unlink(path_.c_str());
  filled_ = false;
}

}  // namespace candour::storage
