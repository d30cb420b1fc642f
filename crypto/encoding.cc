#include "crypto/encoding.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "crypto/check.h"

namespace candour::crypto {
namespace {

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr uint8_t kBad = 0xff;

using Table = std::array<uint8_t, 256>;

constexpr Table Reverse(std::string_view alphabet) {
  Table table{};
  for (uint8_t& value : table) value = kBad;
  for (size_t i = 0; i < alphabet.size(); ++i) {
    table[static_cast<uint8_t>(alphabet[i])] = static_cast<uint8_t>(i);
  }
  return table;
}

constexpr Table ReverseCrockford() {
  Table table = Reverse(kCrockford);
  table['I'] = table['L'] = 1;
  table['O'] = 0;
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<size_t>(c - 'A' + 'a')] = table[c];
  return table;
}

constexpr Table kFromBase64 = Reverse(kBase64);
constexpr Table kFromHex = Reverse(kHex);
constexpr Table kFromCrockford = ReverseCrockford();

uint8_t Lookup(const Table& table, char c) { return table[static_cast<uint8_t>(c)]; }

template <class T>
void PutBigEndian(std::string& out, T value) {
  for (int shift = 8 * (sizeof(T) - 1); shift >= 0; shift -= 8) {
    out += static_cast<char>(value >> shift & 0xff);
  }
}

template <class T>
T GetBigEndian(std::string_view bytes, size_t offset) {
  Check(bytes.size() >= sizeof(T) && offset <= bytes.size() - sizeof(T), "read past the end");
  T out = 0;
  for (size_t i = 0; i < sizeof(T); ++i) {
    out = static_cast<T>(out << 8 | static_cast<uint8_t>(bytes[offset + i]));
  }
  return out;
}

// The bytes that follow a leading byte, and the least code point they may spell; -1 when the byte
// leads nothing.
struct Lead {
  int more;
  uint32_t least;
  uint32_t bits;
};

Lead ReadLead(uint8_t c) {
  if (c < 0x80) return {0, 0, c};
  if (c >= 0xc2 && c < 0xe0) return {1, 0x80, c & 0x1fu};
  if (c >= 0xe0 && c < 0xf0) return {2, 0x800, c & 0x0fu};
  if (c >= 0xf0 && c < 0xf5) return {3, 0x10000, c & 0x07u};
  return {-1, 0, 0};
}

}  // namespace

std::string Base64Encode(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4, '\0');
  char* to = out.data();
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const size_t n = std::min<size_t>(3, bytes.size() - i);
    uint32_t group = 0;
    for (size_t k = 0; k < 3; ++k) {
      group = group << 8 | (k < n ? static_cast<uint8_t>(bytes[i + k]) : 0u);
    }
    for (size_t k = 0; k < 4; ++k) {
      *to++ = k <= n ? kBase64[group >> (18 - 6 * k) & 63] : '=';
    }
  }
  return out;
}

std::optional<std::string> Base64Decode(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  const std::string_view digits = text.substr(0, text.size() - padding);
  std::string out(digits.size() * 6 / 8, '\0');
  char* to = out.data();
  uint32_t held = 0;
  int bits = 0;
  for (char c : digits) {
    const uint8_t value = Lookup(kFromBase64, c);
    if (value == kBad) return std::nullopt;
    held = held << 6 | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    *to++ = static_cast<char>(held >> bits & 0xff);
    held &= (1u << bits) - 1;
  }
  if (held != 0) return std::nullopt;  // Bits behind the last byte: a second spelling.
  return out;
}

std::string HexEncode(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (char c : bytes) {
    const uint8_t value = static_cast<uint8_t>(c);
    out += kHex[value >> 4];
    out += kHex[value & 15];
  }
  return out;
}

std::optional<std::string> HexDecode(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string out;
  out.reserve(text.size() / 2);
  for (size_t i = 0; i < text.size(); i += 2) {
    const uint8_t high = Lookup(kFromHex, text[i]);
    const uint8_t low = Lookup(kFromHex, text[i + 1]);
    if (high == kBad || low == kBad) return std::nullopt;
    out += static_cast<char>(high << 4 | low);
  }
  return out;
}

std::string Crockford16Encode(std::string_view bytes16) {
  if (bytes16.size() != 16) return {};
  // 26 digits hold 130 bits: two zero bits come first.
  std::string out;
  uint32_t held = 0;
  int bits = 2;
  for (char c : bytes16) {
    held = held << 8 | static_cast<uint8_t>(c);
    for (bits += 8; bits >= 5;) {
      bits -= 5;
      out += kCrockford[held >> bits & 31];
    }
    held &= (1u << bits) - 1;
  }
  return out;
}

std::optional<std::string> Crockford16Decode(std::string_view text) {
  if (text.size() != 26 || Lookup(kFromCrockford, text[0]) > 7) return std::nullopt;
  std::string out;
  uint32_t held = 0;
  int bits = -2;
  for (char c : text) {
    const uint8_t value = Lookup(kFromCrockford, c);
    if (value == kBad) return std::nullopt;
    held = held << 5 | value;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>(held >> bits & 0xff);
    held &= (1u << bits) - 1;
  }
  return out;
}

std::optional<uint64_t> ParseDecimal(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  uint64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

bool IsUtf8(std::string_view bytes) {
  for (size_t i = 0; i < bytes.size();) {
    const Lead lead = ReadLead(static_cast<uint8_t>(bytes[i++]));
    if (lead.more < 0 || bytes.size() - i < static_cast<size_t>(lead.more)) return false;
    uint32_t point = lead.bits;
    for (int k = 0; k < lead.more; ++k) {
      const uint8_t c = static_cast<uint8_t>(bytes[i++]);
      if ((c & 0xc0) != 0x80) return false;
      point = point << 6 | (c & 0x3fu);
    }
    if (point < lead.least || point > 0x10ffff) return false;
    if (point >= 0xd800 && point < 0xe000) return false;
  }
  return true;
}

void PutU16(std::string& out, uint16_t value) { PutBigEndian(out, value); }
void PutU32(std::string& out, uint32_t value) { PutBigEndian(out, value); }
void PutU64(std::string& out, uint64_t value) { PutBigEndian(out, value); }

std::string U16(uint16_t value) {
  std::string out;
  PutU16(out, value);
  return out;
}

std::string U32(uint32_t value) {
  std::string out;
  PutU32(out, value);
  return out;
}

std::string U64(uint64_t value) {
  std::string out;
  PutU64(out, value);
  return out;
}

uint16_t GetU16(std::string_view bytes, size_t offset) {
  return GetBigEndian<uint16_t>(bytes, offset);
}
uint32_t GetU32(std::string_view bytes, size_t offset) {
  return GetBigEndian<uint32_t>(bytes, offset);
}
uint64_t GetU64(std::string_view bytes, size_t offset) {
  return GetBigEndian<uint64_t>(bytes, offset);
}

}  // namespace candour::crypto
