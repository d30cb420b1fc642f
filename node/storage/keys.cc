#include "node/storage/keys.h"

#include <algorithm>

#include "crypto/encoding.h"

namespace candour::storage {

bool HoldsText(Family family) {
  return std::find(kTextFamilies.begin(), kTextFamilies.end(), family) != kTextFamilies.end();
}

std::string FeedKey(const FeedId& feed, uint64_t number) {
  std::string key = feed.str();
  crypto::PutU64(key, number);
  return key;
}

std::string FeedKey(const FeedId& feed, std::string_view id) {
  std::string key = feed.str();
  key += id;
  return key;
}

std::string TileKey(const FeedId& feed, uint8_t level, uint64_t n) {
  std::string key = feed.str();
  key += static_cast<char>(level);
  crypto::PutU64(key, n);
  return key;
}

std::optional<uint64_t> NumberOf(std::string_view feed_key) {
  if (feed_key.size() != FeedId::kSize + 8) return std::nullopt;
  return crypto::GetU64(feed_key, FeedId::kSize);
}

std::string ChangeKey(uint64_t sequence) {
  std::string key = "p";
  crypto::PutU64(key, sequence);
  return key;
}

std::string FeedChangePrefix(const NetworkId& network) { return "n" + network.str(); }

std::string FeedChangeKey(const NetworkId& network, uint64_t sequence) {
  std::string key = FeedChangePrefix(network);
  crypto::PutU64(key, sequence);
  return key;
}

std::string LatestChangePrefix(const NetworkId& network) { return "l" + network.str(); }

std::string LatestChangeKey(const NetworkId& network, const FeedId& feed) {
  return LatestChangePrefix(network) + feed.str();
}

std::string ManifestKey(const NetworkId& network, uint64_t version) {
  std::string key(kManifestPrefix);
  key += network.view();
  crypto::PutU64(key, version);
  return key;
}

std::string QuarantineKey(const FeedId& feed, uint64_t index) {
  return std::string(kQuarantinePrefix) + FeedKey(feed, index);
}

std::string ProposalKey(const NetworkId& network, std::string_view text) {
  std::string key(kProposalPrefix);
  key += network.view();
  key += text;
  return key;
}
std::string EvidenceKey(const FeedId& feed) { return std::string(kEvidencePrefix) + feed.str(); }

bool LocalMetaKey(std::string_view key) {
  return !key.empty() && !key.starts_with("f/") && !key.starts_with("s/") && key != kNodeIdKey;
}

std::string EndOfPrefix(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && static_cast<uint8_t>(end.back()) == 0xff) end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(static_cast<uint8_t>(end.back()) + 1);
  return end;
}

}  // namespace candour::storage
