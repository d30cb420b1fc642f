#include "node/learning/audit.h"
#include "node/learning/node_handlers.h"
#include "node/learning/rows.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

using enum node::v1::UserRole;

class Users : public NodeTest {
 protected:
  std::string Add(const std::string& name, std::vector<node::v1::UserRole> roles,
                  int64_t uid = -1) {
    node::v1::AddUserRequest request;
    request.mutable_user()->set_name(name);
    for (auto role : roles) request.mutable_user()->add_roles(role);
    request.mutable_user()->set_uid(uid);
    return ReasonOf(node.node.AddUser(Admin(), request));
  }
  std::string SetRoles(const std::string& name, std::vector<node::v1::UserRole> roles) {
    node::v1::SetUserRolesRequest request;
    request.set_name(name);
    for (auto role : roles) request.add_roles(role);
    return ReasonOf(node.node.SetUserRoles(Admin(), request));
  }
  std::string Disable(const std::string& name) {
    node::v1::DisableUserRequest request;
    request.set_name(name);
    return ReasonOf(node.node.DisableUser(Admin(), request));
  }
};

TEST_F(Users, BeginWithAnAdmin) {
  EXPECT_EQ(Add("ann", {USER_ROLE_AUTHOR}), "FIRST_USER_ADMIN");
  EXPECT_EQ(Add("ada", {USER_ROLE_ADMIN}), "OK");
  EXPECT_EQ(Add("ann", {USER_ROLE_AUTHOR}), "OK");
  EXPECT_EQ(node.node.ListUsers(Admin(), {})->users_size(), 2);
}

TEST_F(Users, HavePlainNamesUidsOfTheirOwnAndKnownRoles) {
  ASSERT_EQ(Add("ada", {USER_ROLE_ADMIN}, 1000), "OK");

  for (const char* name : {"", "Ada", "a b", "a/b", "operator", "café"}) {
    EXPECT_EQ(Add(name, {}), "USER_NAME_INVALID") << name;
  }
  EXPECT_EQ(Add(std::string(33, 'a'), {}), "USER_NAME_INVALID");
  EXPECT_EQ(Add("ada", {}), "USER_EXISTS");
  EXPECT_EQ(Add("ann", {}, 1000), "UID_TAKEN");
  EXPECT_EQ(Add("ann", {USER_ROLE_UNSPECIFIED}), "ROLE_UNKNOWN");
  EXPECT_EQ(SetRoles("ada", {static_cast<node::v1::UserRole>(9)}), "ROLE_UNKNOWN");
  EXPECT_EQ(Add("ann", {}), "OK");
  EXPECT_EQ(Add("bea", {}), "OK") << "no uid is nobody's uid";
}

TEST_F(Users, NeverLoseTheirLastAdmin) {
  ASSERT_EQ(Add("ada", {USER_ROLE_ADMIN}), "OK");
  ASSERT_EQ(Add("ann", {USER_ROLE_AUTHOR}), "OK");
  const std::string before = node.Dump();

  EXPECT_EQ(SetRoles("ada", {USER_ROLE_AUTHOR}), "LAST_ADMIN");
  EXPECT_EQ(Disable("ada"), "LAST_ADMIN");
  EXPECT_EQ(node.Dump(), before);

  EXPECT_EQ(SetRoles("ann", {USER_ROLE_ADMIN}), "OK");
  EXPECT_EQ(Disable("ada"), "OK");
  EXPECT_EQ(Disable("ann"), "LAST_ADMIN") << "a disabled admin is none";
  EXPECT_EQ(Disable("nobody"), "USER_UNKNOWN");
}

TEST_F(Users, AreManagedByAdminsOnly) {
  node::v1::AddUserRequest request;
  request.mutable_user()->set_name("ann");

  EXPECT_EQ(ReasonOf(node.node.AddUser(Coordinator(), request)), "ROLE_MISSING");
  EXPECT_EQ(ReasonOf(node.node.ListUsers(Guardian(), {})), "ROLE_MISSING");
  EXPECT_EQ(ReasonOf(node.node.SetUserRoles(Author(), {})), "ROLE_MISSING");
  EXPECT_EQ(ReasonOf(node.node.DisableUser(Author(), {})), "ROLE_MISSING");
}

TEST_F(Users, LeaveEveryChangeInTheAuditLog) {
  Add("ada", {USER_ROLE_ADMIN});
  Add("ann", {USER_ROLE_AUTHOR});
  Disable("ann");

  const auto entry = ListAudit(node.store(), 0, 1).front();

  EXPECT_EQ(entry.action(), "user.change");
  EXPECT_EQ(entry.object(), "ann");
  EXPECT_EQ(entry.detail(), "USER_ROLE_AUTHOR disabled");
}

}  // namespace
}  // namespace candour::service_test
