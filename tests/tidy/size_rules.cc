#include <algorithm>
#include <cctype>

#include "tests/tidy/rules.h"

namespace candour::tidy {
namespace {

constexpr size_t kFileLinesMax = 500;
constexpr size_t kHeaderLinesMax = 150;
constexpr size_t kColumnsMax = 100;
constexpr int kFunctionLinesMax = 70;

std::string WithoutPreprocessor(std::string code) {
  bool continued = false;
  size_t at = 0;
  while (at < code.size()) {
    size_t end = std::min(code.find('\n', at), code.size());
    const bool directive = continued || code.compare(at, 1, "#") == 0;
    continued = directive && end > at && code[end - 1] == '\\';
    if (directive) std::fill(code.begin() + at, code.begin() + end, ' ');
    at = end + 1;
  }
  return code;
}

bool IsWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// Walks the braces of a formatted file: clang-format puts a space before the brace of a body and
// none before the brace of an initialiser.
class FunctionFinder {
 public:
  explicit FunctionFinder(std::string code) : code_(std::move(code)) {}

  std::vector<FunctionSpan> Run() {
    for (size_t at = 0; at < code_.size(); ++at) {
      const char c = code_[at];
      if (c == '\n') ++line_;
      if (c == '{') Open(at);
      if (c == '}') Close(at);
      if (c == ';') head_ = at + 1;
    }
    return std::move(functions_);
  }

 private:
  enum class Kind { kFunction, kScope, kInitialiser };
  struct Block {
    Kind kind;
    int first_line;
  };

  void Open(size_t at) {
    const Kind kind = KindOf(at);
    blocks_.push_back({kind, FirstLine(at)});
    if (kind == Kind::kFunction) ++open_functions_;
    if (kind != Kind::kInitialiser) head_ = at + 1;
  }

  void Close(size_t at) {
    if (blocks_.empty()) return;
    const Block block = blocks_.back();
    blocks_.pop_back();
    if (block.kind == Kind::kFunction) {
      --open_functions_;
      functions_.push_back({block.first_line, line_});
    }
    if (block.kind != Kind::kInitialiser) head_ = at + 1;
  }

  Kind KindOf(size_t at) const {
    if (open_functions_ > 0) return Kind::kScope;
    const std::string_view head = std::string_view(code_).substr(head_, at - head_);
    if (!head.empty() && (IsWord(head.back()) || head.back() == '>' || head.back() == ']')) {
      return Kind::kInitialiser;
    }
    const size_t last = head.find_last_not_of(" \n");
    if (last == std::string_view::npos) return InInitialiser() ? Kind::kInitialiser : Kind::kScope;
    if (std::string_view("=,({").find(head[last]) != std::string_view::npos) {
      return Kind::kInitialiser;
    }
    if (DeclaresScope(head)) return Kind::kScope;
    return head.find('(') != std::string_view::npos ? Kind::kFunction : Kind::kScope;
  }

  bool InInitialiser() const {
    return !blocks_.empty() && blocks_.back().kind == Kind::kInitialiser;
  }

  // A type or a namespace: its keyword stands outside template and parameter lists.
  static bool DeclaresScope(std::string_view head) {
    int depth = 0;
    std::string word;
    for (char c : head) {
      if (IsWord(c)) {
        word += c;
        continue;
      }
      if (depth == 0 && IsScopeWord(word)) return true;
      word.clear();
      if (c == '<' || c == '(') ++depth;
      if (c == '>' || c == ')') --depth;
    }
    return depth == 0 && IsScopeWord(word);
  }

  static bool IsScopeWord(std::string_view word) {
    return word == "namespace" || word == "class" || word == "struct" || word == "union" ||
           word == "enum";
  }

  int FirstLine(size_t at) const {
    size_t first = head_;
    while (first < at && std::isspace(static_cast<unsigned char>(code_[first]))) ++first;
    return line_ - static_cast<int>(std::count(code_.begin() + first, code_.begin() + at, '\n'));
  }

  const std::string code_;
  size_t head_ = 0;  // Where the text that introduces the next brace begins.
  int line_ = 1;
  int open_functions_ = 0;
  std::vector<Block> blocks_;
  std::vector<FunctionSpan> functions_;
};

size_t ColumnsOf(std::string_view line) {
  return std::count_if(line.begin(), line.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

bool MayBeLong(std::string_view line) {
  return line.starts_with("#include") || line.find("https://") != std::string_view::npos;
}

}  // namespace

std::vector<FunctionSpan> FunctionsOf(const SourceFile& file) {
  return FunctionFinder(WithoutPreprocessor(file.code)).Run();
}

Violations CheckSizes(Files files) {
  Violations violations;
  for (const SourceFile& file : files) {
    if (!file.IsCpp()) continue;
    const std::vector<std::string_view> lines = LinesOf(file.text);
    const size_t lines_max = file.IsHeader() ? kHeaderLinesMax : kFileLinesMax;
    if (lines.size() > lines_max) {
      violations.push_back(
          {file.path, 0,
           std::to_string(lines.size()) + " lines, at most " + std::to_string(lines_max)});
    }
    for (size_t i = 0; i < lines.size(); ++i) {
      const size_t columns = ColumnsOf(lines[i]);
      if (columns <= kColumnsMax || MayBeLong(lines[i])) continue;
      violations.push_back(
          {file.path, static_cast<int>(i) + 1,
           std::to_string(columns) + " columns, at most " + std::to_string(kColumnsMax)});
    }
    for (const FunctionSpan& function : FunctionsOf(file)) {
      const int length = function.last_line - function.first_line + 1;
      if (length <= kFunctionLinesMax) continue;
      violations.push_back({file.path, function.first_line,
                            "a function of " + std::to_string(length) + " lines, at most " +
                                std::to_string(kFunctionLinesMax)});
    }
  }
  return violations;
}

}  // namespace candour::tidy
