// What a hostile node does with what passes through it, and what it floods others with.
#include "tests/sim/hostile.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "federation/sync/serve.h"

namespace candour::sim {
namespace {

constexpr size_t kHeardMax = 64;
constexpr size_t kFloodPerAct = 12;
constexpr size_t kSnapshotAct = 2;  // A freezer's picture is of its second act.

void Garble(Bytes& bytes, Random& random) {
  if (bytes.empty()) return;
  const uint64_t count = random.Between(1, bytes.size());
  for (uint64_t i = 0; i < count; ++i) bytes[random.Below(bytes.size())] = random.Next() & 0xff;
}

template <class T>
void SwapFeed(T& message, const FeedId& feed) {
  if constexpr (requires { message.feed = feed; }) message.feed = feed;
}

}  // namespace

HostileNode::HostileNode(Hostility kind, size_t self, Random random, HostileHands& hands)
    : kind_(kind), self_(self), suspect_(self), random_(random), hands_(hands) {
  // Another member that dials out.
  if (kind == Hostility::kKeyThief) suspect_ = self == 1 ? 2 : self - 1;
}

size_t HostileNode::OtherMember() {
  const size_t other = random_.Below(hands_.cast().members.size() - 1);
  return other < self_ ? other : other + 1;
}

FeedId HostileNode::OtherFeed() { return hands_.cast().FeedOf(OtherMember()); }

Bytes HostileNode::Junk(size_t most) {
  Bytes junk(random_.Below(most), '\0');
  for (char& c : junk) c = static_cast<char>(random_.Next());
  return junk;
}

Cosignature HostileNode::JunkLine() {
  return {static_cast<uint32_t>(random_.Next()), random_.Next(), Junk(200)};
}

bool HostileNode::OnAsk(size_t hub, Request& request) {
  if (heard_.size() < kHeardMax) heard_.push_back(request);
  switch (kind_) {
    case Hostility::kPathSwapper:
      if (random_.Chance(400)) TamperPaths(request);
      return true;
    case Hostility::kRandomBytes:
      if (random_.Chance(400)) Randomise(request);
      return true;
    case Hostility::kWithholder:
      return !std::holds_alternative<PutCosignaturesRequest>(request);
    case Hostility::kEquivocator: {
      // One history to one hub, the other to the other.
      const auto* head = std::get_if<PushHeadRequest>(&request);
      return !(head && shadow_ready_ && hub == 1 && head->feed == hands_.cast().FeedOf(self_));
    }
    default:
      return true;
  }
}

bool HostileNode::OnAnswer(size_t asker, const Request& request, Result<Reply>& reply) {
  // A freezer has one picture for all, who forks shows one half another history.
  const bool shows = kind_ == Hostility::kFreezer || asker % 2 == 1;
  const bool forks = kind_ == Hostility::kEquivocator || kind_ == Hostility::kKeyThief;
  if (shadow_ready_ && shows && (forks || kind_ == Hostility::kFreezer)) {
    if (auto other = AnswerFromShadow(request)) reply = *other;
  }
  if (!reply) return true;
  switch (kind_) {
    case Hostility::kForger:
      if (random_.Chance(600)) ForgeReply(*reply);
      break;
    case Hostility::kWithholder:
      return Withhold(reply);
    case Hostility::kReplayer: {
      const auto old = said_.try_emplace(reply->index(), *reply).first;
      if (random_.Chance(300)) reply = old->second;
      break;
    }
    case Hostility::kPathSwapper:
      if (random_.Chance(400)) TamperPaths(*reply);
      break;
    case Hostility::kRandomBytes:
      if (random_.Chance(400)) Randomise(*reply);
      break;
    default:
      break;
  }
  return true;
}

// What it brings at once is tampered with like what it would answer.
void HostileNode::OnHint(WatchHint& hint) {
  if (hint.live.leaves.empty()) return;
  switch (kind_) {
    case Hostility::kForger:
      if (random_.Chance(600)) ForgeLive(hint.live);
      break;
    case Hostility::kPathSwapper:
      if (random_.Chance(400)) hint.feed = OtherFeed();
      if (random_.Chance(200)) hint.size += random_.Below(3);
      break;
    case Hostility::kRandomBytes:
      if (random_.Chance(400)) Garble(hint.live.leaves, random_);
      if (random_.Chance(400)) Garble(hint.live.signature, random_);
      break;
    default:
      break;
  }
}

void HostileNode::OnAsked(const Request& request) {
  if (heard_.size() < kHeardMax) heard_.push_back(request);
}

bool HostileNode::Withhold(Result<Reply>& reply) {
  if (auto* heads = std::get_if<HeadsReply>(&*reply)) {
    heads->lines.clear();
    std::erase_if(heads->heads, [&](const Head& head) { return head.feed.bytes[0] % 2 == 0; });
  } else if (std::holds_alternative<LeavesReply>(*reply)) {
    if (random_.Chance(500)) reply = Fail(NotVisible());
  } else if (auto* bodies = std::get_if<BodiesReply>(&*reply)) {
    for (BodyEntry& entry : bodies->bodies) entry = {entry.index, BodyState::kNotHeld, {}};
  } else if (auto* lines = std::get_if<ListCosignaturesReply>(&*reply)) {
    lines->heads.clear();
  }
  return true;
}

void HostileNode::Act() {
  ++acts_;
  switch (kind_) {
    case Hostility::kForger:
      Forge();
      break;
    case Hostility::kEquivocator:
    case Hostility::kKeyThief:
      if (!shadow_ready_) SignShadow();
      PushShadow();
      break;
    case Hostility::kPoisoner:
      if (!shadow_ready_) SignPoison();
      PushShadow();
      break;
    case Hostility::kFreezer:
      if (acts_ == kSnapshotAct) shadow_ = hands_.store();
      shadow_ready_ = acts_ >= kSnapshotAct;
      break;
    case Hostility::kFlooder:
      Flood();
      break;
    case Hostility::kReplayer:
      Replay();
      break;
    default:
      break;
  }
  hands_.Acted();
}

void HostileNode::Flood() {
  const NetworkId& network = hands_.cast().network;
  for (PeerHandle link : hands_.Links()) {
    for (size_t i = 0; i < kFloodPerAct; ++i) {
      PutCosignaturesRequest lines{network, {}};
      for (size_t head = 0; head < 8; ++head) {
        lines.heads.push_back({OtherFeed(), random_.Below(9), {JunkLine(), JunkLine()}});
      }
      PushBodiesRequest bodies{network, OtherFeed(), {}};
      for (uint64_t b = 0; b < 8; ++b) bodies.bodies.push_back({b, BodyState::kOk, Junk(600)});
      hands_.Inject(link, lines);
      hands_.Inject(link, bodies);
      hands_.Inject(link, HeadsRequest{network, random_.Below(9), true});
      hands_.Inject(link, PushHeadRequest{network, OtherFeed(), Junk(300)});
      hands_.Inject(link, ReportEvidenceRequest{network, Junk(400)});
      hands_.Inject(link, LeavesRequest{network, OtherFeed(), random_.Next(), random_.Next()});
      hands_.Inject(link, ConsistencyRequest{network, OtherFeed(), random_.Next(), random_.Next()});
    }
  }
}

void HostileNode::Replay() {
  for (PeerHandle link : hands_.Links()) {
    for (int i = 0; i < 4 && !heard_.empty(); ++i) {
      hands_.Inject(link, heard_[random_.Below(heard_.size())]);
    }
  }
}

void HostileNode::TamperPaths(Request& request) {
  const FeedId feed = OtherFeed();
  std::visit([&](auto& r) { SwapFeed(r, feed); }, request);
  if (random_.Chance(200)) {
    std::visit([&](auto& r) { r.network.bytes[0] ^= 1; }, request);
  }
  if (auto* leaves = std::get_if<PushLeavesRequest>(&request)) leaves->start += random_.Below(3);
  if (auto* bodies = std::get_if<PushBodiesRequest>(&request)) {
    for (BodyEntry& entry : bodies->bodies) entry.index += random_.Below(3);
  }
}

void HostileNode::TamperPaths(Reply& reply) {
  if (auto* heads = std::get_if<HeadsReply>(&reply)) {
    for (Head& head : heads->heads) {
      if (random_.Chance(500)) head.feed = OtherFeed();
    }
    for (CosignedHead& head : heads->lines) head.feed = OtherFeed();
  } else if (auto* leaves = std::get_if<LeavesReply>(&reply)) {
    leaves->start += random_.Below(3);
  } else if (auto* bodies = std::get_if<BodiesReply>(&reply)) {
    if (bodies->bodies.size() > 1) std::swap(bodies->bodies[0].blob, bodies->bodies[1].blob);
  } else if (auto* lines = std::get_if<ListCosignaturesReply>(&reply)) {
    for (CosignedHead& head : lines->heads) head.feed = OtherFeed();
  }
}

void HostileNode::Randomise(Request& request) {
  if (auto* head = std::get_if<PushHeadRequest>(&request)) Garble(head->checkpoint, random_);
  if (auto* leaves = std::get_if<PushLeavesRequest>(&request)) Garble(leaves->leaves, random_);
  if (auto* bodies = std::get_if<PushBodiesRequest>(&request)) {
    for (BodyEntry& entry : bodies->bodies) Garble(entry.blob, random_);
  }
  if (auto* lines = std::get_if<PutCosignaturesRequest>(&request)) {
    for (CosignedHead& head : lines->heads) {
      head.size = random_.Below(head.size + 3);
      for (Cosignature& line : head.lines) Garble(line.signature, random_);
    }
  }
}

void HostileNode::Randomise(Reply& reply) {
  if (auto* heads = std::get_if<HeadsReply>(&reply)) {
    for (Head& head : heads->heads) {
      Garble(head.checkpoint, random_);
      head.evidence = Junk(200);
    }
  } else if (auto* leaves = std::get_if<LeavesReply>(&reply)) {
    Garble(leaves->leaves, random_);
  } else if (auto* bodies = std::get_if<BodiesReply>(&reply)) {
    for (BodyEntry& entry : bodies->bodies) Garble(entry.blob, random_);
  } else if (auto* versions = std::get_if<ManifestsReply>(&reply)) {
    for (auto& version : versions->manifests) Garble(version.note, random_);
  } else if (auto* proof = std::get_if<ConsistencyReply>(&reply)) {
    proof->old_root = *crypto::Hash::From(crypto::Sha256(Junk(9)).view());
  }
}

}  // namespace candour::sim
