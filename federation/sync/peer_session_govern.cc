// Versions of the manifest on their way to a hub: those in force that it has missed, and those that
// governors have begun to sign.
#include <algorithm>
#include <map>

#include "crypto/note.h"
#include "federation/network/audience.h"
#include "federation/sync/peer_session.h"

namespace candour {
namespace {

constexpr size_t kProposalsTakenMax = 64;

}  // namespace

// True when a version was brought that the hub still lacks; then nothing else is done before it
// answers.
bool PeerSession::BringManifests(TurnBook& book) {
  const uint64_t next = hub_version_ + 1;
  if (next > chain_.version() || next <= govern_.brought) return false;
  if (InFlight(Purpose::kPropose)) return false;
  auto note = book.store().Manifest(options_.network, next);
  if (!note) return false;
  // A version that settles two texts is taken by who has seen both.
  const bool settles =
      book.store().Manifest(options_.network, hub_version_ | kOtherText).has_value();
  if (settles && !std::exchange(govern_.texts_brought, true)) return BringTexts(hub_version_, book);
  govern_.brought = next;  // Once: a hub that does not take it will not take it later.
  Ask(Purpose::kPropose, {}, PutProposalRequest{options_.network, std::move(*note)}, book);
  return true;
}

// Both hold the newest version and not the same text of it: first the hub's is read, then ours is
// brought. False when neither helped.
bool PeerSession::CompareTexts(TurnBook& book) {
  if (InFlight(Purpose::kManifests) || InFlight(Purpose::kPropose)) return true;
  const uint64_t version = chain_.version();
  if (!std::exchange(govern_.texts_asked, true)) {
    Ask(Purpose::kManifests, {}, ManifestsRequest{options_.network, version}, book);
    return true;
  }
  if (std::exchange(govern_.texts_brought, true)) return false;
  return BringTexts(version, book);
}

bool PeerSession::BringTexts(uint64_t version, TurnBook& book) {
  for (const uint64_t row : {version, version | kOtherText}) {
    if (auto note = book.store().Manifest(options_.network, row)) {
      Ask(Purpose::kPropose, {}, PutProposalRequest{options_.network, std::move(*note)}, book);
    }
  }
  return InFlight(Purpose::kPropose);
}

void PeerSession::DriveProposals(TurnBook& book) {
  if (InFlight(Purpose::kPropose) || InFlight(Purpose::kProposals)) return;
  if (BringManifests(book)) return;
  if (!govern_.to_propose.empty()) {
    Bytes note = std::move(govern_.to_propose.front());
    govern_.to_propose.pop_front();
    Ask(Purpose::kPropose, {}, PutProposalRequest{options_.network, std::move(note)}, book);
    return;
  }
  if (!govern_.proposals_due) return;
  govern_.proposals_due = false;
  const auto may = Decide(manifest(), options_.self, Access::kGovern, book.now().wall);
  if (may.allowed) Ask(Purpose::kProposals, {}, ListProposalsRequest{options_.network}, book);
}

void PeerSession::OnLocalProposals() {
  govern_.proposals_due = true;
  wake_ = true;
}

void PeerSession::OnProposals(const ListProposalsReply& reply, TurnBook& book) {
  std::map<crypto::Hash, Bytes> theirs;
  for (const Bytes& note : reply.notes) {
    if (theirs.size() == kProposalsTakenMax) break;
    if (auto parsed = crypto::ParseNote(note, kManifestBytesMax)) {
      theirs[ManifestHash(parsed->text)] = note;
    }
    const auto taken = chain_.Propose(note, book);
    if (taken) continue;
    book.Log("proposal-refused", MemberLabel(manifest(), options_.hub) + ": " +
                                     taken.error().reason + ": " + taken.error().message);
  }
  govern_.to_propose.clear();
  for (const auto& [text, proposal] : chain_.proposals().held()) {
    const auto held = theirs.find(text);
    if (held != theirs.end() && MergeLines(held->second, proposal.note) == held->second) continue;
    govern_.to_propose.push_back(proposal.note);
  }
}

void PeerSession::OnProposed(const PutProposalReply& reply, TurnBook& book) {
  const bool moved = reply.manifest_version > hub_version_;
  if (reply.manifest_version >= hub_version_) {
    hub_version_ = reply.manifest_version;
    hub_manifest_ = reply.manifest_hash;
  }
  if (phase_ != Phase::kManifests) {
    if (moved) AskManifests(book);
    return;
  }
  if (BringManifests(book) || InFlight(Purpose::kPropose)) return;
  if ((!moved && !govern_.texts_brought) || hub_version_ < chain_.version()) {
    return Leave("holds manifest version " + std::to_string(hub_version_) + " and does not take " +
                     std::to_string(hub_version_ + 1),
                 book);
  }
  AskManifests(book);
}

}  // namespace candour
