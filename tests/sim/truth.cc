#include "tests/sim/truth.h"

#include <algorithm>

#include "crypto/checkpoint.h"
#include "crypto/encoding.h"
#include "crypto/note.h"
#include "federation/feed/evidence.h"
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
    authors_[cast.FeedOf(i)] = i;
    logs_[cast.FeedOf(i)].roots.push_back(crypto::EmptyRoot());
  }
}

size_t Truth::AuthorOf(const FeedId& feed) const {
  const auto author = authors_.find(feed);
  return author == authors_.end() ? kNone : author->second;
}

void Truth::OnCut(const FeedId& feed, uint64_t size, const std::optional<FeedId>& next) {
  const size_t author = AuthorOf(feed);
  closed_[feed] = size;
  if (!next) {
    removed_.insert(author);
    return;
  }
  authors_[*next] = author;
  logs_[*next].roots.push_back(crypto::EmptyRoot());
}

void Truth::Report(size_t node, const std::string& checker, const std::string& what) {
  if (!violation_) violation_ = Violation{checker, what, node};
}

void Truth::OnAttempted(size_t node, const ItemId& item, const Bytes& body) {
  items_[node][item].bodies.insert(body);
}

void Truth::OnPublished(size_t node, const ItemId& item) { items_[node][item].published = true; }

void Truth::OnRetracting(size_t node, const ItemId& item) { items_[node][item].retracting = true; }

void Truth::OnRetracted(size_t node, const ItemId& item) { items_[node][item].retracted = true; }

void Truth::OnHostile(size_t node, size_t suspect) {
  hostile_ = node;
  suspects_ = {cast_.FeedOf(node), cast_.FeedOf(suspect)};
}

void Truth::OnSignedElsewhere(const FeedId& feed, const MemoryStore& history) {
  Log log;
  log.roots.push_back(crypto::EmptyRoot());
  const auto state = history.Feed(feed);
  const uint64_t size = state ? state->size : 0;
  for (uint64_t i = 0; i < size; ++i) {
    log.leaves.push_back(history.Leaves(feed, i, 1));
    log.range.Append(crypto::LeafHash(log.leaves.back()));
    log.roots.push_back(log.range.Root());
  }
  others_[feed].push_back(std::move(log));
}

uint64_t Truth::HeldOfAuthor(size_t node, const MemoryStore& store) const {
  const FeedId feed = cast_.FeedOf(node);
  const Log& log = logs_.at(feed);
  const auto state = store.Feed(feed);
  const uint64_t both = state ? std::min<uint64_t>(state->size, log.leaves.size()) : 0;
  uint64_t same = 0;
  while (same < both && store.Leaves(feed, same, 1) == log.leaves[same]) ++same;
  return same;
}

void Truth::OnDiskLost(size_t node, uint64_t held) {
  lost_.insert(node);
  Log& log = logs_[cast_.FeedOf(node)];
  if (held < log.leaves.size()) {
    Log kept;
    kept.roots.push_back(crypto::EmptyRoot());
    for (uint64_t i = 0; i < held; ++i) {
      kept.leaves.push_back(log.leaves[i]);
      kept.range.Append(crypto::LeafHash(log.leaves[i]));
      kept.roots.push_back(kept.range.Root());
    }
    log = std::move(kept);
  }
  std::erase_if(cosigned_, [&](const auto& entry) { return entry.first.first == node; });
}

bool Truth::Excused(const std::string& feed) const {
  for (const FeedId& suspect : suspects_) {
    if (suspect.hex().starts_with(feed)) return true;
  }
  for (const auto& [other, author] : authors_) {
    if (lost_.contains(author) && other.hex().starts_with(feed)) return true;
  }
  return false;
}

std::vector<const Truth::Log*> Truth::HistoriesOf(const FeedId& feed) const {
  std::vector<const Log*> logs{&logs_.at(feed)};
  if (auto others = others_.find(feed); others != others_.end()) {
    for (const Log& log : others->second) logs.push_back(&log);
  }
  return logs;
}

void Truth::OnCommitted(size_t node, const WriteSet& writes, const MemoryStore& store) {
  // An author's own leaves become history here; everybody else's are held against it.
  for (const Write& write : writes) {
    if (auto* leaves = std::get_if<PutLeaves>(&write)) Check(node, *leaves);
  }
  if (Ignored(node)) return;
  for (const Write& write : writes) {
    if (auto* feed = std::get_if<PutFeed>(&write)) Check(node, *feed);
    if (auto* checkpoint = std::get_if<PutCheckpoint>(&write)) Check(node, *checkpoint);
    if (auto* line = std::get_if<PutCosignature>(&write)) Check(node, *line, store);
    if (auto* body = std::get_if<PutBody>(&write)) Check(node, *body, store);
    if (auto* evidence = std::get_if<PutEvidence>(&write)) Check(node, *evidence);
  }
}

void Truth::Check(size_t node, const PutLeaves& write) {
  Log& log = logs_[write.run.feed];
  const bool own = AuthorOf(write.run.feed) == node;
  if (Ignored(node) && !own) return;
  size_t same = 0;
  for (const Log* history : HistoriesOf(write.run.feed)) {
    uint64_t index = write.run.start;
    bool fits = true;
    for (size_t at = 0; at < write.run.leaves.size(); at += kLeafBytes, ++index) {
      fits = fits && index < history->leaves.size() &&
             BytesView(write.run.leaves).substr(at, kLeafBytes) == history->leaves[index];
    }
    same += fits;
  }
  // An author may take over what a thief signed with its key: then that is its history.
  const bool continues = own && write.run.start == log.leaves.size();
  if (same > 0 && !continues) return;
  if (!continues) {
    return Report(node, own ? "one history" : "no forgery",
                  At(write.run.feed, write.run.start) + " is not what its author wrote");
  }
  for (size_t at = 0; at < write.run.leaves.size(); at += kLeafBytes) {
    log.leaves.push_back(write.run.leaves.substr(at, kLeafBytes));
    log.range.Append(crypto::LeafHash(log.leaves.back()));
    log.roots.push_back(log.range.Root());
  }
}

void Truth::CheckRoot(size_t node, const FeedId& feed, uint64_t size, const crypto::Hash& root) {
  for (const Log* log : HistoriesOf(feed)) {
    if (size < log->roots.size() && log->roots[size] == root) return;
  }
  Report(node, "prefix order", At(feed, size) + ": a root that is no prefix of the history");
}

void Truth::Check(size_t node, const PutEvidence& write) {
  if (!OpenEvidence(write.row.text)) {
    Report(node, "evidence proves itself", At(write.row.feed, 0));
  } else if (!Suspect(write.row.feed)) {
    Report(node, "nobody innocent is accused", At(write.row.feed, 0));
  }
}

void Truth::Check(size_t node, const PutFeed& write) {
  CheckRoot(node, write.state.feed, write.state.size, write.state.root);
  if (write.state.status == FeedStatus::kFrozen && !Suspect(write.state.feed)) {
    Report(node, "nobody innocent is accused", At(write.state.feed, write.state.size));
  }
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
  if (write.row.size < before && !closed_.contains(write.row.feed)) {
    Report(node, "cosigning never goes back", At(write.row.feed, write.row.size));
  }
  before = write.row.size;
  const auto state = store.Feed(write.row.feed);
  if (state && state->status == FeedStatus::kFrozen) {
    Report(node, "what is disputed is not cosigned", At(write.row.feed, write.row.size));
  }
  for (const auto& [feed, author] : authors_) {
    if (author != AuthorOf(write.row.feed)) continue;
    for (const Retraction& row : store.Retractions(feed)) {
      const bool attested = row.by_feed == write.row.feed && row.by_index < write.row.size;
      if (!attested || row.state == ErasureState::kErased) continue;
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
  if (Suspect(write.feed)) return;  // Its commitment was checked; who is to say what it meant.
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
  const auto& of_feed = items_[AuthorOf(write.feed)];
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
    // While it recovers an author passes on what others brought it; its guard follows at the end,
    // once that was found to continue what the guard remembers.
    const bool released = state && state->status != FeedStatus::kRecovering;
    if (cast_.FeedOf(node) == head->feed && released && guard_size < state->size) {
      Report(node, "guard before release", At(head->feed, state->size));
    }
  }
  if (auto* push = std::get_if<PushLeavesRequest>(&request)) {
    CheckBytes(node, "PushLeaves", push->leaves.size(), kLeavesPerPageMax * kLeafBytes);
  }
  if (auto* push = std::get_if<PushBodiesRequest>(&request)) {
    size_t bytes = 0;
    for (const BodyEntry& entry : push->bodies) {
      bytes += entry.blob.size() + 32;
      const bool withdrawn = store.RetractionOf(push->feed, entry.index).has_value();
      if (withdrawn && !entry.blob.empty() && !Ignored(node)) {
        Report(node, "retraction", At(push->feed, entry.index) + ": a withdrawn body was sent");
      }
    }
    CheckBytes(node, "PushBodies", bytes, kMessageBytesMax);
  }
  if (auto* put = std::get_if<PutCosignaturesRequest>(&request)) {
    for (const CosignedHead& head : put->heads) {
      auto state = store.Feed(head.feed);
      const bool kept = state && state->cosigned_size >= head.size;
      if (!kept) Report(node, "persist before the line leaves", At(head.feed, 0));
    }
  }
}

void Truth::OnSent(size_t node, size_t, const Reply& reply) {
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
  if (Ignored(node)) return;
  CheckHeldBy(node, store, /*healed=*/false);
}

// Every acknowledged operation is in the node's own store: as leaves, or still waiting there.
void Truth::CheckHeldBy(size_t node, const MemoryStore& store, bool healed) {
  const FeedId newest = cast_.FeedOf(node);
  if (lost_.contains(node) || removed_.contains(node) || Suspect(newest)) return;
  std::set<std::pair<ItemId, uint8_t>> staged;
  for (const auto& [feed, author] : authors_) {
    if (author != node) continue;
    for (const StagedEntry& entry : store.Staged(feed, SIZE_MAX)) {
      auto leaf = DecodeLeaf(entry.leaf);
      if (leaf) staged.insert({leaf->item, leaf->kind});
    }
  }
  if (healed && !staged.empty()) {
    Report(node, "convergence", std::to_string(staged.size()) + " entries still wait");
  }
  for (const auto& [item, entry] : items_[node]) {
    if (!entry.published) continue;
    bool held = false, retracted = false, cut = false;
    for (const auto& [feed, author] : authors_) {
      cut = cut || (author == node && closed_.contains(feed));
      const auto chain = author == node ? store.Chain(feed, item) : std::nullopt;
      held = held || chain;
      retracted = retracted || (chain && chain->retracted);
    }
    // What was published and withdrawn beyond a cut never was.
    if (cut && entry.retracting && !held) continue;
    const std::string name = "item " + item.hex().substr(0, 8);
    if (!held && !staged.contains({item, static_cast<uint8_t>(LeafKind::kItem)})) {
      Report(node, "acknowledged", name + " was acknowledged and is gone");
    }
    const bool waits = staged.contains({item, static_cast<uint8_t>(LeafKind::kRetract)});
    if (entry.retracted && !waits && !retracted) {
      Report(node, "acknowledged", name + ": the withdrawal was acknowledged and is gone");
    }
  }
}

}  // namespace candour::sim
