#include "tests/faults/file_system.h"

#include <rocksdb/file_system.h>
#include <rocksdb/system_clock.h>

#include <cerrno>
#include <utility>

#include "tests/faults/background.h"
#include "tests/faults/disk.h"

namespace candour::faults {
namespace {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

// As RocksDB's own file system translates what the system says.
IOStatus StatusOf(int error, const std::string& what) {
  if (error == 0) return IOStatus::OK();
  if (error != ENOSPC) return IOStatus::IOError("injected: input/output error", what);
  IOStatus full = IOStatus::NoSpace("injected: no space left on device", what);
  full.SetRetryable(true);
  return full;
}

// Runs `real` for the disk and keeps what it said.
class Call {
 public:
  template <class Work>
  auto operator()(Work work) {
    return [this, work](auto... arguments) {
      status_ = work(arguments...);
      return status_.ok() ? 0 : EIO;
    };
  }
  IOStatus Outcome(int error, const std::string& what) const {
    return status_.ok() ? StatusOf(error, what) : status_;
  }

 private:
  IOStatus status_;
};

class FaultyFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultyFile(std::unique_ptr<rocksdb::FSWritableFile> file, Disk& disk, uint64_t number)
      : FSWritableFileOwnerWrapper(std::move(file)), disk_(disk), number_(number) {}

  IOStatus Append(const Slice& bytes, const IOOptions& options, IODebugContext* dbg) override {
    Call call;
    size_t taken = 0;
    const int error = disk_.Append(number_, {bytes.data(), bytes.size()}, call([&](size_t part) {
                                     return target()->Append(Slice(bytes.data(), part), options,
                                                             dbg);
                                   }),
                                   taken);
    return call.Outcome(error, "append");
  }
  IOStatus Append(const Slice& bytes, const IOOptions& options,
                  const rocksdb::DataVerificationInfo&, IODebugContext* dbg) override {
    return Append(bytes, options, dbg);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* dbg) override {
    Call call;
    return call.Outcome(disk_.Sync(number_, call([&] { return target()->Sync(options, dbg); })),
                        "sync");
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* dbg) override {
    return Sync(options, dbg);
  }
  // Used for direct input and output only.
  IOStatus PositionedAppend(const Slice&, uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::NotSupported();
  }
  IOStatus Allocate(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();
  }
  IOStatus RangeSync(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();  // It promises nothing.
  }

 private:
  Disk& disk_;
  const uint64_t number_;
};

class FaultyFolder final : public rocksdb::FSDirectoryWrapper {
 public:
  FaultyFolder(std::unique_ptr<rocksdb::FSDirectory> folder, Disk& disk, std::string path)
      : FSDirectoryWrapper(std::move(folder)), disk_(disk), path_(std::move(path)) {}

  IOStatus Fsync(const IOOptions& options, IODebugContext* dbg) override {
    return FsyncWithDirOptions(options, dbg, {});
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* dbg,
                               const rocksdb::DirFsyncOptions& how) override {
    Call call;
    const auto real = call(
        [&] { return rocksdb::FSDirectoryWrapper::FsyncWithDirOptions(options, dbg, how); });
    return call.Outcome(disk_.SyncFolder(path_, real), "sync " + path_);
  }

 private:
  Disk& disk_;
  const std::string path_;
};

// Nothing that RocksDB might tell a log of its own has to survive.
class NoLog final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
  size_t GetLogFileSize() const override { return 0; }
};

class FaultyFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  explicit FaultyFileSystem(Disk& disk)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), disk_(disk) {}
  const char* Name() const override { return "FaultyFileSystem"; }

  IOStatus NewWritableFile(const std::string& path, const FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* result,
                           IODebugContext* dbg) override {
    if (!disk_.Holds(path)) return target()->NewWritableFile(path, options, result, dbg);
    std::unique_ptr<rocksdb::FSWritableFile> file;
    Call call;
    uint64_t number = 0;
    const int error = disk_.Create(
        path, call([&] { return target()->NewWritableFile(path, options, &file, dbg); }), number);
    const IOStatus status = call.Outcome(error, path);
    if (status.ok()) *result = std::make_unique<FaultyFile>(std::move(file), disk_, number);
    return status;
  }
  IOStatus ReopenWritableFile(const std::string& path, const FileOptions&,
                              std::unique_ptr<rocksdb::FSWritableFile>*, IODebugContext*) override {
    return IOStatus::NotSupported(path);
  }
  IOStatus ReuseWritableFile(const std::string& path, const std::string&, const FileOptions&,
                             std::unique_ptr<rocksdb::FSWritableFile>*, IODebugContext*) override {
    return IOStatus::NotSupported(path);
  }
  IOStatus NewRandomRWFile(const std::string& path, const FileOptions&,
                           std::unique_ptr<rocksdb::FSRandomRWFile>*, IODebugContext*) override {
    return IOStatus::NotSupported(path);
  }
  IOStatus LinkFile(const std::string& path, const std::string&, const IOOptions&,
                    IODebugContext*) override {
    return IOStatus::NotSupported(path);
  }
  IOStatus NewDirectory(const std::string& path, const IOOptions& options,
                        std::unique_ptr<rocksdb::FSDirectory>* result,
                        IODebugContext* dbg) override {
    std::unique_ptr<rocksdb::FSDirectory> folder;
    const IOStatus status = target()->NewDirectory(path, options, &folder, dbg);
    if (status.ok()) *result = std::make_unique<FaultyFolder>(std::move(folder), disk_, path);
    return status;
  }
  IOStatus DeleteFile(const std::string& path, const IOOptions& options,
                      IODebugContext* dbg) override {
    Call call;
    return call.Outcome(
        disk_.Remove(path, call([&] { return target()->DeleteFile(path, options, dbg); })), path);
  }
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* dbg) override {
    Call call;
    const auto real = call([&] { return target()->RenameFile(from, to, options, dbg); });
    return call.Outcome(disk_.Rename(from, to, real), from);
  }
  IOStatus CreateDir(const std::string& path, const IOOptions& options,
                     IODebugContext* dbg) override {
    Call call;
    return call.Outcome(
        disk_.MakeFolder(path, call([&] { return target()->CreateDir(path, options, dbg); })),
        path);
  }
  IOStatus CreateDirIfMissing(const std::string& path, const IOOptions& options,
                              IODebugContext* dbg) override {
    const IOStatus there = target()->FileExists(path, options, dbg);
    return there.ok() ? there : CreateDir(path, options, dbg);
  }
  IOStatus NewLogger(const std::string&, const IOOptions&, std::shared_ptr<rocksdb::Logger>* result,
                     IODebugContext*) override {
    *result = std::make_shared<NoLog>();
    return IOStatus::OK();
  }

 private:
  Disk& disk_;
};

class PlainFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  using FSWritableFileOwnerWrapper::FSWritableFileOwnerWrapper;
  void PrepareWrite(size_t, size_t, const IOOptions&, IODebugContext*) override {}
};

class PlainFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  PlainFileSystem() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
  const char* Name() const override { return "PlainFileSystem"; }
  IOStatus NewWritableFile(const std::string& path, const FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* result,
                           IODebugContext* dbg) override {
    // Options written for people to read: nobody does, and they take a quarter of an opening.
    if (path.find("/OPTIONS-") != std::string::npos) return IOStatus::NotSupported(path);
    std::unique_ptr<rocksdb::FSWritableFile> file;
    const IOStatus status = target()->NewWritableFile(path, options, &file, dbg);
    if (status.ok()) *result = std::make_unique<PlainFile>(std::move(file));
    return status;
  }
  IOStatus NewLogger(const std::string&, const IOOptions&, std::shared_ptr<rocksdb::Logger>* result,
                     IODebugContext*) override {
    *result = std::make_shared<NoLog>();
    return IOStatus::OK();
  }
};

// After work that failed RocksDB sleeps for a second, so that it does not fail without a pause.
class PauseClock final : public rocksdb::SystemClockWrapper {
 public:
  PauseClock(const std::shared_ptr<rocksdb::SystemClock>& clock, Background& background)
      : SystemClockWrapper(clock), background_(background) {}
  const char* Name() const override { return "PauseClock"; }
  void SleepForMicroseconds(int micros) override {
    // Nothing is tried again after a sync that failed.
    if (!background_.Paused()) target_->SleepForMicroseconds(micros);
  }

 private:
  Background& background_;
};

// One piece of RocksDB's work in the background.
struct Work {
  std::shared_ptr<Background> background;
  void (*work)(void*);
  void (*dropped)(void*);
  void* argument;

  static void Do(void* raw) {
    const std::unique_ptr<Work> self(static_cast<Work*>(raw));
    self->background->Begin();
    self->work(self->argument);
    self->background->End();
  }
  static void Drop(void* raw) {
    const std::unique_ptr<Work> self(static_cast<Work*>(raw));
    if (self->dropped != nullptr) self->dropped(self->argument);
  }
};

class FaultyEnv final : public rocksdb::EnvWrapper {
 public:
  FaultyEnv(std::unique_ptr<rocksdb::Env> files, std::shared_ptr<Background> background)
      : EnvWrapper(std::move(files)), background_(std::move(background)) {
    file_system_ = target()->GetFileSystem();
    system_clock_ = std::make_shared<PauseClock>(target()->GetSystemClock(), *background_);
  }
  void Schedule(void (*work)(void*), void* argument, Priority priority, void* tag,
                void (*dropped)(void*)) override {
    auto* job = new Work{
        .background = background_, .work = work, .dropped = dropped, .argument = argument};
    target()->Schedule(&Work::Do, job, priority, tag, &Work::Drop);
  }

 private:
  const std::shared_ptr<Background> background_;
};

}  // namespace

std::unique_ptr<rocksdb::Env> NewPlainEnv() {
  return rocksdb::NewCompositeEnv(std::make_shared<PlainFileSystem>());
}

std::unique_ptr<rocksdb::Env> NewFaultyEnv(Disk& disk, std::shared_ptr<Background> background) {
  return std::make_unique<FaultyEnv>(
      rocksdb::NewCompositeEnv(std::make_shared<FaultyFileSystem>(disk)), std::move(background));
}

}  // namespace candour::faults
