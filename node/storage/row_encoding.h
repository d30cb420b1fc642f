// The stored form of each row's value: one version byte, then fixed fields and length-prefixed
// bytes. What the key says is not repeated. Decoders take any bytes and give nothing when a row is
// not exactly what the encoder writes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "federation/port/rows.h"
#include "node/storage/local_rows.h"

namespace candour::storage {

// Numbers of the last committed turn, in one row.
struct Counters {
  uint64_t turn = 0;         // Commits ever made.
  uint64_t change = 0;       // Newest sequence of family change for projections.
  uint64_t feed_change = 0;  // Newest sequence of the changes of feeds, over all networks.

  bool operator==(const Counters&) const = default;
};

std::string EncodeCounters(const Counters& counters);
std::optional<Counters> DecodeCounters(std::string_view raw);

std::string EncodeFeed(const FeedState& state);
std::optional<FeedState> DecodeFeed(const FeedId& feed, std::string_view raw);

std::string EncodeRetraction(const Retraction& row);
std::optional<Retraction> DecodeRetraction(std::string_view key, std::string_view raw);

std::string EncodeChain(const ItemChain& chain);
std::optional<ItemChain> DecodeChain(const FeedId& feed, const ItemId& item, std::string_view raw);

std::string EncodeCosignature(const CosignatureRow& row);
std::optional<CosignatureRow> DecodeCosignature(std::string_view key, std::string_view raw);

std::string EncodeStaged(const StagedEntry& entry);
std::optional<StagedEntry> DecodeStaged(std::string_view key, std::string_view raw);

std::string EncodeQuarantine(const QuarantineRow& row);
// `key` with its prefix.
std::optional<QuarantineRow> DecodeQuarantine(std::string_view key, std::string_view raw);

std::string EncodeEvidence(const EvidenceRow& row);
std::optional<EvidenceRow> DecodeEvidence(const FeedId& feed, std::string_view raw);

std::string EncodeChange(const Change& change);
std::optional<Change> DecodeChange(std::string_view key, std::string_view raw);

}  // namespace candour::storage
