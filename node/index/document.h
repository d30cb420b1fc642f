// What the index is told about one piece of text, and how it names it afterwards.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "federation/base/ids.h"

namespace candour::index {

enum class Source : uint8_t {
  kItem = 1,    // Published in a network: a feed and an index in it.
  kRecord = 2,  // Approved or kept on this node.
  kDraft = 3,
};

struct DocumentKey {
  Source source = Source::kItem;
  FeedId feed;         // Of an item; else zero.
  uint64_t index = 0;  // Of an item; else 0.
  std::string id;      // Of a record or draft; else empty.

  auto operator<=>(const DocumentKey&) const = default;

  static DocumentKey OfItem(const FeedId& feed, uint64_t index);
  static DocumentKey OfRecord(std::string_view id);
  static DocumentKey OfDraft(std::string_view id);
  // Short bytes, different for different keys; empty unless `raw` is what Encode gave.
  std::string Encode() const;
  static std::optional<DocumentKey> Decode(std::string_view raw);
};

struct Document {
  DocumentKey key;
  std::string title;  // Title and body are taken apart into terms; neither is kept.
  std::string body;
  std::string kind;  // Facets, as stored codes: "near-miss", "ward", "surgery". Empty: not stated.
  std::string setting;
  std::string specialty;
  NetworkId network;  // Zero when it is in none.
  MemberId member;    // Zero when it is this node's own and in no network.
  int64_t day = 0;    // POSIX seconds.
  WorkId work;        // Equal for the same work in several networks; zero when unknown.
};

}  // namespace candour::index
