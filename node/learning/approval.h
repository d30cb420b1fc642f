// What turns a draft into a record: readiness, sign-off and the turn that destroys the original.
#pragma once

#include <string>

#include "candour/node/v1/stored.pb.h"
#include "node/learning/judgement.h"
#include "node/learning/ports.h"
#include "node/learning/scrub.h"

namespace candour {

std::string DraftName(const node::v1::StoredDraft& draft);
const char* RoleName(const Principal& who);  // "guardian" or "reviewer", for the sign-off.

// kPolicy FLAGS_OPEN or FIELDS_MISSING, kInvalid FIELD_MALFORMED.
Status ReadyToApprove(const node::v1::StoredDraft& draft);

node::v1::StoredRecord MakeRecord(const node::v1::StoredDraft& draft, node::v1::ReportState state,
                                  WallSeconds now);

// The writes of the last approval: the record, signed off, in the draft's place. The turn has to
// end with a sweep.
void AddApproval(const Principal& who, const node::v1::StoredDraft& draft,
                 const ScrubbedLearning& scrubbed, WallSeconds now, storage::LocalWrites& writes);

// "risk 12, yes: colleagues": what the audit trail keeps of a judgement.
std::string ForAudit(const Judgement& judgement, const Answers& yes);

// How many redactions in that state, by rule: "person.title 2, date.dmy 1". Never text.
std::string RulesIn(const node::v1::StoredDraft& draft, node::v1::RedactionState state);

}  // namespace candour
