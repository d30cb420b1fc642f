// Other histories: signed with a key that a hostile node has, or made up without one.
#include <algorithm>
#include <utility>

#include "crypto/cosignature.h"
#include "federation/feed/batch.h"
#include "federation/feed/evidence.h"
#include "federation/feed/proofs.h"
#include "federation/sync/serve.h"
#include "tests/sim/hostile.h"

namespace candour::sim {
namespace {

FeedState BlankState(const Cast& cast, size_t member) {
  FeedState state;
  state.feed = cast.FeedOf(member);
  state.network = cast.network;
  state.member = cast.members[member].id;
  state.root = crypto::EmptyRoot();
  return state;
}

void Append(MemoryStore& store, FeedState& state, const Bytes& leaves,
            const crypto::PrivateKey& key) {
  auto batch = SignBatch(state, leaves, key);
  if (!batch) return;
  auto writes = WritesFor(store, *batch, state);
  if (!writes) return;
  writes->push_back(PutFeed{state});
  store.Apply(*writes);
}

Leaf RandomItem(Random& random) {
  Leaf leaf;
  leaf.kind = static_cast<uint8_t>(LeafKind::kItem);
  leaf.item = DrawId<ItemId>(random.Next(), "hostile item");
  leaf.commitment = Draw(random.Next(), "hostile commitment");
  leaf.blob_blocks = 1;
  return leaf;
}

Leaf RetractOf(const MemoryStore& store, const FeedId& feed, uint64_t target) {
  const Bytes raw = store.Leaves(feed, target, 1);
  Leaf leaf;
  leaf.kind = static_cast<uint8_t>(LeafKind::kRetract);
  if (auto old = DecodeLeaf(raw)) leaf.item = old->item;
  leaf.ref_index = target;
  leaf.ref_leaf = crypto::LeafHash(raw);
  return leaf;
}

}  // namespace

// Copies the feed up to one of its checkpoints and goes on otherwise: a thief withdraws everything.
void HostileNode::SignShadow() {
  const Cast& cast = hands_.cast();
  const FeedId feed = cast.FeedOf(suspect_);
  const auto held = hands_.store().Feed(feed);
  if (!held || held->size == 0) return;
  const uint64_t most = kind_ == Hostility::kKeyThief ? held->size : random_.Below(held->size);
  const auto base = hands_.store().CheckpointAtOrBefore(feed, most);
  const uint64_t size = base ? base->size : 0;
  FeedState state = BlankState(cast, suspect_);
  const crypto::PrivateKey& key = cast.members[suspect_].feed;
  if (size > 0) Append(shadow_, state, hands_.store().Leaves(feed, 0, size), key);
  Bytes leaves;
  if (kind_ == Hostility::kKeyThief) {
    for (uint64_t i = 0; i < size; ++i) leaves += EncodeLeaf(RetractOf(shadow_, feed, i));
  }
  leaves += EncodeLeaf(RandomItem(random_));
  Append(shadow_, state, leaves, key);
  const uint64_t more = random_.Below(4);
  for (uint64_t i = 0; i < more; ++i) {
    Append(shadow_, state, EncodeLeaf(RandomItem(random_)), key);
  }
  shadow_ready_ = true;
  hands_.SignedElsewhere(feed, shadow_);
}

// One history, full of what receivers must set aside.
void HostileNode::SignPoison() {
  const Cast& cast = hands_.cast();
  FeedState state = BlankState(cast, self_);
  const crypto::PrivateKey& key = cast.members[self_].feed;
  std::vector<Leaf> leaves(8, RandomItem(random_));
  leaves[1] = RandomItem(random_);
  leaves[2].kind = 77;  // Unknown, then what follows must still be carried out.
  leaves[3] = Leaf{};
  leaves[3].kind = static_cast<uint8_t>(LeafKind::kRetract);
  leaves[3].item = leaves[0].item;
  leaves[3].reason = 1;
  leaves[3].day = leaves[0].day;
  leaves[3].ref_index = 0;
  leaves[3].ref_leaf = crypto::LeafHash(EncodeLeaf(leaves[0]));
  leaves[4].kind = static_cast<uint8_t>(LeafKind::kRetract);
  leaves[4].ref_index = 1000;  // Forwards.
  leaves[5].kind = static_cast<uint8_t>(LeafKind::kSupersede);
  leaves[5].ref_index = 1;
  leaves[5].ref_leaf = Draw(1, "somewhere else");
  leaves[6].blob_blocks = 0xffff;
  leaves[7].kind = 99;
  if (random_.Chance(300)) leaves[7].flags = 0x80;  // Critical: nobody cosigns past it.
  Bytes raw;
  for (const Leaf& leaf : leaves) raw += EncodeLeaf(leaf);
  Append(shadow_, state, raw, key);
  shadow_ready_ = true;
  hands_.SignedElsewhere(state.feed, shadow_);
}

void HostileNode::PushShadow() {
  if (!shadow_ready_) return;
  const FeedId feed = hands_.cast().FeedOf(suspect_);
  // Its newest head, or one that is no larger than what others hold: that proves itself.
  const auto held = hands_.store().Feed(feed);
  const uint64_t most = held && random_.Chance(300) ? held->size : UINT64_MAX;
  const auto head = shadow_.CheckpointAtOrBefore(feed, most);
  if (!head) return;
  for (PeerHandle link : hands_.Links()) {
    hands_.Inject(link, PushHeadRequest{hands_.cast().network, feed, head->note});
  }
}

void HostileNode::OnInjected(PeerHandle link, const Request& request, const Result<Reply>& reply) {
  const auto* asked = std::get_if<PushHeadRequest>(&request);
  const auto* have = reply ? std::get_if<PushHeadReply>(&*reply) : nullptr;
  if (!asked || !have || !shadow_ready_ || kind_ == Hostility::kFreezer) return;
  const auto state = shadow_.Feed(asked->feed);
  if (!state || have->have_leaves >= state->size) return;
  const auto newest = shadow_.CheckpointAtOrBefore(asked->feed, state->size);
  hands_.Inject(link, PushLeavesRequest{hands_.cast().network,
                                        asked->feed,
                                        have->have_leaves,
                                        shadow_.Leaves(asked->feed, have->have_leaves, 4096),
                                        newest->note,
                                        {}});
  // Bodies that open nothing.
  PushBodiesRequest bodies{hands_.cast().network, asked->feed, {}};
  for (uint64_t i = have->have_leaves; i < state->size; ++i) {
    bodies.bodies.push_back({i, BodyState::kOk, Bytes(256, 'p')});
  }
  hands_.Inject(link, bodies);
}

// Reads of the suspect's feed are answered from the other history; a freezer's reads all are.
std::optional<Result<Reply>> HostileNode::AnswerFromShadow(const Request& request) {
  const Cast& cast = hands_.cast();
  const bool all = kind_ == Hostility::kFreezer;
  const FeedId feed = cast.FeedOf(suspect_);
  const auto manifest = VerifyGenesis(cast.genesis, std::nullopt);
  const auto from_shadow = [&](const Request& what) {
    return ServeRead(shadow_, *manifest, {}, cast.IdentityOf(self_), what, hands_.Wall());
  };
  if (std::holds_alternative<HelloRequest>(request)) return std::nullopt;
  if (std::holds_alternative<ManifestsRequest>(request) || !IsRead(request)) return std::nullopt;
  if (all) return from_shadow(request);
  if (auto* leaves = std::get_if<LeavesRequest>(&request); leaves && leaves->feed == feed) {
    return from_shadow(request);
  }
  if (auto* proof = std::get_if<ConsistencyRequest>(&request); proof && proof->feed == feed) {
    return from_shadow(request);
  }
  if (!std::holds_alternative<HeadsRequest>(request)) return std::nullopt;
  auto mine =
      ServeRead(hands_.store(), *manifest, {}, cast.IdentityOf(self_), request, hands_.Wall());
  auto other = from_shadow(HeadsRequest{cast.network, 0, true});
  if (!mine || !other) return std::nullopt;
  auto& heads = std::get<HeadsReply>(*mine).heads;
  std::erase_if(heads, [&](const Head& head) { return head.feed == feed; });
  for (const Head& head : std::get<HeadsReply>(*other).heads) heads.push_back(head);
  return mine;
}

// Without the victim's key: everything must be refused.
void HostileNode::Forge() {
  const Cast& cast = hands_.cast();
  const size_t victim = OtherMember();
  const FeedId feed = cast.FeedOf(victim);
  const auto held = hands_.store().Feed(feed);
  const FeedState before = held ? *held : BlankState(cast, victim);
  auto batch = SignBatch(before, EncodeLeaf(RandomItem(random_)), cast.members[self_].feed);
  if (!batch) return;
  const crypto::Checkpoint head{FeedOrigin(feed), batch->size(), batch->root()};
  const auto line = crypto::Cosign(CosignerName(cast.network, cast.members[victim].id),
                                   cast.members[self_].cosigner, head.Format(),
                                   static_cast<uint64_t>(kEpochStart));
  const Cosignature made_up = *CosignatureOf(line.ToString());
  for (PeerHandle link : hands_.Links()) {
    hands_.Inject(link, PushHeadRequest{cast.network, feed, batch->checkpoint_note()});
    hands_.Inject(
        link,
        PushLeavesRequest{
            cast.network, feed, batch->start(), batch->leaves(), batch->checkpoint_note(), {}});
    hands_.Inject(link, PutCosignaturesRequest{cast.network, {{feed, head.size, {made_up}}}});
    ForgeEvidence(link);
  }
}

// Proof that is none: under the forger's own key, and of one history with a root made up.
void HostileNode::ForgeEvidence(PeerHandle link) {
  const Cast& cast = hands_.cast();
  const FeedId feed = OtherFeed();
  const crypto::PrivateKey& own = cast.members[self_].feed;
  const auto key = crypto::VerifierKey::Ed25519(FeedOrigin(feed), own.public_key());
  const auto note = [&](const char* root) {
    return crypto::SignCheckpoint({FeedOrigin(feed), 3, Draw(random_.Next(), root)}, own);
  };
  hands_.Inject(link, ReportEvidenceRequest{cast.network,
                                            FormatEvidence(key, {note("a"), note("b"), {}, {}})});
  const auto newest = hands_.store().CheckpointAtOrBefore(feed, UINT64_MAX);
  const auto older =
      newest ? hands_.store().CheckpointAtOrBefore(feed, newest->size - 1) : std::nullopt;
  if (!older || older->size == 0) return;
  auto proof = BuildConsistency(hands_.store(), feed, older->size, newest->size);
  const auto manifest = VerifyGenesis(cast.genesis, std::nullopt);
  const FeedKey* theirs = manifest ? manifest->manifest.FindFeed(feed) : nullptr;
  if (!proof || !theirs) return;
  const Fork fork{older->note, newest->note, Draw(random_.Next(), "root"), *proof};
  hands_.Inject(link, ReportEvidenceRequest{cast.network, FormatEvidence(theirs->key, fork)});
}

void HostileNode::ForgeReply(Reply& reply) {
  if (auto* page = std::get_if<LeavesReply>(&reply)) {
    if (page->leaves.size() < kLeafBytes) return;
    const Bytes forged = EncodeLeaf(RandomItem(random_));
    page->leaves.replace(page->leaves.size() - kLeafBytes, kLeafBytes, forged);
  } else if (auto* bodies = std::get_if<BodiesReply>(&reply)) {
    for (BodyEntry& entry : bodies->bodies) {
      entry.state = BodyState::kOk;
      entry.blob = Bytes(256, 'f');
    }
  }
}

void HostileNode::ForgeLive(LivePage& live) {
  const Bytes forged = EncodeLeaf(RandomItem(random_));
  live.leaves.replace(live.leaves.size() - kLeafBytes, kLeafBytes, forged);
  for (Bytes& blob : live.blobs) blob = Bytes(256, 'f');
}

}  // namespace candour::sim
