// Drafts: made from what somebody reports, masked at once, the original sealed.
#pragma once

#include <string>

#include "candour/node/v1/stored.pb.h"
#include "crypto/hash.h"
#include "node/learning/scrub.h"
#include "node/learning/services.h"

namespace candour {

inline constexpr int64_t kDraftWarning = 150 * kSecondsPerDay;

// kInvalid for malformed structured fields, kFull when it exceeds services.draft_bytes_max.
Status CheckInput(const Services& services, const node::v1::DraftInput& input);

Result<Scrubbed> ScrubInputOf(const Services& services, const node::v1::DraftInput& input);

// A new sealed draft with a fresh id; nothing is stored yet.
Result<node::v1::StoredDraft> MakeDraft(const Services& services, const Principal& author,
                                        const node::v1::DraftInput& input, WallSeconds now);

// Masks again from the original, the person's edits and decisions; raises the revision.
Status Rebuild(const Services& services, const node::v1::DraftInput& original,
               node::v1::StoredDraft& draft);

// What Rebuild takes: the original, with the draft's edits and masks in clear beside it, or the
// masked side once the original was destroyed. SealWork() before the draft is stored again.
Result<node::v1::DraftInput> OriginalOrMasked(const Services& services,
                                              node::v1::StoredDraft& draft);

node::v1::DraftSummary Summarise(const node::v1::StoredDraft& draft);
std::string Etag(uint64_t revision);

// What finds a second import of the same row: reference and content together, so that a revised row
// is a new draft. Keyed, so that the stored value tells nobody whether a guessed text was reported
// here.
std::string ImportFingerprint(std::string_view node_key, std::string_view reference,
                              const crypto::Hash& content);

}  // namespace candour
