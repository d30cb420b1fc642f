#include "federation/sync/proposals.h"

#include <algorithm>
#include <string>
#include <utility>

#include "crypto/note.h"

namespace candour {
namespace {

// Texts that one governor alone has signed.
constexpr size_t kTextsPerGovernorMax = 4;

tl::unexpected<Error> Refuse(ErrorCode code, const char* reason, const Manifest& current,
                             const std::string& what) {
  return Fail(code, reason, "network " + current.name + ": " + what);
}

bool IsGovernor(const Manifest& manifest, const std::string& name) {
  return std::any_of(manifest.governors.begin(), manifest.governors.end(),
                     [&](const crypto::VerifierKey& key) { return key.name == name; });
}

Status Follows(const SignedManifest& current, const Manifest& next) {
  const Manifest& held = current.manifest;
  if (next.network != held.network) {
    return Refuse(ErrorCode::kInvalid, "MANIFEST_WRONG_NETWORK", held,
                  "the proposal is for another network");
  }
  if (next.version != held.version + 1) {
    return Refuse(ErrorCode::kConflict, "MANIFEST_NOT_NEXT", held,
                  "version " + std::to_string(next.version) + " is proposed and version " +
                      std::to_string(held.version) + " is in force; propose it anew");
  }
  if (next.prev != current.hash) {
    return Refuse(ErrorCode::kConflict, "MANIFEST_WRONG_PREV", held,
                  "the proposal follows another text of version " + std::to_string(held.version) +
                      " than this node holds; ask the governors which one is valid");
  }
  return {};
}

}  // namespace

Result<Proposal> OpenProposal(const SignedManifest& current, BytesView note) {
  const auto parsed = crypto::ParseNote(note, kManifestBytesMax);
  if (!parsed) {
    return Refuse(ErrorCode::kInvalid, "MANIFEST_NOT_SIGNED", current.manifest, parsed.error());
  }
  // The governors in force first: nothing that none of them signed is interpreted.
  if (const auto known = crypto::OpenNote(note, current.manifest.governors, kManifestBytesMax);
      !known) {
    return Refuse(ErrorCode::kInvalid, "MANIFEST_NOT_SIGNED", current.manifest,
                  "no governor in force has signed the proposal: " + known.error());
  }
  Result<Manifest> next = ParseManifest(parsed->text);
  if (!next) return Fail(next.error());
  if (Status follows = Follows(current, *next); !follows) return Fail(follows.error());
  std::vector<crypto::VerifierKey> known = current.manifest.governors;
  for (const crypto::VerifierKey& key : next->governors) {
    if (std::find(known.begin(), known.end(), key) == known.end()) known.push_back(key);
  }
  auto opened = crypto::OpenNote(note, known, kManifestBytesMax);
  if (!opened) {
    return Refuse(ErrorCode::kInvalid, "MANIFEST_NOT_SIGNED", current.manifest, opened.error());
  }
  Proposal proposal{.text = ManifestHash(opened->text),
                    .manifest = std::move(*next),
                    .note = crypto::FormatNote(*opened),
                    .signers = {}};
  for (const crypto::SignatureLine& line : opened->signatures) {
    if (std::find(proposal.signers.begin(), proposal.signers.end(), line.name) ==
        proposal.signers.end()) {
      proposal.signers.push_back(line.name);
    }
  }
  return proposal;
}

Bytes MergeLines(BytesView one, BytesView other) {
  auto merged = crypto::ParseNote(one, kManifestBytesMax);
  const auto more = crypto::ParseNote(other, kManifestBytesMax);
  if (!merged || !more) return Bytes(one);
  for (const crypto::SignatureLine& line : more->signatures) {
    const bool there = std::any_of(
        merged->signatures.begin(), merged->signatures.end(),
        [&](const crypto::SignatureLine& l) { return l.ToString() == line.ToString(); });
    if (!there && merged->signatures.size() < crypto::kEmittedSignaturesMax) {
      merged->signatures.push_back(line);
    }
  }
  return crypto::FormatNote(*merged);
}

void Proposals::Load(const std::vector<SignedManifest>& bases, TurnBook& book) {
  held_.clear();
  for (const ProposalRow& row : book.store().Proposals(network_)) {
    for (const SignedManifest& base : bases) {
      auto opened = OpenProposal(base, row.note);
      if (opened && opened->text == row.text) held_.emplace(row.text, std::move(*opened));
    }
    if (!held_.contains(row.text)) book.Add(DropProposal{network_, row.text});
  }
}

Result<Proposals::Outcome> Proposals::Offer(const SignedManifest& current, BytesView note,
                                            TurnBook& book) {
  Result<Proposal> fresh = OpenProposal(current, note);
  if (!fresh) return Fail(fresh.error());
  Outcome outcome;
  auto held = held_.find(fresh->text);
  if (held != held_.end()) {
    fresh = OpenProposal(current, MergeLines(held->second.note, fresh->note));
    if (!fresh) return Fail(fresh.error());
    outcome.changed = fresh->note != held->second.note;
  } else if (!MayHoldOneMore(*fresh, current.manifest)) {
    return Refuse(ErrorCode::kFull, "PROPOSALS_FULL", current.manifest,
                  "its signers have proposed " + std::to_string(kTextsPerGovernorMax) +
                      " other texts of this version already");
  } else {
    outcome.changed = true;
  }
  if (!outcome.changed) return outcome;
  if (VerifyUpdate(current, fresh->note)) {
    outcome.complete = fresh->note;
    return outcome;  // Adopted by the caller; there is nothing to keep.
  }
  book.Add(PutProposal{{network_, fresh->text, fresh->note}});
  held_.insert_or_assign(fresh->text, std::move(*fresh));
  return outcome;
}

bool Proposals::MayHoldOneMore(const Proposal& fresh, const Manifest& current) const {
  for (const std::string& signer : fresh.signers) {
    if (!IsGovernor(current, signer)) continue;
    size_t texts = 0;
    for (const auto& [text, proposal] : held_) {
      texts += std::find(proposal.signers.begin(), proposal.signers.end(), signer) !=
               proposal.signers.end();
    }
    if (texts < kTextsPerGovernorMax) return true;
  }
  return false;
}

void Proposals::Clear(TurnBook& book) {
  for (const ProposalRow& row : book.store().Proposals(network_)) {
    book.Add(DropProposal{network_, row.text});
  }
  held_.clear();
}

void Proposals::OnManifest(const SignedManifest& current, TurnBook& book) {
  for (auto it = held_.begin(); it != held_.end();) {
    if (it->second.manifest.version > current.manifest.version) {
      ++it;
      continue;
    }
    book.Add(DropProposal{network_, it->first});
    it = held_.erase(it);
  }
}

}  // namespace candour
