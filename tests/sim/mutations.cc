#include "tests/sim/mutations.h"

#include <algorithm>
#include <optional>

#include "crypto/checkpoint.h"
#include "crypto/note.h"
#include "federation/feed/leaf.h"

namespace candour::sim {
namespace {

template <class T>
const T* BroughtBy(const Event& event) {
  if (auto* answered = std::get_if<PeerAnswered>(&event)) {
    if constexpr (std::is_same_v<T, LeavesReply> || std::is_same_v<T, BodiesReply>) {
      return answered->reply ? std::get_if<T>(&*answered->reply) : nullptr;
    }
  }
  if (auto* asked = std::get_if<PeerAsked>(&event)) {
    if constexpr (std::is_same_v<T, PushLeavesRequest> || std::is_same_v<T, PushBodiesRequest>) {
      return std::get_if<T>(&asked->request);
    }
  }
  return nullptr;
}

// Stores every body that was set aside because it does not open its commitment.
void SkipCommitment(const std::vector<BodyEntry>& bodies, Turn& turn) {
  WriteSet forced;
  for (const Write& write : turn.writes) {
    auto* row = std::get_if<PutQuarantine>(&write);
    if (!row) continue;
    for (const BodyEntry& entry : bodies) {
      if (entry.index == row->row.index && entry.state == BodyState::kOk) {
        forced.push_back(PutBody{row->row.feed, entry.index, entry.blob});
      }
    }
  }
  turn.writes.insert(turn.writes.end(), forced.begin(), forced.end());
}

// Stores a page that was refused, under whatever size its checkpoint names.
void SkipRoot(const BytesView leaves, const BytesView checkpoint, uint64_t start,
              const MemoryStore& store, Turn& turn) {
  const bool taken = std::any_of(turn.writes.begin(), turn.writes.end(), [](const Write& write) {
    return std::holds_alternative<PutLeaves>(write);
  });
  auto note = crypto::ParseNote(checkpoint);
  if (taken || !note || leaves.empty() || leaves.size() % kLeafBytes != 0) return;
  auto head = crypto::Checkpoint::Parse(note->text);
  if (!head || head->size != start + leaves.size() / kLeafBytes) return;
  constexpr size_t kPrefix = sizeof("candour/f/") - 1;
  const auto feed = FeedId::FromHex(BytesView(head->origin).substr(kPrefix));
  auto state = feed ? store.Feed(*feed) : std::nullopt;
  if (!state || state->size != start) return;
  auto range = *crypto::CompactRange::FromHashes(state->size, state->frontier);
  for (size_t at = 0; at < leaves.size(); at += kLeafBytes) {
    range.Append(crypto::LeafHash(leaves.substr(at, kLeafBytes)));
  }
  state->size = range.size();
  state->root = range.Root();
  state->frontier = range.hashes();
  turn.writes.push_back(PutLeaves{{*feed, start, Bytes(leaves)}});
  turn.writes.push_back(PutCheckpoint{*feed, state->size, Bytes(checkpoint)});
  turn.writes.push_back(PutFeed{*state});
}

// Believes every accusation.
void AccuseAnybody(const Event& event, Turn& turn) {
  const auto* asked = std::get_if<PeerAsked>(&event);
  const auto* report = asked ? std::get_if<ReportEvidenceRequest>(&asked->request) : nullptr;
  if (!report) return;
  const size_t at = report->evidence.find("candour/f/");
  if (at == Bytes::npos) return;
  const auto feed = FeedId::FromHex(report->evidence.substr(at + sizeof("candour/f/") - 1, 32));
  if (feed) turn.writes.push_back(PutEvidence{{*feed, report->evidence, 0, {}}});
}

// Answers heads to whoever asks.
void OpenTheDoor(const Event& event, const MemoryStore& store, Turn& turn) {
  const auto* asked = std::get_if<PeerAsked>(&event);
  if (!asked || !std::holds_alternative<HeadsRequest>(asked->request)) return;
  for (Action& action : turn.actions) {
    auto* answer = std::get_if<AnswerPeer>(&action);
    if (answer && !answer->reply)
      answer->reply = Reply(HeadsReply{store.Feeds({}).size(), {}, 0, {}});
  }
}

}  // namespace

void Mutate(Mutation mutation, const Event& event, const MemoryStore& store, Turn& turn) {
  if (mutation == Mutation::kCommitment) {
    if (auto* reply = BroughtBy<BodiesReply>(event)) SkipCommitment(reply->bodies, turn);
    if (auto* push = BroughtBy<PushBodiesRequest>(event)) SkipCommitment(push->bodies, turn);
  }
  if (mutation == Mutation::kRoot) {
    if (auto* page = BroughtBy<LeavesReply>(event)) {
      SkipRoot(page->leaves, page->checkpoint, page->start, store, turn);
    }
    if (auto* page = BroughtBy<PushLeavesRequest>(event)) {
      SkipRoot(page->leaves, page->checkpoint, page->start, store, turn);
    }
  }
  if (mutation == Mutation::kEvidence) {
    std::erase_if(turn.writes,
                  [](const Write& write) { return std::holds_alternative<PutEvidence>(write); });
    for (Write& write : turn.writes) {
      if (auto* feed = std::get_if<PutFeed>(&write)) feed->state.status = FeedStatus::kActive;
    }
  }
  if (mutation == Mutation::kGuard) {
    std::erase_if(turn.actions,
                  [](const Action& action) { return std::holds_alternative<WriteGuard>(action); });
  }
  if (mutation == Mutation::kQueue) {
    std::erase_if(turn.writes,
                  [](const Write& write) { return std::holds_alternative<PutStaged>(write); });
  }
  if (mutation == Mutation::kDoor) OpenTheDoor(event, store, turn);
  if (mutation == Mutation::kAccusation) AccuseAnybody(event, turn);
  if (mutation == Mutation::kRetraction) {
    std::erase_if(turn.writes, [](const Write& write) {
      return std::holds_alternative<PutRetraction>(write) ||
             std::holds_alternative<EraseBody>(write);
    });
  }
}

}  // namespace candour::sim
