// How far a record is coarsened before it leaves (docs/privacy.md section 4): the cheapest form in
// which enough of what this node knows of is like it. Pure but for the counts it reads.
#pragma once

#include <string>

#include "candour/node/v1/learning.pb.h"
#include "node/anonymise/generalise.h"
#include "node/storage/local_rows.h"

namespace candour {

// Below this many records held nothing can be counted: the year only, no age and no sex.
inline constexpr uint64_t kFewRecordsHeld = 200;

// Good practice, solutions, alerts and the like tell of no patient: nothing is counted or dropped.
bool HasPatient(learning::v1::LearningKind kind);

// Suicide, children, maternity deaths and never events need more like them.
anonymise::Subject SubjectOf(const learning::v1::Learning& learning);

// The form in which `learning` may go to the members of a network. Always finds one: the coarsest
// is only one of all records held.
node::v1::Release ChooseRelease(const storage::Reader& store,
                                const learning::v1::Learning& learning, uint64_t records_held);

// `learning` in that form; ages in its texts become bands, and placeholders of dates name no more
// than the period does.
learning::v1::Learning Coarsen(learning::v1::Learning learning, const node::v1::Release& release);

}  // namespace candour
