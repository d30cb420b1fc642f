// Notes about questions: which are believed, and how they are called.
#pragma once

#include "federation/query/report.h"
#include "node/learning/names.h"
#include "node/learning/questions.h"

namespace candour {

// The network of this node with this id; empty when it has no manifest of it.
std::optional<NetworkView> NetworkById(Turns& turns, const storage::Reader& store,
                                       const NetworkId& network);

// Where a member's report lies among the mail of a plan.
Bytes PlaceOfReport(const MemberId& member);

inline constexpr char kAnswered[] = "ANSWERED";
inline constexpr char kNoReply[] = "NO_REPLY";
// kAnswered, or the name of the reason.
std::string OutcomeOf(const query::Report& report);

// Who decides when nobody does: for the audit log.
Principal NodeItself();

struct FoundCase {
  const storage::Reader& store;
  const SignedManifest& manifest;
  const FeedState& feed;
  FoundNote found;
  WallSeconds now = 0;
};
// Adds the rows that a plan or an answer in a feed asks for; none for what is not believed: signed
// by somebody else, out of place, or a second answer. False when it has to wait for a newer
// manifest or for the plan that it answers.
bool AdmitNote(const FoundCase& found, const Bytes& note, storage::LocalWrites& writes);
// The part of it for answers; in question_answers.cc.
bool AdmitAnswer(const FoundCase& found, const Bytes& note, storage::LocalWrites& writes);

}  // namespace candour
