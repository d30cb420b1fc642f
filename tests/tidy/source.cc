#include "tests/tidy/source.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>

namespace candour::tidy {
namespace {

constexpr size_t kFileBytesMax = 4u << 20;

bool IsWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// Blanks comments and the insides of literals, one at a time.
class Blanker {
 public:
  explicit Blanker(std::string code) : code_(std::move(code)) {}

  std::string Run() {
    while (at_ < code_.size()) Step();
    return std::move(code_);
  }

 private:
  void Step() {
    if (Sees("//")) return BlankTo(code_.find('\n', at_));
    if (Sees("/*")) return BlankTo(After(code_.find("*/", at_ + 2), 2));
    if (Sees("R\"") && (at_ == 0 || !IsWord(code_[at_ - 1]))) return RawLiteral();
    if (code_[at_] == '"') return Literal('"');
    const bool separates_digits = at_ > 0 && IsWord(code_[at_ - 1]);
    if (code_[at_] == '\'' && !separates_digits) return Literal('\'');
    ++at_;
  }

  bool Sees(std::string_view what) const { return code_.compare(at_, what.size(), what) == 0; }

  size_t After(size_t found, size_t length) const {
    return found == std::string::npos ? code_.size() : found + length;
  }

  void BlankTo(size_t end) {
    end = std::min(end, code_.size());
    for (; at_ < end; ++at_) {
      if (code_[at_] != '\n') code_[at_] = ' ';
    }
  }

  void Literal(char quote) {
    size_t end = at_ + 1;
    while (end < code_.size() && code_[end] != quote && code_[end] != '\n') {
      end += code_[end] == '\\' ? 2 : 1;
    }
    ++at_;
    BlankTo(end);
    if (at_ < code_.size()) ++at_;
  }

  void RawLiteral() {
    const size_t open = code_.find('(', at_);
    if (open == std::string::npos) return BlankTo(code_.size());
    const std::string close = ")" + code_.substr(at_ + 2, open - at_ - 2) + "\"";
    at_ += 2;
    BlankTo(After(code_.find(close, open), close.size()) - 1);
    if (at_ < code_.size()) ++at_;
  }

  std::string code_;
  size_t at_ = 0;
};

bool IsSkippedFolder(const std::filesystem::path& folder) {
  const std::string name = folder.filename().string();
  constexpr std::array<std::string_view, 4> kSkipped = {".git", ".cache", "node_modules", "out"};
  if (std::find(kSkipped.begin(), kSkipped.end(), name) != kSkipped.end()) return true;
  if (name.starts_with("build") || name.starts_with("cmake-build")) return true;
  return std::filesystem::exists(folder / "CMakeCache.txt");
}

bool IsGenerated(std::string_view path) {
  return path.ends_with(".pb.h") || path.ends_with(".pb.cc") || path.ends_with(".min.js");
}

}  // namespace

bool SourceFile::IsCpp() const { return path.ends_with(".cc") || path.ends_with(".h"); }

bool SourceFile::IsHeader() const { return path.ends_with(".h"); }

bool SourceFile::IsTest() const { return path.starts_with("tests/"); }

std::string SourceFile::Folder() const {
  const size_t slash = path.find('/');
  if (slash == std::string::npos) return "";
  const std::string top = path.substr(0, slash);
  if (top != "federation" && top != "node") return top;
  const size_t second = path.find('/', slash + 1);
  return second == std::string::npos ? top : path.substr(0, second);
}

SourceFile MakeSource(std::string path, std::string text) {
  SourceFile file{std::move(path), std::move(text), {}};
  if (file.IsCpp()) file.code = Blanker(file.text).Run();
  return file;
}

std::vector<SourceFile> ReadTree(const std::filesystem::path& root) {
  std::vector<SourceFile> files;
  std::filesystem::recursive_directory_iterator entry(root);
  for (; entry != std::filesystem::recursive_directory_iterator(); ++entry) {
    if (entry->is_directory()) {
      if (IsSkippedFolder(entry->path())) entry.disable_recursion_pending();
      continue;
    }
    std::string path = entry->path().lexically_relative(root).generic_string();
    if (!entry->is_regular_file() || entry->file_size() > kFileBytesMax || IsGenerated(path)) {
      continue;
    }
    std::ifstream stream(entry->path(), std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (text.find('\0') != std::string::npos) continue;
    files.push_back(MakeSource(std::move(path), std::move(text)));
  }
  std::sort(files.begin(), files.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return files;
}

std::vector<std::string_view> LinesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

int LineAt(std::string_view text, size_t offset) {
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + offset, '\n'));
}

std::vector<Include> IncludesOf(const SourceFile& file) {
  std::vector<Include> includes;
  if (!file.IsCpp()) return includes;
  const std::vector<std::string_view> code = LinesOf(file.code);
  const std::vector<std::string_view> text = LinesOf(file.text);
  for (size_t i = 0; i < code.size(); ++i) {
    if (!code[i].starts_with("#include")) continue;
    const size_t open = text[i].find_first_of("<\"");
    if (open == std::string_view::npos) continue;
    const bool angled = text[i][open] == '<';
    const size_t close = text[i].find(angled ? '>' : '"', open + 1);
    if (close == std::string_view::npos) continue;
    includes.push_back(
        {static_cast<int>(i) + 1, angled, std::string(text[i].substr(open + 1, close - open - 1))});
  }
  return includes;
}

size_t FindToken(std::string_view code, std::string_view token, size_t from) {
  const auto touches = [&](size_t at) { return at < code.size() && IsWord(code[at]); };
  for (size_t at = code.find(token, from); at != std::string_view::npos;
       at = code.find(token, at + 1)) {
    const bool free_before = at == 0 || !IsWord(token.front()) || !touches(at - 1);
    const bool free_after = !IsWord(token.back()) || !touches(at + token.size());
    if (free_before && free_after) return at;
  }
  return std::string_view::npos;
}

}  // namespace candour::tidy
