#include "federation/feed/bodies.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "federation/feed/chain.h"
#include "federation/feed/leaf.h"

namespace candour {
namespace {

constexpr uint64_t kLeavesPerRead = 256;
constexpr size_t kIndicesPerRead = 64;
constexpr uint64_t kLeavesLookedAtMax = 16 * 4096;

void AddIndex(std::vector<IndexRange>& ranges, uint64_t index) {
  if (!ranges.empty() && ranges.back().end == index) {
    ++ranges.back().end;
  } else {
    ranges.push_back({.start = index, .end = index + 1});
  }
}

// Rows of one feed, read in runs: neighbours are asked for one after the other.
class Rows {
 public:
  Rows(const StoreView& store, const FeedState& state) : store_(store), state_(state) {}

  // Empty beyond the end of the feed.
  BytesView Leaf(uint64_t index) {
    if (index >= state_.size) return {};
    if (index < run_start_ || index >= run_end_) {
      run_start_ = index;
      run_ = store_.Leaves(state_.feed, index, std::min(kLeavesPerRead, state_.size - index));
      run_end_ = index + run_.size() / kLeafBytes;
      if (index >= run_end_) return {};
    }
    return BytesView(run_).substr((index - run_start_) * kLeafBytes, kLeafBytes);
  }

  bool IsWanted(uint64_t index) {
    return wanted_.Has(index, [&] { return store_.Wanted(state_.feed, index, kIndicesPerRead); });
  }

  bool IsHeld(uint64_t index) {
    return held_.Has(index, [&] { return store_.BodiesHeld(state_.feed, index, kIndicesPerRead); });
  }

 private:
  // Some of a long list of indices: all that are in it from `start` up to before `end`.
  struct Run {
    std::vector<uint64_t> indices;
    uint64_t start = 0;
    uint64_t end = 0;

    template <class Read>
    bool Has(uint64_t index, const Read& read_from_index) {
      if (index < start || index >= end) {
        indices = read_from_index();
        start = index;
        end = indices.size() < kIndicesPerRead ? kNoIndex : indices.back() + 1;
      }
      return std::binary_search(indices.begin(), indices.end(), index);
    }
  };

  const StoreView& store_;
  const FeedState& state_;
  Bytes run_;
  uint64_t run_start_ = 0;
  uint64_t run_end_ = 0;
  Run wanted_;
  Run held_;
};

// Walks leaves from the watermark on.
class LeafWalk {
 public:
  LeafWalk(Rows& rows, const FeedState& state)
      : rows_(rows), start_(state.bodies_next), index_(state.bodies_next) {}

  uint64_t index() const { return index_; }
  void Next() { ++index_; }

  // Nothing at the end of the feed, or when enough was looked at for one call.
  std::optional<BytesView> Leaf() {
    if (index_ - start_ >= kLeavesLookedAtMax) return {};
    const BytesView leaf = rows_.Leaf(index_);
    return leaf.empty() ? std::nullopt : std::optional(leaf);
  }

 private:
  Rows& rows_;
  const uint64_t start_;
  uint64_t index_;
};

uint64_t BlobBytes(BytesView raw) {
  const Result<Leaf> leaf = DecodeLeaf(raw);
  return leaf ? leaf->blob_blocks * kBlobBlockBytes : 0;
}

bool Opens(const Leaf& leaf, const BodyEntry& entry) {
  if (!entry.commitment) return CheckBlob(leaf, entry.blob).has_value();
  return entry.blob.size() == leaf.blob_blocks * kBlobBlockBytes &&
         *entry.commitment == leaf.commitment;
}

// One reply's worth of bodies, judged against the store and against each other.
class Application {
 public:
  Application(const StoreView& store, const FeedState& state, std::string carrier)
      : store_(store), state_(state), rows_(store, state), carrier_(std::move(carrier)) {}

  void Take(const BodyEntry& entry) {
    const BytesView raw = rows_.Leaf(entry.index);
    const bool needed = raw.size() == kLeafBytes && !stored_.contains(entry.index) &&
                        NeedOf(store_, state_.feed, entry.index, raw) == BodyNeed::kNeeded;
    if (!needed || rows_.IsHeld(entry.index)) {
      ++out_.ignored;
      return;
    }
    const bool good = entry.state == BodyState::kOk && Opens(*DecodeLeaf(raw), entry);
    if (good) {
      stored_.insert(entry.index);
      out_.stored.push_back(entry.index);
      out_.writes.push_back(PutBody{state_.feed, entry.index, entry.blob});
      if (wanted_.contains(entry.index) || rows_.IsWanted(entry.index)) {
        out_.writes.push_back(DropWanted{state_.feed, entry.index});
      }
      return;
    }
    if (entry.state == BodyState::kOk) Quarantine(entry.index);
    if (wanted_.insert(entry.index).second) {
      out_.writes.push_back(PutWanted{state_.feed, entry.index});
    }
  }

  AppliedBodies Finish() {
    LeafWalk walk(rows_, state_);
    while (const std::optional<BytesView> raw = walk.Leaf()) {
      if (!Settled(walk.index(), *raw)) break;
      walk.Next();
    }
    out_.bodies_next = std::max(state_.bodies_next, walk.index());
    return std::move(out_);
  }

 private:
  bool Settled(uint64_t index, BytesView raw) {
    return stored_.contains(index) || wanted_.contains(index) ||
           NeedOf(store_, state_.feed, index, raw) != BodyNeed::kNeeded || rows_.IsWanted(index) ||
           rows_.IsHeld(index);
  }

  void Quarantine(uint64_t index) {
    const auto same = [&](const QuarantineRow& row) { return row.index == index; };
    if (std::any_of(out_.quarantined.begin(), out_.quarantined.end(), same)) return;
    const std::optional<QuarantineRow> known = store_.Quarantined(state_.feed, index);
    out_.quarantined.push_back({.feed = state_.feed,
                                .index = index,
                                .reason = "BODY_MISMATCH",
                                .carrier = carrier_,
                                .count = known ? known->count + 1 : 1});
    out_.writes.push_back(PutQuarantine{out_.quarantined.back()});
  }

  const StoreView& store_;
  const FeedState& state_;
  Rows rows_;
  std::string carrier_;
  std::set<uint64_t> stored_;
  std::set<uint64_t> wanted_;
  AppliedBodies out_;
};

}  // namespace

BodyPlan NextBodies(const StoreView& store, const FeedState& state, uint64_t bodies_max,
                    uint64_t bytes_max) {
  BodyPlan plan{.ranges = {}, .settled_to = state.bodies_next};
  uint64_t planned = 0;
  uint64_t bytes = 0;
  Rows rows(store, state);
  LeafWalk walk(rows, state);
  while (const std::optional<BytesView> raw = walk.Leaf()) {
    const uint64_t index = walk.index();
    const bool lacking = NeedOf(store, state.feed, index, *raw) == BodyNeed::kNeeded &&
                         !rows.IsWanted(index) && !rows.IsHeld(index);
    if (lacking) {
      bytes += BlobBytes(*raw);
      if (planned == bodies_max || (planned > 0 && bytes > bytes_max)) break;
      AddIndex(plan.ranges, index);
      ++planned;
    }
    walk.Next();
    if (plan.ranges.empty()) plan.settled_to = walk.index();
  }
  return plan;
}

std::vector<IndexRange> WantedBodies(const StoreView& store, const FeedState& state, uint64_t from,
                                     size_t bodies_max, uint64_t bytes_max) {
  std::vector<IndexRange> ranges;
  uint64_t bytes = 0;
  Rows rows(store, state);
  for (const uint64_t index : store.Wanted(state.feed, from, bodies_max)) {
    bytes += BlobBytes(rows.Leaf(index));
    if (!ranges.empty() && bytes > bytes_max) break;
    AddIndex(ranges, index);
  }
  return ranges;
}

uint64_t FirstUnheld(const StoreView& store, const FeedState& state) {
  const std::vector<uint64_t> first = store.Wanted(state.feed, 0, 1);
  return first.empty() ? state.bodies_next : std::min(state.bodies_next, first.front());
}

AppliedBodies ApplyBodies(const StoreView& store, const FeedState& state,
                          std::span<const BodyEntry> entries, const MemberId& carrier) {
  Application application(store, state, carrier.hex());
  for (const BodyEntry& entry : entries) application.Take(entry);
  return application.Finish();
}

}  // namespace candour
