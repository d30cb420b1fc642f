// The own feed of a store that may be an old copy: nothing is signed until what was ever signed is
// held again (protocol section 6, own-feed safety).
#include <algorithm>
#include <utility>

#include "federation/core/own_feed.h"

namespace candour {
namespace {

std::vector<MemberId> OtherHubs(const Manifest& manifest, const MemberId& self) {
  std::vector<MemberId> hubs;
  for (const Hub& hub : manifest.hubs) {
    if (hub.member != self) hubs.push_back(hub.member);
  }
  return hubs;
}

std::string NameOf(const Manifest& manifest, const MemberId& member) {
  const Member* found = manifest.FindMember(member);
  return found ? found->name : member.hex().substr(0, 8);
}

}  // namespace

// A guard that was never there says nothing while nothing was ever signed.
void OwnFeed::LookForCopy(const FeedState& state) {
  if (state.status == FeedStatus::kRecovering) {
    BecomeAmnesic("this node was restored or copied");
  } else if (keys_.guard == GuardStanding::kForeign) {
    BecomeAmnesic("the guard file is of another machine or was copied");
  } else if (keys_.guard == GuardStanding::kAbsent && state.size > 0) {
    BecomeAmnesic("the guard file is gone");
  } else if (keys_.guard_size > state.size) {
    BecomeAmnesic("the guard file knows of " + std::to_string(keys_.guard_size) +
                  " own entries and the store holds " + std::to_string(state.size));
  }
}

void OwnFeed::BecomeAmnesic(const std::string& why) {
  amnesic_ = true;
  amnesic_why_ = why;
  persist_due_ = true;
  ask_again_ = true;
  caught_up_.clear();
}

void OwnFeed::Persist(TurnBook& book) {
  if (!std::exchange(persist_due_, false)) return;
  FeedState state = StateOf(book);
  state.status = FeedStatus::kRecovering;
  book.PutFeed(state);
}

void OwnFeed::OnBroughtBack(uint64_t size) {
  if (!amnesic_) {
    BecomeAmnesic("a peer brought " + std::to_string(size) + " of our entries and we held " +
                  std::to_string(size_));
  }
  size_ = std::max(size_, size);
  ahead_ = std::max(ahead_, size);
}

Status OwnFeed::OnHeadConfirmed(const HeadConfirmed& event, const TurnBook& book) {
  const FeedState state = StateOf(book);
  if (state.size > event.size || ahead_ > event.size) {
    return Fail(ErrorCode::kConflict, "HEAD_SMALLER",
                "of our own feed there are " + std::to_string(std::max(state.size, ahead_)) +
                    " entries; the head to confirm is the newest that anybody holds");
  }
  if (state.size == event.size && state.root != event.root) {
    return Fail(ErrorCode::kConflict, "HEAD_DIFFERS",
                "our own feed has another root at that size; ask the governors for a new epoch");
  }
  if (keys_.guard_size > event.size) {
    return Fail(ErrorCode::kConflict, "GUARD_AHEAD",
                "the guard file knows of " + std::to_string(keys_.guard_size) +
                    " own entries: more were signed; ask the governors for a new epoch");
  }
  vouched_ = event;
  return {};
}

std::string OwnFeed::WhyAmnesic(const Manifest& manifest) const {
  std::string text = amnesic_why_ + "; ";
  const std::vector<MemberId> hubs = OtherHubs(manifest, keys_.member);
  std::string silent;
  for (const MemberId& hub : hubs) {
    if (!caught_up_.contains(hub)) silent += (silent.empty() ? "" : ", ") + NameOf(manifest, hub);
  }
  if (vouched_ && size_ < vouched_->size) {
    return text + "waiting for our own entries up to the confirmed head " +
           std::to_string(vouched_->size) + ", " + std::to_string(size_) + " are held";
  }
  if (hubs.empty()) {
    return text + "no other hub can say what was signed: once members have brought back what they "
                  "hold, run candour network confirm-head, or ask the governors for a new epoch";
  }
  if (!silent.empty()) {
    return text + "nothing is signed until everything these hubs hold has been fetched: " + silent;
  }
  if (size_ < ahead_) {
    return text + "our own entries are being fetched back: " + std::to_string(size_) + " of " +
           std::to_string(ahead_);
  }
  return text + "no hub holds all of them (" + std::to_string(size_) +
         " are held): ask the governors for a new epoch";
}

// One of two: everybody who could know more was heard, or a person vouches.
bool OwnFeed::MayRecover(const Manifest& manifest) const {
  if (!amnesic_ || !broken_.empty() || size_ < ahead_ || size_ < keys_.guard_size) return false;
  if (vouched_) return size_ >= vouched_->size;
  const std::vector<MemberId> hubs = OtherHubs(manifest, keys_.member);
  if (hubs.empty()) {
    return size_ == 0 && ahead_ == 0 && (manifest.members.size() == 1 || fresh_epoch_);
  }
  return std::all_of(hubs.begin(), hubs.end(),
                     [&](const MemberId& hub) { return caught_up_.contains(hub); });
}

// What waited in the old copy may have been signed since: it came back as an entry.
bool OwnFeed::SignedAlready(const StagedEntry& entry, const StoreView& store) const {
  auto leaf = DecodeLeaf(entry.leaf);
  if (!leaf) return false;
  const auto chain = store.Chain(feed_, leaf->item);
  if (!chain) return false;
  switch (static_cast<LeafKind>(leaf->kind)) {
    case LeafKind::kItem:
      return true;
    case LeafKind::kRetract:
      return chain->retracted;
    case LeafKind::kSupersede:
      return std::any_of(chain->versions.begin(), chain->versions.end(), [&](uint64_t index) {
        auto version = DecodeLeaf(store.Leaves(feed_, index, 1));
        return version && version->commitment == leaf->commitment;
      });
  }
  return false;
}

void OwnFeed::Recover(TurnBook& book) {
  CheckStore(book);
  FeedState state = StateOf(book);
  if (broken_.empty() && vouched_ && state.size == vouched_->size && state.root != vouched_->root) {
    broken_ = "our own feed has another root than the one that was confirmed; ask the governors "
              "for a new epoch";
  }
  if (!broken_.empty()) {
    book.Log("own-feed-broken", broken_);
    return;
  }
  std::vector<uint64_t> signed_already;
  for (const StagedEntry& entry : book.store().Staged(feed_, SIZE_MAX)) {
    if (SignedAlready(entry, book.store())) signed_already.push_back(entry.sequence);
  }
  Unstage(signed_already, book);
  state.status = FeedStatus::kActive;
  book.PutFeed(state);
  amnesic_ = false;
  confirmed_by_.insert(caught_up_.begin(), caught_up_.end());
  recovered_ = true;
  exhausted_ = false;
  size_ = state.size;
  guard_due_ = WriteGuard{feed_, state.size, state.root};
  book.Log("own-feed-recovered", "holds " + std::to_string(state.size) +
                                     " own entries; what waited and had been signed: " +
                                     std::to_string(signed_already.size()));
}

bool OwnFeed::MayCosign(const Manifest& manifest) const {
  if (amnesic_) return false;
  return !MustConfirm(manifest) || !confirmed_by_.empty() || vouched_.has_value();
}

}  // namespace candour
