#include "tests/faults/disk.h"

#include <atomic>
#include <cerrno>
#include <utility>

#include "tests/faults/background.h"
#include "tests/faults/file_system.h"

namespace candour::faults {
namespace {

using Kind = Operation::Kind;

std::atomic<Disk*> current{nullptr};

}  // namespace

Disk::Disk(const std::string& folder)
    : folder_(folder + "/"),
      background_(std::make_shared<Background>()),
      env_(NewFaultyEnv(*this, background_)) {
  current = this;
}

Disk::~Disk() { current = nullptr; }

Disk* Disk::Current() { return current; }

Journal Disk::TakeJournal() {
  const std::lock_guard lock(mutex_);
  return std::exchange(journal_, {});
}

size_t Disk::recorded() const {
  const std::lock_guard lock(mutex_);
  return journal_.operations.size();
}

void Disk::Set(const Faults& faults) {
  const std::lock_guard lock(mutex_);
  faults_ = faults;
  syncs_ = writes_ = 0;
}

void Disk::MakeSpace() {
  const std::lock_guard lock(mutex_);
  capacity_ = kNever;
}

uint64_t Disk::FreeBytes() const {
  const std::lock_guard lock(mutex_);
  return capacity_ > used_ ? capacity_ - used_ : 0;
}

std::string Disk::failed_sync() const {
  const std::lock_guard lock(mutex_);
  return failed_sync_;
}

void Disk::WaitUntilTold() { background_->WaitForFailed(); }

bool Disk::filled() const {
  const std::lock_guard lock(mutex_);
  return filled_;
}

uint64_t Disk::syncs() const {
  const std::lock_guard lock(mutex_);
  return syncs_;
}

uint64_t Disk::writes() const {
  const std::lock_guard lock(mutex_);
  return writes_;
}

bool Disk::Holds(const std::string& path) const { return path.starts_with(folder_); }

std::string Disk::Relative(const std::string& path) const {
  std::string below = path.substr(std::min(folder_.size(), path.size()));
  while (below.ends_with('/')) below.pop_back();
  return below;
}

void Disk::Record(Operation operation) { journal_.operations.push_back(std::move(operation)); }

void Disk::Forget(const std::string& path) {
  const auto name = names_.find(path);
  if (name == names_.end()) return;
  const auto file = files_.find(name->second);
  used_ -= file->second.bytes;
  file->second.bytes = 0;  // Whoever still has it open frees nothing more.
  names_.erase(name);
}

int Disk::Create(const std::string& path, const Real& real, uint64_t& file) {
  const std::lock_guard lock(mutex_);
  if (capacity_ <= used_) return ENOSPC;
  if (const int error = real()) return error;
  const std::string name = Relative(path);
  Forget(name);
  file = ++last_file_;
  names_[name] = file;
  files_[file] = {name, 0};
  Record({.kind = Kind::kCreate, .file = file, .path = name, .to = {}, .bytes = {}});
  return 0;
}

int Disk::Append(uint64_t file, std::string_view bytes, const std::function<int(size_t)>& real,
                 size_t& taken) {
  const std::lock_guard lock(mutex_);
  if (writes_++ == faults_.fill_at_write) {
    filled_ = true;
    capacity_ = used_ + bytes.size() / 2;
  }
  const uint64_t free = capacity_ > used_ ? capacity_ - used_ : 0;
  taken = static_cast<size_t>(std::min<uint64_t>(bytes.size(), free));
  if (const int error = taken > 0 ? real(taken) : 0) return error;
  used_ += taken;
  files_[file].bytes += taken;
  Record({.kind = Kind::kAppend,
          .file = file,
          .path = {},
          .to = {},
          .bytes = std::string(bytes.substr(0, taken))});
  return taken < bytes.size() ? ENOSPC : 0;
}

int Disk::Reserve(uint64_t file, uint64_t bytes, const Real& real) {
  const std::lock_guard lock(mutex_);
  if (capacity_ < used_ + bytes) return ENOSPC;
  if (const int error = real()) return error;
  used_ += bytes;
  files_[file].bytes += bytes;
  return 0;
}

bool Disk::FailsNow(const std::string& what) {
  if (syncs_++ != faults_.fail_sync) return false;
  failed_sync_ = what;
  background_->Fails();
  return true;
}

int Disk::Sync(uint64_t file, const Real& real) {
  std::unique_lock lock(mutex_);
  const bool fails = FailsNow(files_[file].path);
  if (const int error = fails ? EIO : real()) {
    Record({.kind = Kind::kSyncFailed, .file = file, .path = {}, .to = {}, .bytes = {}});
    lock.unlock();
    background_->Linger();
    return error;
  }
  Record({.kind = Kind::kSync, .file = file, .path = {}, .to = {}, .bytes = {}});
  return 0;
}

int Disk::SyncFolder(const std::string& path, const Real& real) {
  std::unique_lock lock(mutex_);
  // The names that this sync is about, as far as one can tell.
  const std::string newest = journal_.operations.empty() ? "" : journal_.operations.back().to;
  const bool options = newest.find("/OPTIONS-") != std::string::npos;
  if (FailsNow(options ? newest : Relative(path) + "/")) {
    lock.unlock();
    background_->Linger();
    return EIO;
  }
  if (const int error = real()) return error;
  Record({.kind = Kind::kSyncFolder, .file = 0, .path = Relative(path), .to = {}, .bytes = {}});
  return 0;
}

int Disk::Rename(const std::string& from, const std::string& to, const Real& real) {
  const std::lock_guard lock(mutex_);
  if (const int error = real()) return error;
  const std::string old_name = Relative(from);
  const std::string new_name = Relative(to);
  Forget(new_name);
  std::map<std::string, uint64_t> names;
  for (const auto& [name, file] : names_) {
    const bool moves = name == old_name || name.starts_with(old_name + "/");
    const std::string now = moves ? new_name + name.substr(old_name.size()) : name;
    names[now] = file;
    files_[file].path = now;
  }
  names_ = std::move(names);
  Record({.kind = Kind::kRename, .file = 0, .path = old_name, .to = new_name, .bytes = {}});
  return 0;
}

int Disk::Remove(const std::string& path, const Real& real) {
  const std::lock_guard lock(mutex_);
  if (const int error = real()) return error;
  Forget(Relative(path));
  Record({.kind = Kind::kRemove, .file = 0, .path = Relative(path), .to = {}, .bytes = {}});
  return 0;
}

int Disk::MakeFolder(const std::string& path, const Real& real) {
  const std::lock_guard lock(mutex_);
  if (capacity_ <= used_) return ENOSPC;
  if (const int error = real()) return error;
  Record({.kind = Kind::kMakeFolder, .file = 0, .path = Relative(path), .to = {}, .bytes = {}});
  return 0;
}

}  // namespace candour::faults
