#include "node/learning/approval.h"

#include <map>

#include "crypto/random.h"
#include "node/learning/calendar.h"
#include "node/learning/fields.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

using node::v1::StoredDraft;

std::map<std::string, uint32_t> CountRules(const StoredDraft& draft,
                                           node::v1::RedactionState state) {
  std::map<std::string, uint32_t> rules;
  for (const auto& redaction : draft.redactions()) {
    if (redaction.state() == state) ++rules[redaction.rule()];
  }
  return rules;
}

}  // namespace

std::string DraftName(const StoredDraft& draft) { return ShowId(*DraftId::From(draft.id())); }

const char* RoleName(const Principal& who) {
  return who.Has(node::v1::USER_ROLE_GUARDIAN) ? "guardian" : "reviewer";
}

Status ReadyToApprove(const StoredDraft& draft) {
  std::string name = "draft " + DraftName(draft);
  size_t open = 0;
  for (const auto& redaction : draft.redactions()) {
    open += redaction.state() == node::v1::REDACTION_STATE_FLAGGED;
  }
  if (open > 0) {
    return Fail(ErrorCode::kPolicy, "FLAGS_OPEN",
                name + ": " + std::to_string(open) +
                    " flag(s) are open; decide each with candour review mask or keep");
  }
  auto missing = MissingFields(draft.masked());
  if (!missing.empty()) {
    std::string list = missing.front();
    for (size_t i = 1; i < missing.size(); ++i) list += ", " + missing[i];
    return Fail(ErrorCode::kPolicy, "FIELDS_MISSING",
                name + " still needs: " + list + "; give them with candour review approve --set");
  }
  if (auto malformed = MalformedFields(draft.masked()); !malformed.empty()) {
    return Fail(ErrorCode::kInvalid, "FIELD_MALFORMED", name + ": " + malformed.front());
  }
  return {};
}

node::v1::StoredRecord MakeRecord(const StoredDraft& draft, node::v1::ReportState state,
                                  WallSeconds now) {
  node::v1::StoredRecord record;
  record.set_id(draft.id());
  record.set_state(state);
  *record.mutable_learning() = draft.masked();
  record.set_work_id(crypto::RandomBytes(WorkId::kSize));
  record.set_rules_version(draft.rules_version());
  record.set_approved_at(now);
  record.set_author(draft.author());
  record.set_revision(1);
  for (const auto& [rule, count] : CountRules(draft, node::v1::REDACTION_STATE_KEPT)) {
    auto& kept = *record.add_kept();
    kept.set_rule(rule);
    kept.set_count(count);
  }
  record.set_corrected(draft.masks_size() > 0 || draft.edits_size() > 0 ||
                       !draft.sealed_work().empty());
  return record;
}

void AddApproval(const Principal& who, const StoredDraft& draft, const ScrubbedLearning& scrubbed,
                 WallSeconds now, storage::LocalWrites& writes) {
  auto record = MakeRecord(draft, node::v1::REPORT_STATE_APPROVED, now);
  *record.mutable_learning() = scrubbed.learning();
  record.set_reviewer_role(RoleName(who));
  record.set_approver(who.user);
  auto& sign_off = *record.mutable_learning()->mutable_sign_off();
  sign_off.set_rules_version(draft.rules_version());
  sign_off.set_reviewer_role(RoleName(who));
  sign_off.set_month(MonthOf(now));
  writes.push_back(PutRecord(record));
  writes.push_back(DropDraft(*DraftId::From(draft.id())));
}

std::string ForAudit(const Judgement& judgement, const Answers& yes) {
  std::string text = "risk " + std::to_string(static_cast<int>(judgement.parts.r + 0.5)) + ", yes:";
  for (const std::string& id : yes) text += " " + id;
  return yes.empty() ? text + " none" : text;
}

std::string RulesIn(const StoredDraft& draft, node::v1::RedactionState state) {
  std::string text;
  for (const auto& [rule, count] : CountRules(draft, state)) {
    text += (text.empty() ? "" : ", ") + rule + " " + std::to_string(count);
  }
  return text.empty() ? "none" : text;
}

}  // namespace candour
