#include "node/ctl/anonymise_settings.h"

#include <fstream>
#include <sstream>

#include "config/load.h"

namespace candour::ctl {
namespace {

Result<std::string> ReadAll(const std::string& path, const std::string& what) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) {
    return Fail(ErrorCode::kInvalid, "FILE_UNREADABLE",
                what + " " + path + " cannot be read; check the path and who may read it");
  }
  return text.str();
}

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

Result<anonymise::Settings> ReadAnonymiseSettings(const std::string& path) {
  anonymise::Settings settings;
  if (path.empty()) return settings;
  auto text = ReadAll(path, "the configuration");
  if (!text) return Fail(text.error());
  config::LoadResult loaded = config::Load(*text, path);
  if (!loaded.options) {
    return Fail(ErrorCode::kInvalid, "CONFIGURATION_INVALID", loaded.Report());
  }
  config::ResolvePaths(*loaded.options, path);
  settings.keep_words = loaded.options->anonymise.keep_words;
  for (const config::LocalId& id : loaded.options->anonymise.local_ids) {
    settings.local_id_formats.emplace_back(id.name, id.pattern);
  }
  const std::string& directory = loaded.options->anonymise.staff_directory;
  if (directory.empty()) return settings;
  auto staff = ReadAll(directory, "the staff directory");
  if (!staff) return Fail(staff.error());
  settings.staff_directory = LinesOf(*staff);
  return settings;
}

}  // namespace candour::ctl
