#include "federation/sync/turn_book.h"

#include <utility>

#include "crypto/merkle.h"
#include "federation/feed/names.h"

namespace candour {

std::optional<FeedState> TurnBook::Feed(const FeedId& feed) const {
  auto found = feeds_.find(feed);
  if (found != feeds_.end()) return found->second;
  return store_.Feed(feed);
}

FeedState TurnBook::FeedOrNew(const Manifest& manifest, const FeedKey& key) const {
  const FeedId feed = FeedIdOf(manifest.network, key.member, key.epoch);
  if (auto held = Feed(feed)) return *held;
  FeedState state;
  state.feed = feed;
  state.network = manifest.network;
  state.member = key.member;
  state.epoch = key.epoch;
  state.root = crypto::EmptyRoot();
  return state;
}

void TurnBook::PutFeed(const FeedState& state) {
  auto stored = Feed(state.feed);
  if (stored && *stored == state) return;
  feeds_[state.feed] = state;
}

void TurnBook::Add(WriteSet writes) {
  for (Write& write : writes) writes_.push_back(std::move(write));
}

void TurnBook::Log(std::string event, std::string message) {
  news_.log.push_back({std::move(event), std::move(message)});
}

WriteSet TurnBook::TakeWrites() {
  WriteSet writes = std::exchange(writes_, {});
  for (auto& [feed, state] : feeds_) writes.push_back(candour::PutFeed{std::move(state)});
  feeds_.clear();
  return writes;
}

void TurnBook::Discard() {
  feeds_.clear();
  writes_.clear();
  news_ = {};
}

}  // namespace candour
