// Notes about questions: which are believed, and how they are called.
#pragma once

#include "federation/query/answer.h"
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
std::string NameOf(const query::MemberOutcome& outcome);

// Who decides when nobody does: for the audit log.
Principal NodeItself();

// The plan in a note, whoever signed it. kInvalid PLAN_MALFORMED.
Result<query::Plan> PlanOfNote(const Bytes& note);

struct FoundCase {
  const storage::Reader& store;
  const SignedManifest& manifest;
  const FeedState& feed;
  FoundNote found;
  WallSeconds now = 0;
};
// What a note has to wait for.
enum class Admission : uint8_t { kRead, kWaitsForManifest, kWaitsForPlan };
// Adds the rows that a plan or an answer in a feed asks for; none for what is not believed: signed
// by somebody else, out of place, or a second answer.
Admission AdmitNote(const FoundCase& found, const Bytes& note, storage::LocalWrites& writes);
// The part of it for answers; in question_answers.cc.
Admission AdmitAnswer(const FoundCase& found, const Bytes& note, storage::LocalWrites& writes);

// A note as an item of this node's own feed.
ItemPublished PublishedNote(const NetworkId& network, const Bytes& note, WallSeconds now);

}  // namespace candour
