#include "node/learning/authorise.h"

#include <algorithm>
#include <initializer_list>

#include "node/learning/rows.h"

namespace candour {
namespace {

using enum node::v1::UserRole;

bool Any(const Principal& who, std::initializer_list<node::v1::UserRole> roles) {
  return std::any_of(roles.begin(), roles.end(), [&](auto role) { return who.Has(role); });
}

Status Need(bool allowed, const Principal& who, const char* action, const char* roles) {
  if (allowed) return {};
  return Fail(ErrorCode::kDenied, "ROLE_MISSING",
              "user " + who.user + " may not " + action + "; it needs the role " + roles +
                  " (an admin gives it with: candour user role)");
}

Error Absent(const node::v1::StoredDraft& draft) {
  auto id = RecordId::From(draft.id());
  return {ErrorCode::kNotFound, "NOT_FOUND", "draft " + (id ? ShowId(*id) : "") + " is not here"};
}

bool MayRead(const Principal& who, const node::v1::StoredDraft* draft) {
  return Any(who, {USER_ROLE_REVIEWER, USER_ROLE_GUARDIAN}) ||
         (draft != nullptr && draft->author() == who.user);
}

Status DecideDraft(const Principal& who, const node::v1::StoredDraft* draft) {
  auto role = Need(Any(who, {USER_ROLE_REVIEWER, USER_ROLE_GUARDIAN}), who, "decide on drafts",
                   "reviewer or guardian");
  if (!role) return role;
  if (draft != nullptr && draft->author() == who.user) {
    return Fail(ErrorCode::kPolicy, "REVIEWER_IS_AUTHOR",
                "user " + who.user + " wrote this draft; a second person has to review it");
  }
  return {};
}

}  // namespace

bool Principal::Has(node::v1::UserRole role) const {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

Status Authorise(const Principal& who, UserAction action, const node::v1::StoredDraft* draft) {
  bool anybody = !who.roles.empty();
  switch (action) {
    case UserAction::kReport:
      return Need(Any(who, {USER_ROLE_AUTHOR, USER_ROLE_REVIEWER, USER_ROLE_GUARDIAN,
                            USER_ROLE_COORDINATOR}),
                  who, "report", "author");
    case UserAction::kReadDraft:
    case UserAction::kEditDraft:
      if (draft != nullptr && !MayRead(who, draft)) return Fail(Absent(*draft));
      return Need(anybody, who, "read drafts", "author or reviewer");
    case UserAction::kDecideDraft:
      return DecideDraft(who, draft);
    case UserAction::kReadShared:
    case UserAction::kReadNetworks:
    case UserAction::kReadNode:
      return Need(anybody, who, "use this node", "author, or any other");
    case UserAction::kPublish:
      return Need(Any(who, {USER_ROLE_REVIEWER, USER_ROLE_GUARDIAN}), who, "publish",
                  "reviewer or guardian");
    case UserAction::kWithdraw:
      return Need(Any(who, {USER_ROLE_REVIEWER, USER_ROLE_GUARDIAN, USER_ROLE_COORDINATOR}), who,
                  "withdraw", "reviewer, guardian or coordinator");
    case UserAction::kRunNetworks:
      return Need(Any(who, {USER_ROLE_COORDINATOR, USER_ROLE_ADMIN}), who, "run networks",
                  "coordinator or admin");
    case UserAction::kRunNode:
      return Need(anybody, who, "sync this node", "author, or any other");
    case UserAction::kRunUsers:
      return Need(Any(who, {USER_ROLE_ADMIN}), who, "manage users", "admin");
    case UserAction::kRunBackups:
      return Need(Any(who, {USER_ROLE_ADMIN}), who, "take and check backups", "admin");
    case UserAction::kReadAudit:
      return Need(Any(who, {USER_ROLE_ADMIN, USER_ROLE_GUARDIAN}), who, "read the audit log",
                  "admin or guardian");
    case UserAction::kAskNetworks:
      return Need(Any(who, {USER_ROLE_ANALYST}), who, "ask networks", "analyst");
    case UserAction::kReadBudget:
      return Need(Any(who, {USER_ROLE_ANALYST, USER_ROLE_GUARDIAN, USER_ROLE_ADMIN}), who,
                  "read the budget", "analyst, guardian or admin");
    case UserAction::kDecideQuestions:
      return Need(Any(who, {USER_ROLE_GUARDIAN, USER_ROLE_ADMIN}), who, "decide on questions",
                  "guardian or admin");
  }
  return Need(false, who, "do that", "none");
}

}  // namespace candour
