// How many people have to agree that a draft may be released, and who (docs/privacy.md,
// "Reviewing"). Pure but for the counts it reads.
#pragma once

#include <set>
#include <string>

#include "candour/node/v1/stored.pb.h"
#include "node/anonymise/risk.h"
#include "node/learning/ports.h"
#include "node/learning/services.h"

namespace candour {

// What of a record travels: where a summary was written, the narrative stays at home.
learning::v1::Learning ReleasedPart(const learning::v1::Learning& learning);

// The ids of the six questions that were answered yes, by anybody who approved so far.
using Answers = std::set<std::string>;

struct Judgement {
  anonymise::RiskParts parts;
  anonymise::StorySigns signs;
  int answered_yes = 0;  // Questions that add to the signs.
  uint64_t records_held = 0;
  node::v1::Release release;  // The form it would travel in.
};

// Drafts and records that this node holds with their text.
uint64_t RecordsHeld(const storage::Reader& store);

// Of the text that would be published as the draft stands.
Judgement Judge(const Services& services, const storage::Reader& store,
                const node::v1::StoredDraft& draft, const Answers& yes);

node::v1::ReviewNeeded NeededOf(const Judgement& judgement);
node::v1::Risk ShowRisk(const Judgement& judgement);
// What was answered yes in the approvals that the draft has.
Answers AnswersOf(const node::v1::StoredDraft& draft);

// kInvalid QUESTION_UNKNOWN for an id that is none of the six.
Result<Answers> ReadAnswers(const node::v1::ApproveRequest& request);

// Whether `who` may add an approval now, and whether it would be the last: the number that is
// still missing after it. kPolicy GUARDIAN_NEEDED or SECOND_REVIEWER_NEEDED.
Result<uint32_t> ApprovalsMissing(const Principal& who, const node::v1::StoredDraft& draft,
                                  const Judgement& judgement);

}  // namespace candour
