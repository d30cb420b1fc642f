#include "node/storage/key_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "crypto/aead.h"
#include "crypto/encoding.h"
#include "crypto/random.h"
#include "node/storage/file_io.h"

namespace candour::storage {
namespace {

constexpr size_t kNodeKeyBytes = 32;
constexpr size_t kNodeIdBytes = 16;
constexpr std::string_view kGovernorStart = "governor-";
constexpr std::string_view kGovernorEnd = ".key";

const char* FileName(KeyFile file) {
  switch (file) {
    case KeyFile::kFeed:
      return "feed.key";
    case KeyFile::kCosigner:
      return "cosigner.key";
    case KeyFile::kTlsKey:
      return "tls.key";
    case KeyFile::kTlsCertificate:
      return "tls.crt";
    case KeyFile::kKex:
      return "kex.key";
  }
  return "feed.key";
}

std::string NameIn(KeySlot slot, KeyFile file) {
  return (slot == KeySlot::kNext ? "next-" : "") + std::string(FileName(file));
}

std::string GovernorName(uint32_t number) {
  return std::string(kGovernorStart) + std::to_string(number) + std::string(kGovernorEnd);
}

// Ours alone: owner, kind and mode.
Status CheckPrivate(const std::string& path) {
  struct stat found = {};
  if (::lstat(path.c_str(), &found) != 0) return Fail(FileError(path, "look at", errno));
  const bool folder = S_ISDIR(found.st_mode);
  if (!folder && !S_ISREG(found.st_mode)) {
    return Fail(ErrorCode::kDenied, "KEY_NOT_A_FILE",
                path + ": neither a file nor a folder; put the key itself there");
  }
  if (found.st_uid != ::geteuid()) {
    return Fail(ErrorCode::kDenied, "KEY_OWNER",
                path + ": belongs to uid " + std::to_string(found.st_uid) + "; run: chown " +
                    std::to_string(::geteuid()) + " " + path);
  }
  if ((found.st_mode & 0077) == 0) return {};
  return Fail(ErrorCode::kDenied, "KEY_PERMISSIONS",
              path + ": others may read it; run: chmod " + (folder ? "0700 " : "0600 ") + path);
}

Status CheckTree(const std::string& path) {
  if (Status s = CheckPrivate(path); !s) return s;
  std::error_code failed;
  std::filesystem::recursive_directory_iterator it(path, failed);
  for (; !failed && it != std::filesystem::recursive_directory_iterator(); it.increment(failed)) {
    if (Status s = CheckPrivate(it->path().string()); !s) return s;
  }
  if (failed) return Fail(FileError(path, "list", failed.value()));
  return {};
}

Result<std::string> ReadExactly(const std::string& path, size_t bytes) {
  Result<std::string> content = ReadSmallFile(path);
  if (!content) return content;
  if (content->size() == bytes) return content;
  return Fail(ErrorCode::kCorrupt, "KEY_SIZE",
              path + ": has " + std::to_string(content->size()) + " bytes instead of " +
                  std::to_string(bytes) + "; restore it from the exported keys");
}

// Wrapping has its own key, so that node.key itself never seals anything.
std::string WrappingKey(std::string_view node_key) {
  return crypto::HkdfSha256(node_key, "", "candour/wrap/v1\n", crypto::kAeadKeyBytes);
}

}  // namespace

Result<KeyFolder> KeyFolder::OpenOrCreate(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    if (Status s = MakePrivateFolder(path); !s) return Fail(s.error());
  }
  // node.id comes last: without it the folder was never complete.
  if (!std::filesystem::exists(path + "/node.id", ignored)) {
    if (!std::filesystem::exists(path + "/node.key", ignored)) {
      Status s = ReplaceFile(path + "/node.key", crypto::RandomBytes(kNodeKeyBytes));
      if (!s) return Fail(s.error());
    }
    Status s = ReplaceFile(path + "/node.id", crypto::RandomBytes(kNodeIdBytes));
    if (!s) return Fail(s.error());
  }
  return Open(path);
}

Result<KeyFolder> KeyFolder::Open(const std::string& path) {
  if (Status s = CheckTree(path); !s) return Fail(s.error());
  KeyFolder folder(path);
  Result<std::string> key = ReadExactly(path + "/node.key", kNodeKeyBytes);
  if (!key) return Fail(key.error());
  Result<std::string> id = ReadExactly(path + "/node.id", kNodeIdBytes);
  if (!id) return Fail(id.error());
  folder.node_key_ = *std::move(key);
  folder.node_id_ = *std::move(id);
  return folder;
}

crypto::Hash KeyFolder::InstanceIn(const NetworkId& network) const {
  return crypto::HmacSha256(node_key_, {"candour/instance/v1\n", network.view()});
}

std::string KeyFolder::PathOf(const NetworkId& network, std::string_view name) const {
  return path_ + "/" + network.hex() + "/" + std::string(name);
}

std::vector<NetworkId> KeyFolder::Networks() const {
  std::vector<NetworkId> out;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(path_, failed)) {
    const std::optional<NetworkId> network = NetworkId::FromHex(entry.path().filename().string());
    if (network && entry.is_directory(failed)) out.push_back(*network);
  }
  std::sort(out.begin(), out.end());
  return out;
}

Result<std::string> KeyFolder::Read(const NetworkId& network, KeyFile file, KeySlot slot) const {
  return ReadSmallFile(PathOf(network, NameIn(slot, file)));
}

Status KeyFolder::Write(const NetworkId& network, KeyFile file, std::string_view content,
                        KeySlot slot) const {
  return WriteNamed(network, NameIn(slot, file), content);
}

Status KeyFolder::Promote(const NetworkId& network, KeyFile file) const {
  const std::string next = PathOf(network, NameIn(KeySlot::kNext, file));
  if (::rename(next.c_str(), PathOf(network, FileName(file)).c_str()) != 0) {
    if (errno == ENOENT) return {};
    return Fail(FileError(next, "put in use", errno));
  }
  return SyncFolder(path_ + "/" + network.hex());
}

Result<std::string> KeyFolder::ReadGovernor(const NetworkId& network, uint32_t number) const {
  return ReadSmallFile(PathOf(network, GovernorName(number)));
}

Status KeyFolder::WriteGovernor(const NetworkId& network, uint32_t number,
                                std::string_view content) const {
  return WriteNamed(network, GovernorName(number), content);
}

Status KeyFolder::WriteNamed(const NetworkId& network, std::string_view name,
                             std::string_view content) const {
  if (Status s = MakePrivateFolder(path_ + "/" + network.hex()); !s) return s;
  return ReplaceFile(PathOf(network, name), content);
}

std::vector<uint32_t> KeyFolder::Governors(const NetworkId& network) const {
  std::vector<uint32_t> out;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(PathOf(network, ""), failed)) {
    std::string name = entry.path().filename().string();
    if (!name.starts_with(kGovernorStart) || !name.ends_with(kGovernorEnd)) continue;
    name = name.substr(kGovernorStart.size(),
                       name.size() - kGovernorStart.size() - kGovernorEnd.size());
    const std::optional<uint64_t> number = crypto::ParseDecimal(name);
    if (number && *number <= UINT32_MAX) out.push_back(static_cast<uint32_t>(*number));
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string KeyFolder::WrapKey(std::string_view context, std::string_view key) const {
  const std::string nonce = crypto::RandomBytes(crypto::kAeadNonceBytes);
  return nonce + crypto::Seal(WrappingKey(node_key_), nonce, context, key);
}

Result<std::string> KeyFolder::UnwrapKey(std::string_view context, std::string_view wrapped) const {
  const std::string_view nonce = wrapped.substr(0, crypto::kAeadNonceBytes);
  const std::string_view sealed = wrapped.substr(nonce.size());
  crypto::Outcome<std::string> key = crypto::Open(WrappingKey(node_key_), nonce, context, sealed);
  if (key) return *std::move(key);
  return Fail(ErrorCode::kCorrupt, "WRAPPED_KEY",
              path_ + "/node.key: does not open a sealed key: " + key.error() +
                  "; check that the keys folder belongs to this store");
}

}  // namespace candour::storage
