// Identifiers of fixed size. Each is its own type, so that a feed cannot be passed where a network
// is meant.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/encoding.h"

namespace candour {

template <class Tag>
struct Id {
  static constexpr size_t kSize = 16;
  std::array<uint8_t, kSize> bytes{};

  auto operator<=>(const Id&) const = default;
  std::string_view view() const { return {reinterpret_cast<const char*>(bytes.data()), kSize}; }
  std::string str() const { return std::string(view()); }
  std::string hex() const { return crypto::HexEncode(view()); }
  bool zero() const { return *this == Id{}; }

  // Exactly 16 bytes, else empty.
  static std::optional<Id> From(std::string_view raw) {
    if (raw.size() != kSize) return std::nullopt;
    Id id;
    std::memcpy(id.bytes.data(), raw.data(), kSize);
    return id;
  }
  static std::optional<Id> FromHex(std::string_view text) {
    auto raw = crypto::HexDecode(text);
    if (!raw) return std::nullopt;
    return From(*raw);
  }
};

using NetworkId = Id<struct NetworkTag>;
using MemberId = Id<struct MemberTag>;
using FeedId = Id<struct FeedTag>;
using ItemId = Id<struct ItemTag>;
using RecordId = Id<struct RecordTag>;
using WorkId = Id<struct WorkTag>;

}  // namespace candour
