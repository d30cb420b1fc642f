#include "node/index/document.h"

#include "crypto/encoding.h"

namespace candour::index {

DocumentKey DocumentKey::OfItem(const FeedId& feed, uint64_t index) {
  return {.source = Source::kItem, .feed = feed, .index = index, .id = {}};
}

DocumentKey DocumentKey::OfRecord(std::string_view id) {
  return {.source = Source::kRecord, .feed = {}, .index = 0, .id = std::string(id)};
}

DocumentKey DocumentKey::OfDraft(std::string_view id) {
  return {.source = Source::kDraft, .feed = {}, .index = 0, .id = std::string(id)};
}

std::string DocumentKey::Encode() const {
  std::string out(1, static_cast<char>(source));
  if (source != Source::kItem) return out + id;
  out += feed.view();
  crypto::PutU64(out, index);
  return out;
}

std::optional<DocumentKey> DocumentKey::Decode(std::string_view raw) {
  if (raw.empty()) return std::nullopt;
  const auto source = static_cast<Source>(raw[0]);
  raw.remove_prefix(1);
  if (source == Source::kRecord) return OfRecord(raw);
  if (source == Source::kDraft) return OfDraft(raw);
  if (source != Source::kItem || raw.size() != FeedId::kSize + 8) return std::nullopt;
  return OfItem(*FeedId::From(raw.substr(0, FeedId::kSize)), crypto::GetU64(raw, FeedId::kSize));
}

}  // namespace candour::index
