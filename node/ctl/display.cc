#include "node/ctl/display.h"

#include <utf8proc.h>

#include <algorithm>
#include <ctime>

namespace candour::ctl {
namespace {

struct Character {
  utf8proc_int32_t point = -1;  // -1: not UTF-8.
  size_t bytes = 1;
};

Character CharacterAt(std::string_view text, size_t at) {
  Character character;
  auto used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                               static_cast<utf8proc_ssize_t>(text.size() - at), &character.point);
  if (used <= 0) return {};
  character.bytes = static_cast<size_t>(used);
  return character;
}

// Control characters (C0, C1, DEL), bidirectional controls, zero-width and tag characters.
bool Harmful(utf8proc_int32_t point) {
  auto category = utf8proc_category(point);
  return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF ||
         category == UTF8PROC_CATEGORY_CS || category == UTF8PROC_CATEGORY_CO ||
         category == UTF8PROC_CATEGORY_CN || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

// From an escape character to the end of its sequence, so that "[31m" does not stay behind.
size_t EscapeEnd(std::string_view text, size_t at) {
  if (at + 1 >= text.size() || text[at + 1] != '[') return at + 1;
  size_t end = at + 2;
  while (end < text.size() && (text[end] < '@' || text[end] > '~')) ++end;
  return std::min(end + 1, text.size());
}

std::string CleanKeeping(std::string_view text, std::string_view line_break) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    Character character = CharacterAt(text, at);
    if (text[at] == '\x1b') {
      at = EscapeEnd(text, at);
      continue;
    }
    if (text[at] == '\n') {
      out.append(line_break);
    } else if (text[at] == '\t') {
      out.push_back(' ');
    } else if (character.point < 0) {
      out.append("\xEF\xBF\xBD");
    } else if (!Harmful(character.point)) {
      out.append(text, at, character.bytes);
    }
    at += character.bytes;
  }
  return out;
}

size_t WidthAt(const Character& character) {
  if (character.point < 0) return 1;
  int width = utf8proc_charwidth(character.point);
  return width > 0 ? static_cast<size_t>(width) : 0;
}

constexpr size_t kColumnMin = 8;

// The widest columns give way first.
void Shrink(std::vector<size_t>& widths, size_t width_max) {
  size_t gaps = widths.empty() ? 0 : 2 * (widths.size() - 1);
  for (;;) {
    size_t total = gaps;
    for (size_t width : widths) total += width;
    auto widest = std::max_element(widths.begin(), widths.end());
    if (total <= width_max || widest == widths.end() || *widest <= kColumnMin) return;
    --*widest;
  }
}

}  // namespace

std::string Clean(std::string_view text) { return CleanKeeping(text, " "); }
std::string CleanLines(std::string_view text) { return CleanKeeping(text, "\n"); }

std::string CsvCell(std::string_view text) {
  std::string cell;
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) {
    cell.push_back('\'');
  }
  cell.append(text);
  if (cell.find_first_of(",\"\n\r") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (char c : cell) {
    if (c == '"') quoted.push_back('"');
    quoted.push_back(c);
  }
  return quoted + "\"";
}

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  for (size_t at = 0; at < text.size();) {
    Character character = CharacterAt(text, at);
    width += WidthAt(character);
    at += character.bytes;
  }
  return width;
}

std::string Fit(std::string_view text, size_t width) {
  size_t have = DisplayWidth(text);
  if (have <= width) return std::string(text) + std::string(width - have, ' ');
  std::string out;
  size_t used = 0;
  for (size_t at = 0; at < text.size();) {
    Character character = CharacterAt(text, at);
    if (used + WidthAt(character) + 1 > width) break;
    out.append(text, at, character.bytes);
    used += WidthAt(character);
    at += character.bytes;
  }
  return out + "…" + std::string(width > used + 1 ? width - used - 1 : 0, ' ');
}

namespace {

// Bytes of the longest beginning that fits, and never less than one character.
size_t CutAt(std::string_view word, size_t width) {
  size_t used = 0;
  for (size_t at = 0; at < word.size();) {
    Character character = CharacterAt(word, at);
    used += WidthAt(character);
    if (used > width && at > 0) return at;
    at += character.bytes;
  }
  return word.size();
}

}  // namespace

std::vector<std::string> Wrap(std::string_view text, size_t width) {
  std::vector<std::string> lines;
  std::string line;
  auto flush = [&] {
    lines.push_back(line);
    line.clear();
  };
  for (size_t at = 0; at <= text.size();) {
    size_t end = text.find_first_of(" \n", at);
    if (end == std::string_view::npos) end = text.size();
    std::string_view word = text.substr(at, end - at);
    while (DisplayWidth(word) > width) {
      size_t cut = CutAt(word, width);
      if (cut == word.size()) break;  // One character that is wider than the line.
      if (!line.empty()) flush();
      lines.emplace_back(word.substr(0, cut));
      word.remove_prefix(cut);
    }
    if (!line.empty() && DisplayWidth(line) + 1 + DisplayWidth(word) > width) flush();
    if (!word.empty()) line += (line.empty() ? "" : " ") + std::string(word);
    if (end < text.size() && text[end] == '\n') flush();
    at = end + 1;
  }
  if (!line.empty() || lines.empty()) flush();
  return lines;
}

std::string Table::AsText(size_t width_max) const {
  std::vector<size_t> widths(header_.size(), 0);
  std::vector<std::vector<std::string>> cleaned = {header_};
  for (const auto& row : rows_) {
    auto& out = cleaned.emplace_back();
    for (const auto& cell : row) out.push_back(Clean(cell));
  }
  for (const auto& row : cleaned) {
    for (size_t i = 0; i < row.size() && i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
    }
  }
  Shrink(widths, width_max);
  std::string text;
  for (const auto& row : cleaned) {
    std::string line;
    for (size_t i = 0; i < row.size() && i < widths.size(); ++i) {
      if (i > 0) line += "  ";
      line += Fit(row[i], widths[i]);
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    text += line + "\n";
  }
  return text;
}

std::string Table::AsCsv() const {
  std::string text;
  auto add = [&](const std::vector<std::string>& row) {
    for (size_t i = 0; i < row.size(); ++i) text += (i > 0 ? "," : "") + CsvCell(Clean(row[i]));
    text += "\r\n";
  };
  add(header_);
  for (const auto& row : rows_) add(row);
  return text;
}

std::string SideBySide(std::string_view left, std::string_view right, size_t width) {
  size_t half = width > 23 ? (width - 3) / 2 : 10;
  auto lefts = Wrap(CleanLines(left), half);
  auto rights = Wrap(CleanLines(right), half);
  std::string text;
  for (size_t i = 0; i < std::max(lefts.size(), rights.size()); ++i) {
    text += Fit(i < lefts.size() ? lefts[i] : "", half) + " | " +
            (i < rights.size() ? rights[i] : "") + "\n";
  }
  return text;
}

std::string Moment(int64_t posix_seconds) {
  if (posix_seconds <= 0) return "-";
  std::time_t time = posix_seconds;
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[32];
  std::strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &parts);
  return text;
}

std::string Day(int64_t posix_seconds) { return Moment(posix_seconds).substr(0, 10); }

std::string ShortName(std::string_view name) {
  size_t slash = name.rfind('/');
  size_t item = slash == std::string_view::npos ? 0 : slash + 1;
  return std::string(name.substr(0, std::min(name.size(), item + 8)));
}

}  // namespace candour::ctl
