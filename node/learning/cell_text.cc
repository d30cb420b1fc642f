#include "node/learning/cell_text.h"

#include <array>
#include <cstdint>

namespace candour::intake {
namespace {

struct Replacement {
  std::string_view from;
  std::string_view to;
};

// Each is looked for at one place of the text, so the order does not matter.
constexpr Replacement kFolds[] = {
    {"\u2018", "'"},  {"\u2019", "'"},  {"\u201A", "'"},  {"\u201B", "'"},
    {"\u201C", "\""}, {"\u201D", "\""}, {"\u201E", "\""}, {"\u2010", "-"},
    {"\u2011", "-"},  {"\u2012", "-"},  {"\u2013", "-"},  {"\u2014", "-"},
    {"\u2212", "-"},  {"\u00AD", ""},   {"\u200B", ""},   {"\uFEFF", ""},
};

// White space beside the ASCII one, as table programs write it.
constexpr std::string_view kWideSpaces[] = {"\u00A0", "\u2002", "\u2003", "\u2007",
                                            "\u2009", "\u202F", "\u3000"};

// The length of the white space character that `text` begins with, else 0.
size_t SpaceAt(std::string_view text) {
  if (text.empty()) return 0;
  if (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r')) return 1;
  for (std::string_view space : kWideSpaces) {
    if (text.starts_with(space)) return space.size();
  }
  return 0;
}

size_t SpaceBeforeEnd(std::string_view text) {
  if (text.empty()) return 0;
  for (size_t length = 1; length <= 3 && length <= text.size(); ++length) {
    if (SpaceAt(text.substr(text.size() - length)) == length) return length;
  }
  return 0;
}

std::string_view Trim(std::string_view text) {
  while (size_t length = SpaceAt(text)) text.remove_prefix(length);
  while (size_t length = SpaceBeforeEnd(text)) text.remove_suffix(length);
  return text;
}

void AppendUtf8(uint16_t code, std::string& out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

}  // namespace

std::string CleanCell(std::string_view cell) {
  std::string_view text = Trim(cell);
  const bool kept_as_text = text.size() >= 3 && text.starts_with("=\"") && text.ends_with('"');
  if (kept_as_text) {
    const std::string_view inside = text.substr(2, text.size() - 3);
    if (inside.find('"') == std::string_view::npos) text = Trim(inside);
  }
  return std::string(text);
}

std::string CollapseSpaces(std::string_view text) {
  std::string out;
  text = Trim(text);
  while (!text.empty()) {
    if (size_t length = SpaceAt(text)) {
      if (!out.ends_with(' ')) out += ' ';
      text.remove_prefix(length);
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

std::string FoldText(std::string_view text) {
  const std::string collapsed = CollapseSpaces(text);
  std::string out;
  std::string_view rest = collapsed;
  while (!rest.empty()) {
    const Replacement* found = nullptr;
    for (const Replacement& fold : kFolds) {
      if (rest.starts_with(fold.from)) found = &fold;
    }
    if (found != nullptr) {
      out += found->to;
      rest.remove_prefix(found->from.size());
      continue;
    }
    const char c = rest.front();
    out += (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
    rest.remove_prefix(1);
  }
  return out;
}

std::string CanonicalReference(std::string_view reference) {
  std::string out;
  for (char c : FoldText(CleanCell(reference))) {
    if (c == ' ') continue;
    out += (c >= 'a' && c <= 'z') ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return out;
}

std::string FirstWords(std::string_view text, size_t words_max) {
  std::string collapsed = CollapseSpaces(text);
  size_t end = 0;
  for (size_t words = 0; words < words_max; ++words) {
    end = collapsed.find(' ', end + (words == 0 ? 0 : 1));
    if (end == std::string::npos) return collapsed;
  }
  return collapsed.substr(0, end) + "...";
}

std::vector<std::string> SplitCell(std::string_view cell, std::string_view separator) {
  std::vector<std::string> parts;
  for (;;) {
    const size_t end = separator.empty() ? std::string_view::npos : cell.find(separator);
    std::string part = CleanCell(cell.substr(0, end));
    if (!part.empty()) parts.push_back(std::move(part));
    if (end == std::string_view::npos) return parts;
    cell.remove_prefix(end + separator.size());
  }
}

std::optional<std::string> FromWindows1252(std::string_view bytes) {
  // 0x80 to 0x9F, as the WHATWG index and Microsoft's best fit agree on; 0 = no character.
  constexpr std::array<uint16_t, 32> kUpper = {
      0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
  std::string out;
  for (char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    const bool upper = byte >= 0x80 && byte <= 0x9F;
    const uint16_t code = upper ? kUpper[byte - 0x80] : byte;
    if (upper && code == 0) return std::nullopt;
    AppendUtf8(code, out);
  }
  return out;
}

}  // namespace candour::intake
