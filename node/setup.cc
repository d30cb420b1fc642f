#include "node/setup.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <utility>

#include "config/document.h"
#include "config/load.h"
#include "node/key_vault.h"
#include "node/opened.h"
#include "node/query_rules.h"
#include "node/storage/file_io.h"

namespace candour {
namespace {

WallSeconds WallNow() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// A TOML basic string.
std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

bool Printable(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
  }
  return true;
}

// Writes `value` where the documented example leaves the option `key` empty.
void SetEmpty(std::string& text, std::string_view key, std::string_view value) {
  const std::string empty = "\n" + std::string(key) + " = \"\"\n";
  const size_t at = text.find(empty);
  if (at == std::string::npos) return;
  text.replace(at, empty.size(), "\n" + std::string(key) + " = " + Quoted(value) + "\n");
}

}  // namespace

Status BecomeOwner(const std::string& path) {
  struct stat found {};
  if (geteuid() != 0) return {};
  if (stat(path.c_str(), &found) != 0 || found.st_uid == 0) {
    return Fail(ErrorCode::kInvalid, "NO_OWNER",
                path +
                    ": run as root, this needs a directory that belongs to the node's "
                    "account; make one with: install -d -o ACCOUNT " +
                    path);
  }
  if (setgid(found.st_gid) != 0 || setuid(found.st_uid) != 0) {
    return Fail(storage::FileError(path, "take over the identity of the owner of", errno));
  }
  return {};
}

Result<config::NodeOptions> ReadConfig(const std::string& path) {
  Result<std::string> text = storage::ReadSmallFile(path);
  if (!text) return Fail(text.error());
  config::LoadResult loaded = config::Load(*text, path);
  if (!loaded.options) {
    return Fail(ErrorCode::kInvalid, "CONFIGURATION",
                "the configuration has problems:\n" + loaded.Report());
  }
  config::ResolvePaths(*loaded.options, path);
  return std::move(*loaded.options);
}

Result<std::string> InitNode(const NewNode& node) {
  if (node.organisation.empty() || node.organisation.size() > 200 ||
      !Printable(node.organisation) || !Printable(node.listen)) {
    return Fail(ErrorCode::kInvalid, "NAME_INVALID",
                "an organisation's name has 1 to 200 printable bytes");
  }
  if (Status owner = BecomeOwner(node.directory); !owner) return Fail(owner.error());
  const std::string config_path = node.directory + "/candour.toml";
  std::error_code failed;
  if (std::filesystem::exists(config_path, failed)) {
    return Fail(ErrorCode::kConflict, "NODE_EXISTS",
                node.directory + ": there is a node already; nothing was changed");
  }
  std::string text = config::DocumentedExample();
  SetEmpty(text, "organisation", node.organisation);
  SetEmpty(text, "peer", node.listen);
  const config::LoadResult loaded = config::Load(text, config_path);
  if (!loaded.options) {
    return Fail(ErrorCode::kInvalid, "LISTEN_INVALID", loaded.Report());
  }
  config::NodeOptions options = *loaded.options;
  config::ResolvePaths(options, config_path);

  std::filesystem::create_directories(node.directory, failed);
  const bool made = !failed && std::filesystem::create_directories(options.node.data_dir, failed);
  if (made) {
    using std::filesystem::perms;
    std::filesystem::permissions(options.node.data_dir, perms::owner_all | perms::group_exec,
                                 failed);
  }
  if (failed) return Fail(storage::FileError(options.node.data_dir, "make", failed.value()));
  auto keys = NodeKeys::OpenOrCreate(KeyFolderOf(options), WallNow());
  if (!keys) return Fail(keys.error());
  // Last: a node is there once it has a configuration.
  if (Status written = storage::ReplaceFile(config_path, text); !written) {
    return Fail(written.error());
  }
  return "made " + config_path + " and the keys in " + KeyFolderOf(options) +
         "\nBackups of the data never contain these keys: write them once, sealed with a "
         "passphrase, with: candour key export FILE\nnext: candourd --config " +
         config_path + "\n";
}

std::vector<std::string> CheckNode(const std::string& config_path) {
  std::vector<std::string> problems;
  const auto note = [&](const Error& error) { problems.push_back(error.message); };
  const Result<config::NodeOptions> options = ReadConfig(config_path);
  if (!options) {
    note(options.error());
    return problems;
  }
  const std::string& data = options->node.data_dir;
  if (auto anonymiser = MakeAnonymiser(*options); !anonymiser) note(anonymiser.error());
  if (auto rules = RulesOf(options->query); !rules) note(rules.error());
  auto keys = NodeKeys::Open(KeyFolderOf(*options), WallNow());
  if (!keys) note(keys.error());
  auto guard = storage::GuardFile::Load(data + "/guard", storage::MachineHash());
  if (!guard) {
    note(guard.error());
  } else if (guard->report().present && !guard->report().trusted()) {
    problems.push_back(data +
                       "/guard: this data directory is a copy or was moved from another "
                       "machine; nothing is signed before every hub was caught up with");
  }
  std::error_code failed;
  if (!keys || !std::filesystem::exists(data + "/db", failed)) return problems;
  Result<LockFile> lock = LockFile::Take(data + "/lock");
  if (!lock) {
    note(lock.error());
    return problems;
  }
  auto store = storage::RocksDbStore::Open(
      {.data_dir = data, .node_id = (*keys)->folder().node_id(), .reserve_bytes = 0});
  if (!store) note(store.error());
  return problems;
}

}  // namespace candour
