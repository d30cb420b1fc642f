// The system calls of the node's own small files: the linker sends every call from our objects to
// open, write and the others to __wrap_open, __wrap_write (tests/CMakeLists.txt, --wrap). What is
// not below the current disk's folder goes straight on.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <map>
#include <mutex>
#include <string>

#include "tests/faults/disk.h"

extern "C" {
int __real_open(const char* path, int flags, ...);
int __real_close(int fd);
ssize_t __real_write(int fd, const void* bytes, size_t count);
int __real_fsync(int fd);
int __real_rename(const char* from, const char* to);
int __real_unlink(const char* path);
int __real_mkdir(const char* path, mode_t mode);
int __real_posix_fallocate(int fd, off_t offset, off_t length);
int __real_statvfs(const char* path, struct statvfs* out);
}

namespace {

using candour::faults::Disk;

struct Open {
  uint64_t file = 0;   // 0: a folder.
  std::string folder;
};
std::mutex mutex;
std::map<int, Open> descriptors;

Disk* DiskOf(const char* path) {
  Disk* disk = Disk::Current();
  return disk != nullptr && disk->Holds(std::string(path) + "/") ? disk : nullptr;
}

// The disk and what it knows of an open descriptor, if it is one of ours.
Disk* DiskOf(int fd, Open& open) {
  const std::lock_guard lock(mutex);
  const auto found = descriptors.find(fd);
  if (found == descriptors.end()) return nullptr;
  open = found->second;
  return Disk::Current();
}

int Errno(int result) { return result == 0 ? 0 : errno; }

int Return(int error) {
  if (error == 0) return 0;
  errno = error;
  return -1;
}

}  // namespace

extern "C" {

int __wrap_open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  Disk* disk = DiskOf(path);
  const bool makes = (flags & O_CREAT) != 0;
  if (disk == nullptr || (!makes && (flags & O_DIRECTORY) == 0)) {
    return __real_open(path, flags, mode);
  }
  int fd = -1;
  Open open;
  if (makes) {
    const int error = disk->Create(
        path,
        [&] {
          fd = __real_open(path, flags, mode);
          return fd < 0 ? errno : 0;
        },
        open.file);
    if (error != 0) return Return(error);
  } else {
    fd = __real_open(path, flags, mode);
    open.folder = path;
  }
  const std::lock_guard lock(mutex);
  if (fd >= 0) descriptors[fd] = open;
  return fd;
}

int __wrap_close(int fd) {
  {
    const std::lock_guard lock(mutex);
    descriptors.erase(fd);
  }
  return __real_close(fd);
}

ssize_t __wrap_write(int fd, const void* bytes, size_t count) {
  Open open;
  Disk* disk = DiskOf(fd, open);
  if (disk == nullptr) return __real_write(fd, bytes, count);
  size_t taken = 0;
  const auto real = [&](size_t part) {
    const ssize_t written = __real_write(fd, bytes, part);
    return written == static_cast<ssize_t>(part) ? 0 : EIO;
  };
  const int error = disk->Append(open.file, {static_cast<const char*>(bytes), count}, real, taken);
  if (taken > 0) return static_cast<ssize_t>(taken);  // A short write, as a full disk gives.
  return error == 0 ? 0 : Return(error);
}

int __wrap_fsync(int fd) {
  Open open;
  Disk* disk = DiskOf(fd, open);
  const auto real = [&] { return Errno(__real_fsync(fd)); };
  if (disk == nullptr) return __real_fsync(fd);
  return Return(open.file != 0 ? disk->Sync(open.file, real)
                               : disk->SyncFolder(open.folder, real));
}

int __wrap_rename(const char* from, const char* to) {
  Disk* disk = DiskOf(from);
  if (disk == nullptr) return __real_rename(from, to);
  return Return(disk->Rename(from, to, [&] { return Errno(__real_rename(from, to)); }));
}

int __wrap_unlink(const char* path) {
  Disk* disk = DiskOf(path);
  if (disk == nullptr) return __real_unlink(path);
  return Return(disk->Remove(path, [&] { return Errno(__real_unlink(path)); }));
}

int __wrap_mkdir(const char* path, mode_t mode) {
  Disk* disk = DiskOf(path);
  if (disk == nullptr) return __real_mkdir(path, mode);
  return Return(disk->MakeFolder(path, [&] { return Errno(__real_mkdir(path, mode)); }));
}

int __wrap_posix_fallocate(int fd, off_t offset, off_t length) {
  Open open;
  Disk* disk = DiskOf(fd, open);
  if (disk == nullptr) return __real_posix_fallocate(fd, offset, length);
  // Only counted: of a reserve nothing matters but its length.
  return disk->Reserve(open.file, static_cast<uint64_t>(length),
                       [&] { return Errno(::ftruncate(fd, offset + length)); });
}

int __wrap_statvfs(const char* path, struct statvfs* out) {
  const int result = __real_statvfs(path, out);
  Disk* disk = DiskOf(path);
  if (result != 0 || disk == nullptr) return result;
  out->f_frsize = 1;
  out->f_bavail = disk->FreeBytes();
  return 0;
}

}  // extern "C"
