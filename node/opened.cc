#include "node/opened.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <sstream>
#include <utility>

#include "node/storage/file_io.h"

namespace candour {
namespace {

WallSeconds WallNow() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Status MakeFolder(const std::string& path, std::filesystem::perms perms) {
  std::error_code failed;
  const bool made = std::filesystem::create_directories(path, failed);
  if (!failed && made) std::filesystem::permissions(path, perms, failed);
  if (failed) return Fail(storage::FileError(path, "make", failed.value()));
  return {};
}

Result<std::vector<std::string>> ReadLines(const std::string& path) {
  Result<std::string> text = storage::ReadSmallFile(path);
  if (!text) return Fail(text.error());
  std::vector<std::string> lines;
  std::istringstream stream(*text);
  for (std::string line; std::getline(stream, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

Result<storage::GuardFile> OpenGuard(const std::string& path, Place place) {
  auto guard = storage::GuardFile::Load(path, storage::MachineHash());
  const bool adopt = guard && place == Place::kMovedHere && guard->report().present &&
                     !guard->report().trusted() && !guard->marks().empty();
  if (!adopt) return guard;
  const auto [feed, mark] = *guard->marks().begin();
  // Any record writes the whole file, with this machine and inode.
  if (Status written = guard->Record(feed, mark); !written) return Fail(written.error());
  return storage::GuardFile::Load(path, storage::MachineHash());
}

}  // namespace

Result<LockFile> LockFile::Take(const std::string& path) {
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return Fail(storage::FileError(path, "open", errno));
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    close(fd);
    return Fail(ErrorCode::kConflict, "NODE_RUNNING",
                path + ": another candourd runs on this data directory; stop it first");
  }
  return LockFile(fd);
}

LockFile::~LockFile() {
  if (fd_ >= 0) close(fd_);
}

std::string KeyFolderOf(const config::NodeOptions& options) {
  return options.node.data_dir + "/keys";
}

Result<std::unique_ptr<anonymise::Anonymiser>> MakeAnonymiser(const config::NodeOptions& options) {
  anonymise::Settings settings;
  settings.keep_words = options.anonymise.keep_words;
  for (const config::LocalId& id : options.anonymise.local_ids) {
    settings.local_id_formats.emplace_back(id.name, id.pattern);
  }
  if (!options.anonymise.staff_directory.empty()) {
    auto staff = ReadLines(options.anonymise.staff_directory);
    if (!staff) return Fail(staff.error());
    settings.staff_directory = std::move(*staff);
  }
  auto made = anonymise::Anonymiser::Create(std::move(settings));
  if (!made) {
    return Fail(
        ErrorCode::kInvalid, "ANONYMISER",
        "the anonymiser cannot start: " + made.error() + "; see [anonymise] in the configuration");
  }
  return std::move(*made);
}

Result<std::unique_ptr<Opened>> OpenNode(const config::NodeOptions& options, Place place) {
  using std::filesystem::perms;
  const std::string& folder = options.node.data_dir;
  // The group may pass through to the sockets; what lies beside them is the owner's alone.
  if (Status made = MakeFolder(folder, perms::owner_all | perms::group_exec); !made) {
    return Fail(made.error());
  }
  constexpr perms kRunPerms = perms::owner_all | perms::group_read | perms::group_exec;
  if (Status made = MakeFolder(options.node.run_dir, kRunPerms); !made) return Fail(made.error());
  Result<LockFile> lock = LockFile::Take(folder + "/lock");
  if (!lock) return Fail(lock.error());
  auto keys = NodeKeys::OpenOrCreate(KeyFolderOf(options), WallNow());
  if (!keys) return Fail(keys.error());
  auto guard = OpenGuard(folder + "/guard", place);
  if (!guard) return Fail(guard.error());
  const std::string& node_id = (*keys)->folder().node_id();
  auto store = storage::RocksDbStore::Open(
      {.data_dir = folder,
       .node_id = node_id,
       .write_buffer_bytes = static_cast<uint64_t>(options.store.write_buffer_mb) << 20,
       .block_cache_bytes = static_cast<uint64_t>(options.store.block_cache_mb) << 20,
       .reserve_bytes = static_cast<uint64_t>(options.store.reserve_mb) << 20});
  if (!store) return Fail(store.error());
  auto search = index::Index::Open({.folder = folder + "/index",
                                    .shards = static_cast<size_t>(options.index.shards),
                                    .store_id = node_id});
  if (!search) return Fail(search.error());
  auto anonymiser = MakeAnonymiser(options);
  if (!anonymiser) return Fail(anonymiser.error());
  return std::make_unique<Opened>(Opened{std::move(*lock), std::move(*keys), std::move(*guard),
                                         std::move(*store), std::move(*search),
                                         std::move(*anonymiser)});
}

}  // namespace candour
