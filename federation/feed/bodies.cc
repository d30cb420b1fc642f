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
constexpr uint64_t kLeavesLookedAtMax = 16 * 4096;

void AddIndex(std::vector<IndexRange>& ranges, uint64_t index) {
  if (!ranges.empty() && ranges.back().end == index) {
    ++ranges.back().end;
  } else {
    ranges.push_back({.start = index, .end = index + 1});
  }
}

bool IsWanted(const StoreView& store, const FeedId& feed, uint64_t index) {
  const std::vector<uint64_t> next = store.Wanted(feed, index, 1);
  return !next.empty() && next.front() == index;
}

// Walks leaves from the watermark on, reading them in runs.
class LeafWalk {
 public:
  LeafWalk(const StoreView& store, const FeedState& state)
      : store_(store), state_(state), index_(state.bodies_next) {}

  uint64_t index() const { return index_; }
  void Next() { ++index_; }

  // Null at the end of the feed, or when enough was looked at for one call.
  std::optional<BytesView> Leaf() {
    if (index_ >= state_.size || index_ - state_.bodies_next >= kLeavesLookedAtMax) return {};
    if (index_ >= read_to_) {
      start_ = index_;
      run_ = store_.Leaves(state_.feed, index_, std::min(kLeavesPerRead, state_.size - index_));
      read_to_ = index_ + run_.size() / kLeafBytes;
      if (index_ >= read_to_) return {};
    }
    return BytesView(run_).substr((index_ - start_) * kLeafBytes, kLeafBytes);
  }

 private:
  const StoreView& store_;
  const FeedState& state_;
  uint64_t index_;
  uint64_t start_ = 0;
  uint64_t read_to_ = 0;
  Bytes run_;
};

// One reply's worth of bodies, judged against the store and against each other.
class Application {
 public:
  Application(const StoreView& store, const FeedState& state, std::string carrier)
      : store_(store), state_(state), carrier_(std::move(carrier)) {}

  void Take(const BodyEntry& entry) {
    const Bytes raw = entry.index < state_.size ? store_.Leaves(state_.feed, entry.index, 1) : "";
    const bool needed = raw.size() == kLeafBytes && !stored_.contains(entry.index) &&
                        NeedOf(store_, state_.feed, entry.index, raw) == BodyNeed::kNeeded;
    if (!needed || store_.Body(state_.feed, entry.index)) {
      ++out_.ignored;
      return;
    }
    const bool good = entry.state == BodyState::kOk && CheckBlob(*DecodeLeaf(raw), entry.blob);
    if (good) {
      stored_.insert(entry.index);
      out_.stored.push_back(entry.index);
      out_.writes.push_back(PutBody{state_.feed, entry.index, entry.blob});
      out_.writes.push_back(DropWanted{state_.feed, entry.index});
      return;
    }
    if (entry.state == BodyState::kOk) Quarantine(entry.index);
    if (wanted_.insert(entry.index).second) {
      out_.writes.push_back(PutWanted{state_.feed, entry.index});
    }
  }

  AppliedBodies Finish() {
    LeafWalk walk(store_, state_);
    while (const std::optional<BytesView> raw = walk.Leaf()) {
      if (!Settled(walk.index(), *raw)) break;
      walk.Next();
    }
    out_.bodies_next = std::max(state_.bodies_next, walk.index());
    return std::move(out_);
  }

 private:
  bool Settled(uint64_t index, BytesView raw) const {
    return stored_.contains(index) || wanted_.contains(index) ||
           NeedOf(store_, state_.feed, index, raw) != BodyNeed::kNeeded ||
           IsWanted(store_, state_.feed, index) || store_.Body(state_.feed, index).has_value();
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
  std::string carrier_;
  std::set<uint64_t> stored_;
  std::set<uint64_t> wanted_;
  AppliedBodies out_;
};

}  // namespace

BodyPlan NextBodies(const StoreView& store, const FeedState& state, uint64_t bodies_max) {
  BodyPlan plan{.ranges = {}, .settled_to = state.bodies_next};
  uint64_t planned = 0;
  LeafWalk walk(store, state);
  while (const std::optional<BytesView> raw = walk.Leaf()) {
    const uint64_t index = walk.index();
    const bool lacking = NeedOf(store, state.feed, index, *raw) == BodyNeed::kNeeded &&
                         !IsWanted(store, state.feed, index) && !store.Body(state.feed, index);
    if (lacking && planned == bodies_max) break;
    if (lacking) {
      AddIndex(plan.ranges, index);
      ++planned;
    }
    walk.Next();
    if (plan.ranges.empty()) plan.settled_to = walk.index();
  }
  return plan;
}

std::vector<IndexRange> WantedBodies(const StoreView& store, const FeedState& state, uint64_t from,
                                     size_t bodies_max) {
  std::vector<IndexRange> ranges;
  for (const uint64_t index : store.Wanted(state.feed, from, bodies_max)) AddIndex(ranges, index);
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
