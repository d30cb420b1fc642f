// Whose fault it is when the hub's leaves do not fit: the author's on proof, else the carrier's.
#include <algorithm>
#include <array>
#include <string_view>

#include "federation/sync/peer_session.h"

namespace candour {
namespace {

// Of one connection: an honest hub brings none.
constexpr size_t kBlamesMax = 16;

// Refusals that no author can cause.
bool IsCarriersFault(std::string_view reason) {
  static constexpr std::array<std::string_view, 7> kReasons = {
      "MALFORMED_CHECKPOINT", "WRONG_ORIGIN", "BAD_SIGNATURE", "SIZE",
      "MALFORMED_LEAF",       "OTHER_PAGE",   "ROOT_MISMATCH"};
  return std::find(kReasons.begin(), kReasons.end(), reason) != kReasons.end();
}

}  // namespace

// The hub shows why it has frozen the feed, or is told why we have.
void PeerSession::TakeEvidence(const Head& head, TurnBook& book) {
  Receiver receiver = MakeReceiver(book);
  if (head.evidence.empty()) {
    if (receiver.Frozen(head.feed)) OnLocalEvidence(head.feed);
    return;
  }
  if (Status taken = receiver.AcceptEvidence(head.evidence); !taken) {
    return BlameHub(head.feed, "evidence that proves nothing: " + taken.error().reason, book);
  }
  forks_.at_hub.insert(head.feed);
  forks_.due.erase(head.feed);
}

void PeerSession::OnPageRefused(const FeedId& feed, const LeavesReply& page, const Error& error,
                                TurnBook& book) {
  book.Log("page-refused", MemberLabel(manifest(), options_.hub) + ", " +
                               FeedLabel(manifest(), feed) + ": " + error.reason + ": " +
                               error.message);
  if (error.reason == "FROZEN") return;
  set_aside_.insert(feed);
  const auto held = book.Feed(feed);
  const auto claimed = crypto::Checkpoint::Parse(TextOf(page.checkpoint));
  if (error.reason == "ROOT_MISMATCH" && held && held->size > 0 && claimed) {
    forks_.suspicions[feed] = {held->size, page.checkpoint};
    Ask(Purpose::kConsistency, feed,
        ConsistencyRequest{options_.network, feed, held->size, claimed->size}, book);
    return;
  }
  if (IsCarriersFault(error.reason)) BlameHub(feed, error.reason, book);
}

void PeerSession::OnConsistency(const FeedId& feed, const ConsistencyReply& reply, TurnBook& book) {
  const auto suspicion = forks_.suspicions.find(feed);
  if (suspicion == forks_.suspicions.end()) return;
  const auto [old_size, checkpoint] = suspicion->second;
  forks_.suspicions.erase(suspicion);
  Receiver receiver = MakeReceiver(book);
  const Status proven = receiver.AcceptConsistency(feed, checkpoint, old_size, reply);
  if (!proven) return BlameHub(feed, "leaves that do not fit: " + proven.error().reason, book);
  set_aside_.erase(feed);
  OnLocalEvidence(feed);
}

void PeerSession::BlameHub(const FeedId& feed, const std::string& reason, TurnBook& book) {
  MakeReceiver(book).Blame(feed, reason);
  if (++forks_.blames >= kBlamesMax) Leave("brings what no author made", book);
}

void PeerSession::SendEvidence(TurnBook& book) {
  if (!full_seen_ || InFlight(Purpose::kEvidence)) return;
  while (!forks_.due.empty()) {
    const FeedId feed = *forks_.due.begin();
    const auto row = book.store().Evidence(feed);
    // This turn's own is not shown yet.
    if (!row && MakeReceiver(book).Frozen(feed)) {
      wake_ = true;
      return;
    }
    forks_.due.erase(forks_.due.begin());
    if (!row) continue;
    Ask(Purpose::kEvidence, feed, ReportEvidenceRequest{options_.network, row->text}, book);
    return;
  }
}

}  // namespace candour
