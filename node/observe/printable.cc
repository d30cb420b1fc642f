#include "node/observe/printable.h"

#include <array>
#include <cstdint>

namespace candour::observe {
namespace {

struct Character {
  uint32_t code = 0;
  size_t bytes = 0;  // 0: not UTF-8.
};

bool IsContinuation(std::string_view text, size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

// RFC 3629: shortest form, no surrogates, at most U+10FFFF.
Character Decode(std::string_view text) {
  constexpr std::array<uint32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return {first, 1};
  const size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4) return {};
  uint32_t code = first & (0xFFu >> (bytes + 1));
  for (size_t i = 1; i < bytes; ++i) {
    if (!IsContinuation(text, i)) return {};
    code = (code << 6) | (static_cast<unsigned char>(text[i]) & 0x3F);
  }
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kSmallest[bytes] || code > 0x10FFFF || surrogate) return {};
  return {code, bytes};
}

bool IsUnsafe(uint32_t code) {
  if (code < 0x20 || (code >= 0x7F && code <= 0x9F)) return true;
  const bool marks = code == 0x061C || (code >= 0x200B && code <= 0x200F);
  const bool lines_and_embedding = code >= 0x2028 && code <= 0x202E;
  const bool isolates = code >= 0x2060 && code <= 0x206F;
  return marks || lines_and_embedding || isolates || code == 0xFEFF;
}

void AppendEscape(uint32_t code, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  if (code == '\n') {
    out += "\\n";
    return;
  }
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[(code >> shift) & 0xF];
}

}  // namespace

std::string EscapePrintable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Character character = Decode(text);
    if (character.bytes == 0) {
      out += '?';
      text.remove_prefix(1);
      continue;
    }
    if (IsUnsafe(character.code)) {
      AppendEscape(character.code, out);
    } else {
      if (character.code == '"' || character.code == '\\') out += '\\';
      out += text.substr(0, character.bytes);
    }
    text.remove_prefix(character.bytes);
  }
  return out;
}

std::string CutUtf8(std::string_view text, size_t bytes_max) {
  constexpr std::string_view kMissing = "...";
  if (text.size() <= bytes_max) return std::string(text);
  size_t end = bytes_max < kMissing.size() ? 0 : bytes_max - kMissing.size();
  while (end > 0 && IsContinuation(text, end)) --end;
  return std::string(text.substr(0, end)) + std::string(kMissing);
}

}  // namespace candour::observe
