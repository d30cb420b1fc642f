#include "node/restore.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <iostream>

#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "federation/feed/names.h"
#include "node/learning/rows.h"
#include "node/opened.h"
#include "node/setup.h"
#include "node/storage/backups.h"
#include "node/storage/file_io.h"
#include "node/storage/key_archive.h"

namespace candour {
namespace {

namespace fs = std::filesystem;

WallSeconds WallNow() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Result<uint32_t> NumberOf(const std::string& folder, uint32_t wanted) {
  auto rows = storage::ListBackups(folder);
  if (!rows) return Fail(rows.error());
  for (auto row = rows->rbegin(); row != rows->rend(); ++row) {
    if (wanted == 0 || row->number == wanted) return row->number;
  }
  return Fail(ErrorCode::kNotFound, "NO_SUCH_BACKUP",
              folder + ": there is no such backup; name the folder with --folder");
}

// Marks every own feed, so that a core which opens it knows that it may be an old copy.
Result<size_t> MarkRecovering(storage::RocksDbStore& store) {
  WriteSet writes;
  for (const auto& [network, membership] : LoadMemberships(store.Latest())) {
    const auto member = MemberId::From(membership.member_id());
    if (!member) continue;
    const FeedId feed = FeedIdOf(network, *member, membership.epoch());
    FeedState state = store.Latest().Feed(feed).value_or(FeedState{});
    if (state.size == 0) {
      state.feed = feed;
      state.network = network;
      state.member = *member;
      state.epoch = membership.epoch();
      state.root = crypto::EmptyRoot();
    }
    state.status = FeedStatus::kRecovering;
    writes.push_back(PutFeed{state});
  }
  if (Status committed = store.Commit(writes, {}); !committed) return Fail(committed.error());
  return writes.size();
}

// In a folder of its own until it is marked, so that a crash leaves no unmarked database behind.
Result<size_t> PutBack(const std::string& folder, uint32_t number, const std::string& data,
                       const std::string& node_id) {
  const std::string aside = data + "/restoring";
  std::error_code failed;
  fs::remove_all(aside, failed);
  if (Status made = storage::MakePrivateFolder(aside); !made) return Fail(made.error());
  Status put = storage::RestoreBackup(folder, number, aside + "/db", node_id);
  if (!put) return Fail(put.error());
  size_t feeds = 0;
  {
    auto store =
        storage::RocksDbStore::Open({.data_dir = aside, .node_id = node_id, .reserve_bytes = 0});
    if (!store) return Fail(store.error());
    auto marked = MarkRecovering(**store);
    if (!marked) return Fail(marked.error());
    feeds = *marked;
  }
  fs::remove_all(data + "/index", failed);
  fs::rename(aside + "/db", data + "/db", failed);
  if (failed) return Fail(storage::FileError(data + "/db", "put the database at", failed.value()));
  fs::remove_all(aside, failed);
  if (Status synced = storage::SyncFolder(data); !synced) return Fail(synced.error());
  return feeds;
}

Status WriteNew(const std::string& path, std::string_view content) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0 && errno == EEXIST) {
    return Fail(ErrorCode::kConflict, "FILE_EXISTS",
                path + ": is there already; keys are written to a new file only");
  }
  if (fd < 0) return Fail(storage::FileError(path, "write", errno));
  size_t at = 0;
  while (at < content.size()) {
    const ssize_t wrote = ::write(fd, content.data() + at, content.size() - at);
    if (wrote <= 0) break;
    at += static_cast<size_t>(wrote);
  }
  const bool whole = at == content.size() && ::fsync(fd) == 0;
  const int why = errno;
  if (::close(fd) == 0 && whole) return {};
  (void)::unlink(path.c_str());
  return Fail(storage::FileError(path, "write", why));
}

// Nothing of what is typed is shown while it lives.
class QuietTerminal {
 public:
  explicit QuietTerminal(int fd) : fd_(fd), known_(::tcgetattr(fd, &before_) == 0) {
    if (!known_) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(fd_, TCSAFLUSH, &quiet);
  }
  QuietTerminal(const QuietTerminal&) = delete;
  QuietTerminal& operator=(const QuietTerminal&) = delete;
  ~QuietTerminal() {
    if (known_) ::tcsetattr(fd_, TCSAFLUSH, &before_);
  }

 private:
  const int fd_;
  termios before_ = {};
  const bool known_;
};

Result<std::string> AskAtTerminal(const std::string& prompt) {
  const int fd = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (fd < 0) {
    return Fail(ErrorCode::kInvalid, "NO_TERMINAL",
                "there is no terminal to ask for a passphrase; use --passphrase-file");
  }
  std::string line;
  {
    const QuietTerminal quiet(fd);
    std::cerr << prompt << std::flush;
    char c = 0;
    while (::read(fd, &c, 1) == 1 && c != '\n' && line.size() < 4096) line += c;
    std::cerr << "\n";
  }
  ::close(fd);
  return line;
}

}  // namespace

Result<std::string> RestoreNode(const Restore& restore) {
  auto options = ReadConfig(restore.config);
  if (!options) return Fail(options.error());
  const std::string& data = options->node.data_dir;
  const std::string folder = restore.folder.empty() ? options->node.backup_dir : restore.folder;
  auto keys = NodeKeys::Open(KeyFolderOf(*options), WallNow());
  if (!keys) return Fail(keys.error());
  auto lock = LockFile::Take(data + "/lock");
  if (!lock) return Fail(lock.error());
  if (fs::exists(data + "/db")) {
    return Fail(ErrorCode::kConflict, "STORE_EXISTS",
                data + "/db: there is a database; move it away, a restore replaces nothing");
  }
  auto number = NumberOf(folder, restore.number);
  if (!number) return Fail(number.error());
  auto feeds = PutBack(folder, *number, data, (*keys)->folder().node_id());
  if (!feeds) return Fail(feeds.error());
  return "restored backup " + std::to_string(*number) + " to " + data + "/db; " +
         std::to_string(*feeds) +
         " feed(s) of this node sign nothing, and nothing of others is shown, until every hub has "
         "been caught up with\nnext: start the node, then: candour status\n";
}

Result<std::string> ExportKeys(const std::string& config, const std::string& file,
                               std::string_view passphrase) {
  auto options = ReadConfig(config);
  if (!options) return Fail(options.error());
  auto sealed = storage::SealKeyFolder(KeyFolderOf(*options), passphrase);
  if (!sealed) return Fail(sealed.error());
  if (Status written = WriteNew(file, *sealed); !written) return Fail(written.error());
  return "wrote the keys of " + KeyFolderOf(*options) + " to " + file +
         "\nKeep it away from the backups, and the passphrase away from both: whoever has the "
         "three is this node.\n";
}

Result<std::string> ImportKeys(const std::string& config, const std::string& file,
                               std::string_view passphrase) {
  auto options = ReadConfig(config);
  if (!options) return Fail(options.error());
  auto text = storage::ReadSmallFile(file);
  if (!text) return Fail(text.error());
  const std::string folder = KeyFolderOf(*options);
  std::error_code failed;
  if (fs::create_directories(options->node.data_dir, failed)) {
    // As OpenNode makes it: the group may pass through to the sockets.
    fs::permissions(options->node.data_dir, fs::perms::owner_all | fs::perms::group_exec, failed);
  }
  if (Status made = storage::OpenKeyFolder(*text, passphrase, folder); !made) {
    return Fail(made.error());
  }
  return "made " + folder + "\nnext: candour restore, or start the node\n";
}

Result<std::string> ReadPassphrase(const std::string& file, AskHow how) {
  if (!file.empty()) {
    auto text = storage::ReadSmallFile(file);
    if (!text) return text;
    return text->substr(0, text->find_first_of("\r\n"));
  }
  auto first = AskAtTerminal("passphrase: ");
  if (!first || how == AskHow::kOnce) return first;
  auto second = AskAtTerminal("again: ");
  if (!second) return second;
  if (*first == *second) return first;
  return Fail(ErrorCode::kInvalid, "PASSPHRASE_DIFFERS", "the two are not the same; begin again");
}

}  // namespace candour
