#include "tests/sim/truth.h"

#include <algorithm>

#include "crypto/checkpoint.h"
#include "crypto/encoding.h"
#include "crypto/note.h"
#include "federation/feed/leaf.h"
#include "federation/sync/pull_messages.h"

namespace candour::sim {
namespace {

constexpr size_t kMessageBytesMax = 4 << 20;
constexpr size_t kNone = ~size_t{0};

std::string At(const FeedId& feed, uint64_t index) {
  return "feed " + feed.hex().substr(0, 8) + " " + std::to_string(index);
}

}  // namespace

Truth::Truth(const Cast& cast) : cast_(cast) {
  for (size_t i = 0; i < cast.members.size(); ++i) {
    logs_[cast.FeedOf(i)].roots.push_back(crypto::EmptyRoot());
  }
}

size_t Truth::AuthorOf(const FeedId& feed) const {
  for (size_t i = 0; i < cast_.members.size(); ++i) {
    if (cast_.FeedOf(i) == feed) return i;
  }
  return kNone;
}

void Truth::Report(size_t node, const std::string& checker, const std::string& what) {
  if (!violation_) violation_ = Violation{checker, what, node};
}

void Truth::OnAttempted(size_t node, const ItemId& item, const Bytes& body) {
  items_[cast_.FeedOf(node)][item].bodies.insert(body);
}

void Truth::OnPublished(size_t node, const ItemId& item) {
  items_[cast_.FeedOf(node)][item].published = true;
}

void Truth::OnRetracted(size_t node, const ItemId& item) {
  items_[cast_.FeedOf(node)][item].retracted = true;
}

void Truth::OnCommitted(size_t node, const WriteSet& writes, const MemoryStore& store) {
  // An author's own leaves become history here; everybody else's are held against it.
  for (const Write& write : writes) {
    if (auto* leaves = std::get_if<PutLeaves>(&write)) Check(node, *leaves);
  }
  for (const Write& write : writes) {
    if (auto* feed = std::get_if<PutFeed>(&write)) Check(node, *feed);
    if (auto* checkpoint = std::get_if<PutCheckpoint>(&write)) Check(node, *checkpoint);
    if (auto* line = std::get_if<PutCosignature>(&write)) Check(node, *line, store);
    if (auto* body = std::get_if<PutBody>(&write)) Check(node, *body, store);
  }
}

void Truth::Check(size_t node, const PutLeaves& write) {
  Log& log = logs_[write.run.feed];
  const bool own = AuthorOf(write.run.feed) == node;
  uint64_t index = write.run.start;
  for (size_t at = 0; at < write.run.leaves.size(); at += kLeafBytes, ++index) {
    const Bytes leaf = write.run.leaves.substr(at, kLeafBytes);
    if (index < log.leaves.size()) {
      if (log.leaves[index] == leaf) continue;
      return Report(node, own ? "one history" : "no forgery",
                    At(write.run.feed, index) + " is not what its author wrote");
    }
    if (!own || index > log.leaves.size()) {
      return Report(node, "no forgery", At(write.run.feed, index) + " was never written");
    }
    log.leaves.push_back(leaf);
    log.range.Append(crypto::LeafHash(leaf));
    log.roots.push_back(log.range.Root());
  }
}

void Truth::CheckRoot(size_t node, const FeedId& feed, uint64_t size, const crypto::Hash& root) {
  const Log& log = logs_[feed];
  if (size >= log.roots.size() || log.roots[size] != root) {
    Report(node, "prefix order", At(feed, size) + ": a root that is no prefix of the history");
  }
}

void Truth::Check(size_t node, const PutFeed& write) {
  CheckRoot(node, write.state.feed, write.state.size, write.state.root);
}

void Truth::Check(size_t node, const PutCheckpoint& write) {
  auto note = crypto::ParseNote(write.note);
  auto head = note ? crypto::Checkpoint::Parse(note->text)
                   : crypto::Outcome<crypto::Checkpoint>(crypto::Refuse("no note"));
  if (!head || head->size != write.size) {
    return Report(node, "checkpoints", At(write.feed, write.size) + ": not a checkpoint");
  }
  CheckRoot(node, write.feed, head->size, head->root);
}

void Truth::Check(size_t node, const PutCosignature& write, const MemoryStore& store) {
  CheckRoot(node, write.row.feed, write.row.size, write.row.root);
  if (write.row.member != cast_.members[node].id) return;
  uint64_t& before = cosigned_[{node, write.row.feed}];
  if (write.row.size < before) {
    Report(node, "cosigning never goes back", At(write.row.feed, write.row.size));
  }
  before = write.row.size;
  for (const Retraction& row : store.Retractions(write.row.feed)) {
    if (row.by_index < write.row.size && row.state != ErasureState::kErased) {
      Report(node, "cosigning attests erasure",
             At(row.feed, row.target) + " is withdrawn, cosigned and not erased");
    }
  }
}

void Truth::Check(size_t node, const PutBody& write, const MemoryStore& store) {
  const Bytes stored = store.Body(write.feed, write.index).value_or("");
  if (stored.empty()) return;  // Erased in the same turn.
  if (store.RetractionOf(write.feed, write.index)) {
    Report(node, "retraction", At(write.feed, write.index) + ": a withdrawn body was stored");
  }
  const Log& log = logs_[write.feed];
  if (write.index >= log.leaves.size()) {
    return Report(node, "no forgery", At(write.feed, write.index) + ": a body without a leaf");
  }
  const auto leaf = DecodeLeaf(log.leaves[write.index]);
  if (!leaf || stored.size() < kSaltBytes + 4) {
    return Report(node, "bodies", At(write.feed, write.index) + ": cut short");
  }
  const size_t length = crypto::GetU32(stored, kSaltBytes);
  const Bytes body = stored.substr(kSaltBytes + 4, length);
  const auto& of_feed = items_[write.feed];
  const auto entry = of_feed.find(leaf->item);
  if (entry == of_feed.end() || !entry->second.bodies.contains(body)) {
    Report(node, "no forgery", At(write.feed, write.index) + ": not the body that was published");
  }
}

void Truth::CheckBytes(size_t node, const char* what, size_t bytes, size_t bytes_max) {
  if (bytes > bytes_max) {
    Report(node, "message limits", std::string(what) + " of " + std::to_string(bytes) + " bytes");
  }
}

void Truth::OnSent(size_t node, const Request& request, const MemoryStore& store,
                   uint64_t guard_size) {
  if (auto* head = std::get_if<PushHeadRequest>(&request)) {
    auto state = store.Feed(head->feed);
    if (AuthorOf(head->feed) == node && state && guard_size < state->size) {
      Report(node, "guard before release", At(head->feed, state->size));
    }
  }
  if (auto* push = std::get_if<PushLeavesRequest>(&request)) {
    CheckBytes(node, "PushLeaves", push->leaves.size(), kLeavesPerPageMax * kLeafBytes);
  }
  if (auto* push = std::get_if<PushBodiesRequest>(&request)) {
    size_t bytes = 0;
    for (const BodyEntry& entry : push->bodies) bytes += entry.blob.size() + 32;
    CheckBytes(node, "PushBodies", bytes, kMessageBytesMax);
  }
  if (auto* put = std::get_if<PutCosignaturesRequest>(&request)) {
    for (const CosignedHead& head : put->heads) {
      auto text = crypto::Checkpoint::Parse(head.checkpoint_text);
      auto state = store.Feed(head.feed);
      const bool kept = text && state && state->cosigned_size >= text->size;
      if (!kept) Report(node, "persist before the line leaves", At(head.feed, 0));
    }
  }
}

void Truth::OnSent(size_t node, const Reply& reply, const MemoryStore&) {
  if (auto* page = std::get_if<LeavesReply>(&reply)) {
    CheckBytes(node, "FetchLeaves", page->leaves.size(), kLeavesPerPageMax * kLeafBytes);
    CheckBytes(node, "checkpoint", page->checkpoint.size(), crypto::kNoteBytesMax);
  }
  if (auto* bodies = std::get_if<BodiesReply>(&reply)) {
    size_t bytes = 0;
    for (const BodyEntry& entry : bodies->bodies) bytes += entry.blob.size() + 32;
    CheckBytes(node, "FetchBodies", bytes, kMessageBytesMax);
  }
  if (auto* versions = std::get_if<ManifestsReply>(&reply)) {
    CheckBytes(node, "versions of manifests", versions->manifests.size(), kManifestsPerPageMax);
  }
}

void Truth::OnRestarted(size_t node, const MemoryStore& store) {
  CheckHeldBy(node, store, /*healed=*/false);
}

// Every acknowledged operation is in the node's own store: as leaves, or still waiting there.
void Truth::CheckHeldBy(size_t node, const MemoryStore& store, bool healed) {
  const FeedId feed = cast_.FeedOf(node);
  std::set<std::pair<ItemId, uint8_t>> staged;
  for (const StagedEntry& entry : store.Staged(feed, SIZE_MAX)) {
    auto leaf = DecodeLeaf(entry.leaf);
    if (leaf) staged.insert({leaf->item, leaf->kind});
  }
  if (healed && !staged.empty()) {
    Report(node, "convergence", std::to_string(staged.size()) + " entries still wait");
  }
  for (const auto& [item, entry] : items_[feed]) {
    if (!entry.published) continue;
    const auto chain = store.Chain(feed, item);
    const std::string name = "item " + item.hex().substr(0, 8);
    if (!chain && !staged.contains({item, static_cast<uint8_t>(LeafKind::kItem)})) {
      Report(node, "acknowledged", name + " was acknowledged and is gone");
    }
    const bool waits = staged.contains({item, static_cast<uint8_t>(LeafKind::kRetract)});
    if (entry.retracted && !waits && !(chain && chain->retracted)) {
      Report(node, "acknowledged", name + ": the withdrawal was acknowledged and is gone");
    }
  }
}

void Truth::OnHealed(const std::vector<const MemoryStore*>& stores) {
  for (size_t node = 0; node < stores.size(); ++node) {
    CheckHeldBy(node, *stores[node], /*healed=*/true);
    CheckEqual(node, *stores[node], *stores[0]);
  }
}

void Truth::CheckEqual(size_t node, const MemoryStore& store, const MemoryStore& first) {
  for (auto& [feed, log] : logs_) {
    const uint64_t size = log.leaves.size();
    auto state = store.Feed(feed);
    if ((state ? state->size : 0) != size) {
      Report(node, "convergence",
             At(feed, size) + ": holds " + std::to_string(state ? state->size : 0) + " leaves");
      continue;
    }
    if (size == 0) continue;
    if (state->cosigned_size != size) {
      Report(node, "convergence",
             At(feed, size) + ": cosigned only to " + std::to_string(state->cosigned_size));
    }
    auto rows = store.Retractions(feed);
    auto others = first.Retractions(feed);
    for (Retraction& row : rows) row.erased_at = 0;
    for (Retraction& row : others) row.erased_at = 0;
    if (rows != others) Report(node, "equal retractions", At(feed, size));
    for (uint64_t index = 0; index < size; ++index) {
      const auto leaf = DecodeLeaf(log.leaves[index]);
      const bool carries = leaf && leaf->kind != static_cast<uint8_t>(LeafKind::kRetract);
      const bool entry_gone = leaf && items_[feed][leaf->item].retracted;
      const bool withdrawn = store.RetractionOf(feed, index).has_value();
      const bool held = store.Body(feed, index).has_value();
      if (entry_gone && held) Report(node, "retraction", At(feed, index) + " is still held");
      if (withdrawn && held) Report(node, "retraction", At(feed, index) + " is still held");
      if (carries && !withdrawn && !held) {
        Report(node, "convergence", At(feed, index) + ": its body is missing");
      }
    }
    if (AuthorOf(feed) != node) continue;
    const auto lines = store.Cosignatures(feed);
    const auto whole = std::count_if(lines.begin(), lines.end(),
                                     [&](const CosignatureRow& row) { return row.size == size; });
    if (static_cast<size_t>(whole) != cast_.members.size()) {
      Report(node, "receipts",
             At(feed, size) + ": the author holds " + std::to_string(whole) +
                 " lines on its newest head");
    }
  }
}

}  // namespace candour::sim
