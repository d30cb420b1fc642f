#include "node/storage/key_archive.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "crypto/aead.h"
#include "crypto/encoding.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "node/storage/file_io.h"
#include "node/storage/key_folder.h"

namespace candour::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFirstLine = "candour/keys/v1\n";
constexpr size_t kSaltBytes = 16;
constexpr size_t kFilesMax = 4096;
constexpr size_t kNameBytesMax = 256;

using Files = std::map<std::string, std::string>;  // Content by path inside the folder.

Error Damaged() {
  return {ErrorCode::kCorrupt, "KEY_FILE_DAMAGED",
          "this is not a whole file of exported keys; use another copy"};
}

Result<Files> ReadFolder(const std::string& folder) {
  // Refuses what others can read, before anything of it leaves.
  if (auto opened = KeyFolder::Open(folder); !opened) return Fail(opened.error());
  Files files;
  std::error_code failed;
  fs::recursive_directory_iterator it(folder, failed);
  for (; !failed && it != fs::recursive_directory_iterator(); it.increment(failed)) {
    if (!it->is_regular_file(failed)) continue;
    auto content = ReadSmallFile(it->path().string());
    if (!content) return Fail(content.error());
    files[fs::relative(it->path(), folder, failed).string()] = std::move(*content);
  }
  if (failed) return Fail(FileError(folder, "list", failed.value()));
  return files;
}

std::string Pack(const Files& files) {
  std::string out = crypto::U32(static_cast<uint32_t>(files.size()));
  for (const auto& [name, content] : files) {
    out += crypto::U32(static_cast<uint32_t>(name.size())) + name;
    out += crypto::U32(static_cast<uint32_t>(content.size())) + content;
  }
  return out;
}

std::optional<std::string> TakeText(std::string_view& in) {
  if (in.size() < 4) return std::nullopt;
  const uint32_t size = crypto::GetU32(in);
  in.remove_prefix(4);
  if (in.size() < size) return std::nullopt;
  std::string text(in.substr(0, size));
  in.remove_prefix(size);
  return text;
}

// "name" or "folder/name" of plain characters: nothing that leads elsewhere.
bool SafeName(std::string_view name) {
  if (name.empty() || name.size() > kNameBytesMax || name.front() == '.' || name.front() == '/') {
    return false;
  }
  if (std::count(name.begin(), name.end(), '/') > 1 || name.find("/.") != std::string_view::npos ||
      name.back() == '/') {
    return false;
  }
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '/';
  });
}

std::optional<Files> Unpack(std::string_view in) {
  if (in.size() < 4) return std::nullopt;
  const uint32_t count = crypto::GetU32(in);
  in.remove_prefix(4);
  if (count > kFilesMax) return std::nullopt;
  Files files;
  for (uint32_t i = 0; i < count; ++i) {
    auto name = TakeText(in);
    auto content = name ? TakeText(in) : std::nullopt;
    if (!content || !SafeName(*name)) return std::nullopt;
    files[*name] = std::move(*content);
  }
  if (!in.empty()) return std::nullopt;
  return files;
}

struct Sealed {
  std::string header;  // The lines before the sealed bytes: authenticated with them.
  crypto::ScryptCost cost;
  std::string salt;
  std::string bytes;
};

std::string Header(const crypto::ScryptCost& cost, std::string_view salt) {
  return std::string(kFirstLine) + "scrypt " + std::to_string(cost.n) + " " +
         std::to_string(cost.r) + " " + std::to_string(cost.p) + " " + crypto::HexEncode(salt) +
         "\n";
}

std::optional<Sealed> Parse(std::string_view text) {
  if (!text.starts_with(kFirstLine)) return std::nullopt;
  std::string_view rest = text.substr(kFirstLine.size());
  const size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = rest.substr(0, end);
  std::string_view words[5];
  for (size_t i = 0; i < 5; ++i) {
    const size_t space = line.find(' ');
    if ((space == std::string_view::npos) != (i == 4)) return std::nullopt;
    words[i] = line.substr(0, space);
    line.remove_prefix(i == 4 ? line.size() : space + 1);
  }
  const auto n = crypto::ParseDecimal(words[1]);
  const auto r = crypto::ParseDecimal(words[2]);
  const auto p = crypto::ParseDecimal(words[3]);
  const auto salt = crypto::HexDecode(words[4]);
  rest.remove_prefix(end + 1);
  if (words[0] != "scrypt" || !n || !r || !p || !salt || salt->size() != kSaltBytes ||
      !rest.ends_with('\n')) {
    return std::nullopt;
  }
  rest.remove_suffix(1);
  auto bytes = crypto::Base64Decode(rest);
  if (!bytes) return std::nullopt;
  Sealed sealed{.header = {}, .cost = {*n, *r, *p}, .salt = *salt, .bytes = *std::move(bytes)};
  sealed.header = Header(sealed.cost, sealed.salt);
  return sealed;
}

// The key is used once: its salt is fresh, so the nonce may stand still.
std::string Nonce() { return std::string(crypto::kAeadNonceBytes, '\0'); }

Status WriteFolder(const Files& files, const std::string& folder) {
  const std::string fresh = folder + ".importing";
  std::error_code failed;
  fs::remove_all(fresh, failed);
  if (Status made = MakePrivateFolder(fresh); !made) return made;
  for (const auto& [name, content] : files) {
    const fs::path path = fs::path(fresh) / name;
    if (name.find('/') != std::string::npos) {
      if (Status made = MakePrivateFolder(path.parent_path().string()); !made) return made;
    }
    if (Status written = ReplaceFile(path.string(), content); !written) return written;
  }
  if (auto opened = KeyFolder::Open(fresh); !opened) return Fail(opened.error());
  fs::rename(fresh, folder, failed);
  if (failed) return Fail(FileError(folder, "put the keys at", failed.value()));
  return SyncFolder(fs::path(folder).parent_path().string());
}

}  // namespace

Result<std::string> SealKeyFolder(const std::string& folder, std::string_view passphrase,
                                  const crypto::ScryptCost& cost) {
  if (passphrase.size() < kPassphraseBytesMin) {
    return Fail(ErrorCode::kInvalid, "PASSPHRASE_SHORT",
                "a passphrase for keys has at least " + std::to_string(kPassphraseBytesMin) +
                    " characters; six random words are better");
  }
  auto files = ReadFolder(folder);
  if (!files) return Fail(files.error());
  const std::string salt = crypto::RandomBytes(kSaltBytes);
  auto key = crypto::Scrypt(passphrase, salt, cost, crypto::kAeadKeyBytes);
  if (!key) return Fail(ErrorCode::kUnavailable, "SCRYPT", key.error());
  const std::string header = Header(cost, salt);
  std::string packed = Pack(*files);
  std::string text =
      header + crypto::Base64Encode(crypto::Seal(*key, Nonce(), header, packed)) + "\n";
  crypto::Wipe(packed);
  crypto::Wipe(*key);
  for (auto& [name, content] : *files) crypto::Wipe(content);
  return text;
}

Status OpenKeyFolder(std::string_view text, std::string_view passphrase,
                     const std::string& folder) {
  std::error_code ignored;
  if (fs::exists(folder, ignored)) {
    return Fail(ErrorCode::kConflict, "KEYS_EXIST",
                folder + ": there are keys already; move them away, an import replaces nothing");
  }
  const auto sealed = Parse(text);
  if (!sealed) return Fail(Damaged());
  auto key = crypto::Scrypt(passphrase, sealed->salt, sealed->cost, crypto::kAeadKeyBytes);
  if (!key) return Fail(Damaged());
  auto packed = crypto::Open(*key, Nonce(), sealed->header, sealed->bytes);
  crypto::Wipe(*key);
  if (!packed) {
    return Fail(ErrorCode::kDenied, "PASSPHRASE_WRONG",
                "the passphrase does not open this file, or the file was changed");
  }
  auto files = Unpack(*packed);
  crypto::Wipe(*packed);
  if (!files) return Fail(Damaged());
  Status written = WriteFolder(*files, folder);
  for (auto& [name, content] : *files) crypto::Wipe(content);
  return written;
}

}  // namespace candour::storage
