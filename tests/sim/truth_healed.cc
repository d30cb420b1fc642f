// What must hold once everything has healed.
#include <algorithm>

#include "crypto/encoding.h"
#include "federation/feed/leaf.h"
#include "tests/sim/truth.h"

namespace candour::sim {
namespace {

std::string At(const FeedId& feed, uint64_t index) {
  return "feed " + feed.hex().substr(0, 8) + " " + std::to_string(index);
}

}  // namespace

void Truth::OnHealed(const std::vector<const MemoryStore*>& stores, size_t hubs) {
  const MemoryStore* first = nullptr;
  cosigning_.clear();
  for (size_t node = 0; node < stores.size(); ++node) {
    if (!stores[node]) continue;
    if (!first) first = stores[node];
    // Part of what it signed is gone with its disk, or disputed: it waits for a new epoch.
    const FeedId feed = cast_.FeedOf(node);
    const auto own = stores[node]->Feed(feed);
    const bool silent =
        own && own->status != FeedStatus::kActive && (lost_.contains(node) || Suspect(feed));
    if (!silent) cosigning_.insert(node);
  }
  // One that waits for a new epoch gives out no bodies either.
  bodies_served_ = cosigning_.lower_bound(0) != cosigning_.lower_bound(hubs);
  for (const auto& [feed, log] : logs_) expected_[feed] = ExpectedSize(feed, stores);
  for (size_t node = 0; node < stores.size(); ++node) {
    if (!stores[node]) continue;
    CheckHeldBy(node, *stores[node], /*healed=*/true);
    CheckEqual(node, *stores[node], *first);
  }
  for (const FeedId& feed : suspects_) CheckSuspect(stores, feed);
}

uint64_t Truth::ExpectedSize(const FeedId& feed,
                             const std::vector<const MemoryStore*>& stores) const {
  const size_t author = AuthorOf(feed);
  if (auto cut = closed_.find(feed); cut != closed_.end()) return cut->second;
  if (!lost_.contains(author)) return logs_.at(feed).leaves.size();
  uint64_t most = 0;
  for (size_t node = 0; node < stores.size(); ++node) {
    const auto state = stores[node] ? stores[node]->Feed(feed) : std::nullopt;
    if (state && node != author) most = std::max(most, state->size);
  }
  return most;
}

void Truth::CheckEqual(size_t node, const MemoryStore& store, const MemoryStore& first) {
  for (auto& [feed, log] : logs_) {
    if (Suspect(feed)) continue;
    const size_t author = AuthorOf(feed);
    // Whoever lost its disk reads the others again; what it wrote itself it may not take back.
    if (lost_.contains(author) && author == node) continue;
    const uint64_t size = expected_[feed];
    auto state = store.Feed(feed);
    if ((state ? state->size : 0) != size) {
      Report(node, "convergence",
             At(feed, size) + ": holds " + std::to_string(state ? state->size : 0) + " leaves");
      continue;
    }
    if (size == 0) continue;
    const bool open = !closed_.contains(feed);
    if (open && state->cosigned_size != size && cosigning_.contains(node)) {
      Report(node, "convergence",
             At(feed, size) + ": cosigned only to " + std::to_string(state->cosigned_size));
    }
    auto rows = store.Retractions(feed);
    auto others = first.Retractions(feed);
    for (Retraction& row : rows) row.erased_at = 0;
    for (Retraction& row : others) row.erased_at = 0;
    if (rows != others && !(lost_.contains(author) && author == 0)) {
      Report(node, "equal retractions", At(feed, size));
    }
    for (uint64_t index = 0; index < size; ++index) CheckEntry(node, store, feed, index);
    if (author == node && open) CheckReceipts(node, store, feed);
  }
}

void Truth::CheckEntry(size_t node, const MemoryStore& store, const FeedId& feed, uint64_t index) {
  const auto leaf = DecodeLeaf(logs_[feed].leaves[index]);
  const bool carries = leaf && leaf->kind != static_cast<uint8_t>(LeafKind::kRetract);
  const bool lost = lost_.contains(AuthorOf(feed));
  // What a removed member withdrew beyond its cut never was, and its text may be gone everywhere.
  const bool removed = removed_.contains(AuthorOf(feed));
  const bool retracted = leaf && items_[AuthorOf(feed)][leaf->item].retracted;
  const bool entry_gone = retracted && !lost && !removed;
  const bool withdrawn = store.RetractionOf(feed, index).has_value();
  const bool held = store.Body(feed, index).has_value();
  if ((entry_gone || withdrawn) && held) {
    Report(node, "retraction", At(feed, index) + " is still held");
  }
  // A body that only its author had is gone with the author's disk.
  if (carries && !withdrawn && !held && !lost && bodies_served_ && !(removed && retracted)) {
    Report(node, "convergence", At(feed, index) + ": its body is missing");
  }
}

void Truth::CheckReceipts(size_t node, const MemoryStore& store, const FeedId& feed) {
  const uint64_t size = logs_[feed].leaves.size();
  const auto lines = store.Cosignatures(feed);
  for (size_t other : cosigning_) {
    const bool line = std::any_of(lines.begin(), lines.end(), [&](const CosignatureRow& row) {
      return row.size == size && row.member == cast_.members[other].id;
    });
    if (line) continue;
    Report(node, "receipts",
           At(feed, size) + ": its author holds no line of " + cast_.members[other].name);
  }
}

// Of a feed with several histories all honest nodes hold the same one, or all of them know that it
// is disputed. Its own author may be behind: it takes nothing of its own from others.
void Truth::CheckSuspect(const std::vector<const MemoryStore*>& stores, const FeedId& feed) {
  std::optional<FeedState> first;
  for (size_t node = 0; node < stores.size(); ++node) {
    if (!stores[node] || AuthorOf(feed) == node) continue;
    FeedState state;
    if (auto held = stores[node]->Feed(feed)) state = *held;
    if (!first) first = state;
    const bool frozen = state.status == FeedStatus::kFrozen;
    if (frozen != (first->status == FeedStatus::kFrozen)) {
      Report(node, "evidence reaches everybody", At(feed, state.size));
    }
    if (!frozen && (state.size != first->size || state.root != first->root)) {
      Report(node, "two histories are noticed",
             At(feed, state.size) + ": another holds " + std::to_string(first->size));
    }
  }
}

}  // namespace candour::sim
