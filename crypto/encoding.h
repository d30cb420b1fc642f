// Text encodings of bytes and numbers, all strict: one value has one accepted spelling.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace candour::crypto {

// Standard alphabet, padded (RFC 4648 s.4). Decoding refuses line breaks, missing padding and
// stray bits in the last character.
std::string Base64Encode(std::string_view bytes);
std::optional<std::string> Base64Decode(std::string_view text);

// Lower case. Decoding refuses upper case and odd lengths.
std::string HexEncode(std::string_view bytes);
std::optional<std::string> HexDecode(std::string_view text);

// 16 bytes as 26 characters of Crockford's base32, first character 0 to 7, upper case.
// Encoding anything but 16 bytes gives an empty string. Decoding takes any case, I and L as 1
// and O as 0, and refuses everything else (hyphens too).
std::string Crockford16Encode(std::string_view bytes16);
std::optional<std::string> Crockford16Decode(std::string_view text);

// Decimal digits without a leading zero ("0" itself is fine), no sign, at most 2^64 - 1.
std::optional<uint64_t> ParseDecimal(std::string_view text);

// Well-formed UTF-8 (RFC 3629): no surrogates, no overlong forms, nothing above U+10FFFF.
bool IsUtf8(std::string_view bytes);

// Big-endian numbers.
void PutU16(std::string& out, uint16_t value);
void PutU32(std::string& out, uint32_t value);
void PutU64(std::string& out, uint64_t value);
std::string U16(uint16_t value);
std::string U32(uint32_t value);
std::string U64(uint64_t value);
// The caller owes that `bytes` reaches far enough behind `offset`; aborts otherwise.
uint16_t GetU16(std::string_view bytes, size_t offset = 0);
uint32_t GetU32(std::string_view bytes, size_t offset = 0);
uint64_t GetU64(std::string_view bytes, size_t offset = 0);

}  // namespace candour::crypto
