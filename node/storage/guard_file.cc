#include "node/storage/guard_file.h"

#include <sys/stat.h>

#include <cerrno>
#include <optional>
#include <utility>
#include <vector>

#include "crypto/encoding.h"
#include "node/storage/file_io.h"

namespace candour::storage {
namespace {

constexpr std::string_view kFirstLine = "candour/guard/v1\n";

// Cuts the next line off, without its end; empty when there is no whole line left.
std::optional<std::string_view> NextLine(std::string_view& text) {
  const size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

std::vector<std::string_view> Words(std::string_view line) {
  std::vector<std::string_view> out;
  while (true) {
    const size_t space = line.find(' ');
    out.push_back(line.substr(0, space));
    if (space == std::string_view::npos) return out;
    line.remove_prefix(space + 1);
  }
}

std::optional<crypto::Hash> HashOf(std::string_view hex) {
  const std::optional<std::string> raw = crypto::HexDecode(hex);
  return raw ? crypto::Hash::From(*raw) : std::nullopt;
}

}  // namespace

crypto::Hash MachineHash() {
  return crypto::Sha256(ReadSmallFile("/etc/machine-id").value_or(std::string()));
}

Result<GuardFile> GuardFile::Load(std::string path, const crypto::Hash& machine) {
  GuardFile guard(std::move(path), machine);
  const Result<std::string> text = ReadSmallFile(guard.path_);
  if (!text && text.error().code == ErrorCode::kNotFound) return guard;
  if (!text) return Fail(text.error());
  struct stat found = {};
  if (::stat(guard.path_.c_str(), &found) != 0) {
    return Fail(FileError(guard.path_, "look at", errno));
  }
  if (Status s = guard.Parse(*text, found.st_ino); !s) return Fail(s.error());
  return guard;
}

std::string GuardFile::Format(uint64_t inode) const {
  std::string text(kFirstLine);
  text += "machine " + crypto::HexEncode(machine_.view()) + "\n";
  text += "inode " + std::to_string(inode) + "\n";
  for (const auto& [feed, mark] : marks_) {
    text += "feed " + feed.hex() + " " + std::to_string(mark.size) + " " +
            crypto::HexEncode(mark.root.view()) + "\n";
  }
  text += "sum " + crypto::HexEncode(crypto::Sha256(text).view()) + "\n";
  return text;
}

Status GuardFile::Parse(std::string_view text, uint64_t inode) {
  const auto corrupt = [&] {
    return Fail(ErrorCode::kCorrupt, "GUARD_CORRUPT",
                path_ +
                    ": not a whole guard file; move it away, the node then starts as after a "
                    "restore");
  };
  const size_t sum_at = text.rfind("sum ");
  if (!text.starts_with(kFirstLine) || sum_at == std::string_view::npos) return corrupt();
  const std::string sum = crypto::HexEncode(crypto::Sha256(text.substr(0, sum_at)).view());
  if (text.substr(sum_at) != "sum " + sum + "\n") return corrupt();
  text = text.substr(kFirstLine.size(), sum_at - kFirstLine.size());
  report_.present = true;
  while (const std::optional<std::string_view> line = NextLine(text)) {
    const std::vector<std::string_view> words = Words(*line);
    if (words[0] == "machine" && words.size() == 2) {
      report_.machine_matches = HashOf(words[1]) == machine_;
    } else if (words[0] == "inode" && words.size() == 2) {
      report_.inode_matches = crypto::ParseDecimal(words[1]) == inode;
    } else if (words[0] == "feed" && words.size() == 4) {
      const std::optional<FeedId> feed = FeedId::FromHex(words[1]);
      const std::optional<uint64_t> size = crypto::ParseDecimal(words[2]);
      const std::optional<crypto::Hash> root = HashOf(words[3]);
      if (!feed || !size || !root) return corrupt();
      marks_[*feed] = GuardMark{*size, *root};
    } else {
      return corrupt();
    }
  }
  return {};
}

Status GuardFile::Record(const FeedId& feed, const GuardMark& mark) {
  const auto before = marks_.find(feed);
  const bool known = before != marks_.end();
  const GuardMark old = known ? before->second : GuardMark{};
  if (known && (mark.size < old.size || (mark.size == old.size && mark.root != old.root))) {
    return Fail(ErrorCode::kInvalid, "GUARD_AHEAD",
                path_ + ": feed " + feed.hex() + " was signed up to " + std::to_string(old.size) +
                    "; stop, and follow the steps after a restore");
  }
  marks_[feed] = mark;
  Status written = ReplaceFile(path_, [this](uint64_t inode) { return Format(inode); });
  if (!written) {
    if (known) {
      marks_[feed] = old;
    } else {
      marks_.erase(feed);
    }
    return written;
  }
  report_ = GuardReport{.present = true, .machine_matches = true, .inode_matches = true};
  return {};
}

}  // namespace candour::storage
