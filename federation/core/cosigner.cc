#include "federation/core/cosigner.h"

#include <algorithm>

#include "crypto/cosignature.h"
#include "federation/feed/names.h"
#include "federation/feed/proofs.h"
#include "federation/sync/receiver.h"

namespace candour {
namespace {

Duration Seconds(int64_t seconds) { return Duration(std::max<int64_t>(seconds, 1) * 1000); }

uint64_t NextOrder(const StoreView& store, const FeedId& feed) {
  uint64_t last = 0;
  for (const CosignatureRow& row : store.Cosignatures(feed)) last = std::max(last, row.order);
  return last + 1;
}

}  // namespace

Cosigner::Cosigner(const OwnKeys& keys, Duration interval)
    : keys_(keys),
      own_feed_(FeedIdOf(keys.network, keys.member, keys.epoch)),
      interval_(interval) {}

void Cosigner::Open(const StoreView& store, Now now) {
  for (const FeedState& state : store.Feeds(keys_.network)) {
    const bool again = keys_.epoch > 0 && state.cosigned_size > 0 && !IsOurs(store, state.feed);
    if (again) again_.insert(state.feed);
    if (again || state.size > state.cosigned_size) Schedule(state.feed, now.instant);
  }
  heartbeat_at_ = now.instant;
}

// Whether the line that stands is of the present key.
bool Cosigner::IsOurs(const StoreView& store, const FeedId& feed) const {
  const auto key = crypto::VerifierKey::Cosignature(CosignerName(keys_.network, keys_.member),
                                                    keys_.cosigner.public_key());
  for (const CosignatureRow& row : store.Cosignatures(feed)) {
    if (row.member != keys_.member) continue;
    const auto line = crypto::SignatureLine::Parse(row.line);
    return line && line->IsBy(key);
  }
  return false;
}

void Cosigner::Schedule(const FeedId& feed, Instant at) {
  auto [entry, fresh] = due_.try_emplace(feed, at);
  if (!fresh) entry->second = std::min(entry->second, at);
}

void Cosigner::OnLeaves(const FeedId& feed, Instant now) {
  auto last = signed_at_.find(feed);
  Schedule(feed, last == signed_at_.end() ? now : std::max(now, last->second + interval_));
}

void Cosigner::OnErased(const FeedId& feed, Instant now) {
  again_.insert(feed);
  Schedule(feed, now);
}

std::vector<FeedId> Cosigner::OnTimer(TurnBook& book, const Manifest& manifest,
                                      const Retractions& retractions) {
  const Instant now = book.now().instant;
  std::vector<FeedId> candidates;
  for (auto it = due_.begin(); it != due_.end();) {
    if (it->second > now) {
      ++it;
      continue;
    }
    // Erasing it schedules the feed again.
    if (!retractions.Hidden(it->first)) candidates.push_back(it->first);
    it = due_.erase(it);
  }
  const Duration heartbeat = Seconds(manifest.Param("heartbeat"));
  if (heartbeat_at_ && *heartbeat_at_ <= now) {
    const auto own = book.Feed(own_feed_);
    const WallSeconds age = own ? book.now().wall - own->cosigned_at : 0;
    const bool fresh = own && age >= 0 && Duration(age * 1000) < heartbeat;
    heartbeat_at_ = now + (fresh ? heartbeat - Duration(age * 1000) : heartbeat);
    const bool listed =
        std::find(candidates.begin(), candidates.end(), own_feed_) != candidates.end();
    if (!fresh && !listed && !retractions.Hidden(own_feed_)) candidates.push_back(own_feed_);
  }
  std::vector<FeedId> done;
  for (const FeedId& feed : candidates) {
    if (Sign(feed, book, manifest)) done.push_back(feed);
  }
  return done;
}

bool Cosigner::Sign(const FeedId& feed, TurnBook& book, const Manifest& manifest) {
  const CosignerKey* key = manifest.FindCosigner(keys_.member);
  if (!key ||
      key->key != crypto::VerifierKey::Cosignature(key->key.name, keys_.cosigner.public_key())) {
    return false;
  }
  auto state = book.Feed(feed);
  if (!state || !manifest.FindFeed(feed) || state->status == FeedStatus::kFrozen) return false;
  const bool heartbeat = feed == own_feed_;
  const bool again = again_.erase(feed) > 0;
  auto checkpoint =
      book.store().CheckpointAtOrBefore(feed, std::min(state->size, state->stopped_at));
  if (!checkpoint || checkpoint->size == 0 || checkpoint->size < state->cosigned_size) return false;
  if (checkpoint->size == state->cosigned_size && !heartbeat && !again) return false;
  auto root = RootAtSize(book.store(), feed, checkpoint->size);
  const std::string text = TextOf(checkpoint->note);
  auto head = crypto::Checkpoint::Parse(text);
  const bool same = root && head && head->root == *root && head->size == checkpoint->size;
  if (!same || (checkpoint->size == state->cosigned_size && *root != state->cosigned_root)) {
    book.Log("not-cosigned", FeedLabel(manifest, feed) +
                                 ": the stored checkpoint does not match the stored leaves");
    return false;
  }
  const WallSeconds time = std::max({book.now().wall, state->cosigned_at, WallSeconds{0}});
  const auto line =
      crypto::Cosign(key->key.name, keys_.cosigner, text, static_cast<uint64_t>(time));

  state->cosigned_size = checkpoint->size;
  state->cosigned_root = *root;
  state->cosigned_at = time;
  if (heartbeat) {
    state->heard_at = time;
    heartbeat_at_ = book.now().instant + Seconds(manifest.Param("heartbeat"));
  }
  book.PutFeedAnew(*state);
  book.Add(PutCosignature{{feed, keys_.member, checkpoint->size, *root, time, line.ToString(),
                           NextOrder(book.store(), feed)}});
  book.news().lines.push_back({feed, keys_.network, keys_.member, keys_.member});
  signed_at_[feed] = book.now().instant;
  return true;
}

std::optional<Instant> Cosigner::Deadline() const {
  std::optional<Instant> first = heartbeat_at_;
  for (const auto& [feed, at] : due_) {
    if (!first || at < *first) first = at;
  }
  return first;
}

}  // namespace candour
