#include "node/ctl/tile_folder.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

namespace candour::ctl {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> Content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace

Result<TileExport> TileExport::Open(const std::string& folder, const std::string& origin) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) {
    return Fail(ErrorCode::kUnavailable, "FOLDER_NOT_MADE",
                folder + " cannot be made: " + failed.message());
  }
  const auto checkpoint = Content(fs::path(folder) / "checkpoint");
  if (checkpoint && !checkpoint->starts_with(origin + "\n")) {
    return Fail(ErrorCode::kConflict, "ANOTHER_LOG",
                folder + " holds another log than " + origin + "; give an empty folder");
  }
  return TileExport(folder);
}

crypto::Outcome<void> TileExport::Put(const std::string& path, const std::string& bytes) {
  const auto there = Content(fs::path(folder_) / path);
  if (!there) return Replace(path, bytes);
  if (*there != bytes) {
    return crypto::Refuse(path + ": another content is there already; give an empty folder");
  }
  ++kept_;
  return {};
}

crypto::Outcome<void> TileExport::PutCheckpoint(const std::string& note) {
  return Replace("checkpoint", note);
}

crypto::Outcome<void> TileExport::Replace(const std::string& path, const std::string& bytes) {
  const fs::path target = fs::path(folder_) / path;
  const fs::path fresh = target.string() + ".new";
  std::error_code failed;
  fs::create_directories(target.parent_path(), failed);
  std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
  out << bytes;
  out.close();
  if (out) fs::rename(fresh, target, failed);
  if (!out || failed) {
    return crypto::Refuse(target.string() + " cannot be written; is there space?");
  }
  ++written_;
  return {};
}

}  // namespace candour::ctl
