// The people of a node: names, uids, roles.
#include <algorithm>

#include "node/learning/audit.h"
#include "node/learning/authorise.h"
#include "node/learning/node_handlers.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

using storage::Reader;

Status CheckUserName(const std::string& name) {
  bool plain =
      !name.empty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
      });
  if (plain && name != "operator") return {};
  return Fail(ErrorCode::kInvalid, "USER_NAME_INVALID",
              "a user name is 1 to 32 of a-z, 0-9, '-', '.', '_' (and not \"operator\")");
}

Status CheckRoles(const google::protobuf::RepeatedField<int>& roles) {
  for (int role : roles) {
    if (role < node::v1::USER_ROLE_AUTHOR || role > node::v1::USER_ROLE_ADMIN) {
      return Fail(ErrorCode::kInvalid, "ROLE_UNKNOWN",
                  "roles are author, reviewer, guardian, coordinator, analyst and admin");
    }
  }
  return {};
}

bool IsAdmin(const node::v1::User& user) {
  return !user.disabled() && std::find(user.roles().begin(), user.roles().end(),
                                       node::v1::USER_ROLE_ADMIN) != user.roles().end();
}

// Somebody must be left who can manage users.
Status KeepsAnAdmin(const Reader& store, const node::v1::User& changed) {
  bool had = false;
  for (const auto& row : LoadUsers(store)) {
    had |= IsAdmin(row.user());
    if (row.user().name() != changed.name() && IsAdmin(row.user())) return {};
  }
  if (!had || IsAdmin(changed)) return {};
  return Fail(ErrorCode::kPolicy, "LAST_ADMIN",
              changed.name() + " is the last admin; give another user the role first");
}

std::string RoleList(const node::v1::User& user) {
  std::string list;
  for (int role : user.roles()) {
    list +=
        (list.empty() ? "" : ",") + node::v1::UserRole_Name(static_cast<node::v1::UserRole>(role));
  }
  return list;
}

// Changes one user that exists.
Result<node::v1::User> ChangeUser(Services& services, const Principal& who, const std::string& name,
                                  const std::function<void(node::v1::User&)>& change) {
  if (auto ok = Authorise(who, UserAction::kRunUsers); !ok) return Fail(ok.error());
  node::v1::User changed;
  auto status = services.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
    auto row = LoadUser(store, name);
    if (!row) {
      return Fail(ErrorCode::kNotFound, "USER_UNKNOWN",
                  "there is no user " + name + "; candour user list shows them");
    }
    change(*row->mutable_user());
    if (auto ok = KeepsAnAdmin(store, row->user()); !ok) return Fail(ok.error());
    changed = row->user();
    LocalTurn turn;
    turn.writes.push_back(PutUser(*row));
    AddAudit(store, who,
             {"user.change", name, RoleList(changed) + (changed.disabled() ? " disabled" : "")},
             now.wall, turn.writes);
    return turn;
  });
  if (!status) return Fail(status.error());
  return changed;
}

}  // namespace

Result<node::v1::ListUsersResponse> NodeHandlers::ListUsers(const Principal& who,
                                                            const node::v1::ListUsersRequest&) {
  if (auto ok = Authorise(who, UserAction::kRunUsers); !ok) return Fail(ok.error());
  node::v1::ListUsersResponse response;
  for (const auto& row : LoadUsers(*services_.turns.Snapshot())) {
    *response.add_users() = row.user();
  }
  return response;
}

Result<node::v1::AddUserResponse> NodeHandlers::AddUser(const Principal& who,
                                                        const node::v1::AddUserRequest& request) {
  if (auto ok = Authorise(who, UserAction::kRunUsers); !ok) return Fail(ok.error());
  const node::v1::User& user = request.user();
  if (auto ok = CheckUserName(user.name()); !ok) return Fail(ok.error());
  if (auto ok = CheckRoles(user.roles()); !ok) return Fail(ok.error());
  auto status = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
    auto users = LoadUsers(store);
    for (const auto& row : users) {
      if (row.user().name() == user.name()) {
        return Fail(ErrorCode::kConflict, "USER_EXISTS",
                    "there is a user " + user.name() + " already");
      }
      if (user.uid() >= 0 && row.user().uid() == user.uid()) {
        return Fail(ErrorCode::kConflict, "UID_TAKEN",
                    "uid " + std::to_string(user.uid()) + " belongs to " + row.user().name());
      }
    }
    if (users.empty() && !IsAdmin(user)) {
      return Fail(ErrorCode::kPolicy, "FIRST_USER_ADMIN",
                  "the first user must have the role admin, or nobody could add the others");
    }
    node::v1::StoredUser row;
    *row.mutable_user() = user;
    row.set_created_at(now.wall);
    LocalTurn turn;
    turn.writes.push_back(PutUser(row));
    AddAudit(store, who, {"user.add", user.name(), RoleList(user)}, now.wall, turn.writes);
    return turn;
  });
  if (!status) return Fail(status.error());
  node::v1::AddUserResponse response;
  *response.mutable_user() = user;
  return response;
}

Result<node::v1::SetUserRolesResponse> NodeHandlers::SetUserRoles(
    const Principal& who, const node::v1::SetUserRolesRequest& request) {
  if (auto ok = CheckRoles(request.roles()); !ok) return Fail(ok.error());
  auto changed = ChangeUser(services_, who, request.name(),
                            [&](node::v1::User& user) { *user.mutable_roles() = request.roles(); });
  if (!changed) return Fail(changed.error());
  node::v1::SetUserRolesResponse response;
  *response.mutable_user() = std::move(*changed);
  return response;
}

Result<node::v1::DisableUserResponse> NodeHandlers::DisableUser(
    const Principal& who, const node::v1::DisableUserRequest& request) {
  auto changed = ChangeUser(services_, who, request.name(),
                            [](node::v1::User& user) { user.set_disabled(true); });
  if (!changed) return Fail(changed.error());
  node::v1::DisableUserResponse response;
  *response.mutable_user() = std::move(*changed);
  return response;
}

}  // namespace candour
