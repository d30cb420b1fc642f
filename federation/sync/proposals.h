// The next version of one network's manifest while its governors sign it (protocol section 5).
//
// A text is taken up once a governor in force has signed it; further lines are added to it from
// wherever they come. When enough have signed, the caller adopts it. Only texts that follow the
// current version are kept, and of one governor's making at most a few. Rows are written in the
// turn that changes them. Not thread-safe.
#pragma once

#include <map>
#include <vector>

#include "federation/network/manifest.h"
#include "federation/sync/turn_book.h"

namespace candour {

// A note with verified lines only.
struct Proposal {
  crypto::Hash text;
  Manifest manifest;
  Bytes note;
  std::vector<std::string> signers;  // Names of governors, in the order of the note.
};

// Verifies and reads a proposed successor of `current`: at least one line by a governor in force.
// kInvalid: as ParseManifest, MANIFEST_NOT_SIGNED, MANIFEST_WRONG_NETWORK; kConflict:
// MANIFEST_NOT_NEXT, MANIFEST_WRONG_PREV.
Result<Proposal> OpenProposal(const SignedManifest& current, BytesView note);

// The lines of both notes of one text. The caller owes that the texts are equal.
Bytes MergeLines(BytesView one, BytesView other);

class Proposals {
 public:
  explicit Proposals(const NetworkId& network) : network_(network) {}

  // What an earlier run stored; drops what follows none of `bases`.
  void Load(const std::vector<SignedManifest>& bases, TurnBook& book);

  struct Outcome {
    bool changed = false;   // A new text, or a new line.
    Bytes complete;         // The note, once the governors of both versions suffice; else empty.
  };
  // Reasons besides OpenProposal's: PROPOSALS_FULL.
  Result<Outcome> Offer(const SignedManifest& current, BytesView note, TurnBook& book);

  // Two texts of the newest version are valid: what was to follow one of them is moot.
  void Clear(TurnBook& book);
  // A new version is in force: what was proposed beside it is moot.
  void OnManifest(const SignedManifest& current, TurnBook& book);

  const std::map<crypto::Hash, Proposal>& held() const { return held_; }

 private:
  bool MayHoldOneMore(const Proposal& fresh, const Manifest& current) const;

  NetworkId network_;
  std::map<crypto::Hash, Proposal> held_;
};

}  // namespace candour
