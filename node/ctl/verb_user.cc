// candour user: the people of this node.
#include "candour/node/v1/node.pb.h"
#include "node/ctl/verbs.h"

namespace candour::ctl {
namespace {

struct UserArguments {
  std::string name;
  std::vector<std::string> roles;
  int64_t uid = -1;
};

using Roles = google::protobuf::RepeatedField<int>;

Status ParseRoles(const std::vector<std::string>& words, Roles& roles) {
  for (std::string word : words) {
    for (char& c : word) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    node::v1::UserRole role;
    if (!node::v1::UserRole_Parse("USER_ROLE_" + word, &role)) {
      return Fail(ErrorCode::kInvalid, "ROLE_UNKNOWN",
                  "roles are author, reviewer, guardian, coordinator, analyst and admin");
    }
    roles.Add(role);
  }
  return {};
}

std::string RoleWords(const node::v1::User& user) {
  std::string text;
  for (int role : user.roles()) {
    std::string word = node::v1::UserRole_Name(static_cast<node::v1::UserRole>(role)).substr(10);
    for (char& c : word) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    text += (text.empty() ? "" : ",") + word;
  }
  return text;
}

void AddRow(Table& table, const node::v1::User& user) {
  table.Add({user.name(), RoleWords(user), user.uid() < 0 ? "-" : std::to_string(user.uid()),
             user.disabled() ? "disabled" : "active"});
}

template <class Answer>
void PrintOne(Session& session, const Answer& answer) {
  Table table({"user", "roles", "uid", "state"});
  AddRow(table, answer.user());
  session.Print(answer, table);
}

void Add(Session& session, const UserArguments& arguments) {
  node::v1::AddUserRequest request;
  request.mutable_user()->set_name(arguments.name);
  request.mutable_user()->set_uid(arguments.uid);
  if (auto ok = ParseRoles(arguments.roles, *request.mutable_user()->mutable_roles()); !ok) {
    return session.Report(ok.error());
  }
  node::v1::AddUserResponse answer;
  if (session.Call("NodeService/AddUser", request, answer)) PrintOne(session, answer);
}

void SetRoles(Session& session, const UserArguments& arguments) {
  node::v1::SetUserRolesRequest request;
  request.set_name(arguments.name);
  if (auto ok = ParseRoles(arguments.roles, *request.mutable_roles()); !ok) {
    return session.Report(ok.error());
  }
  node::v1::SetUserRolesResponse answer;
  if (session.Call("NodeService/SetUserRoles", request, answer)) PrintOne(session, answer);
}

void Disable(Session& session, const UserArguments& arguments) {
  node::v1::DisableUserRequest request;
  request.set_name(arguments.name);
  node::v1::DisableUserResponse answer;
  if (session.Call("NodeService/DisableUser", request, answer)) PrintOne(session, answer);
}

void List(Session& session) {
  node::v1::ListUsersResponse answer;
  if (!session.Call("NodeService/ListUsers", node::v1::ListUsersRequest(), answer)) return;
  Table table({"user", "roles", "uid", "state"});
  for (const auto& user : answer.users()) AddRow(table, user);
  session.Print(answer, table, table.empty() ? "no users yet\n" : "");
}

}  // namespace

void AddUserVerbs(CLI::App& app, Session& session) {
  auto arguments = std::make_shared<UserArguments>();
  auto* user = app.add_subcommand("user", "the people of this node and their roles");
  user->require_subcommand(1);
  auto* add = user->add_subcommand("add", "add a user");
  add->add_option("name", arguments->name, "a-z, 0-9, - . _")->required();
  add->add_option("--roles", arguments->roles,
                  "author, reviewer, guardian, coordinator, analyst, admin")
      ->delimiter(',')
      ->required();
  add->add_option("--uid", arguments->uid, "the uid on this machine that is this person");
  add->callback([&session, arguments] { Add(session, *arguments); });
  auto* role = user->add_subcommand("role", "replace a user's roles");
  role->add_option("name", arguments->name, "who")->required();
  role->add_option("--roles", arguments->roles, "the new roles")->delimiter(',')->required();
  role->callback([&session, arguments] { SetRoles(session, *arguments); });
  auto* disable = user->add_subcommand("disable", "lock a user out");
  disable->add_option("name", arguments->name, "who")->required();
  disable->callback([&session, arguments] { Disable(session, *arguments); });
  user->add_subcommand("list", "all users")->callback([&session] { List(session); });
}

}  // namespace candour::ctl
