// The source tree as the tidy rules see it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace candour::tidy {

struct SourceFile {
  std::string path;  // From the project root, with forward slashes.
  std::string text;
  // The same length and lines as `text`, with comments and the insides of literals blanked. Only
  // filled for C++.
  std::string code;

  bool IsCpp() const;
  bool IsHeader() const;
  bool IsTest() const;  // Anything under tests/.
  // "node/rpc" for node/rpc/peer/x.cc: the folder whose rules hold; see FolderOf().
  std::string Folder() const;
};

struct Include {
  int line = 0;
  bool angled = false;
  std::string target;
};

SourceFile MakeSource(std::string path, std::string text);

// Every text file below `root`, without build folders, generated code and version control.
std::vector<SourceFile> ReadTree(const std::filesystem::path& root);

std::vector<Include> IncludesOf(const SourceFile& file);
std::vector<std::string_view> LinesOf(std::string_view text);
int LineAt(std::string_view text, size_t offset);

// The offset of `token` at or after `from` where no identifier character touches it, or npos.
size_t FindToken(std::string_view code, std::string_view token, size_t from = 0);

}  // namespace candour::tidy
