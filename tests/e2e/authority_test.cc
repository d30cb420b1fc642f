// Every call of a node's own services, by every role, on one's own and on somebody else's draft.
//
// The calls come from the services' descriptors: one without a row here fails.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <set>

#include "candour/node/v1/network.pb.h"
#include "candour/node/v1/node.pb.h"
#include "candour/node/v1/query.pb.h"
#include "tests/e2e/federation_run.h"

namespace candour::e2e {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr char kNode[] = "zx1";
constexpr std::string_view kRoleLetters = "argcnx";  // As node::v1::UserRole, from author on.

// Who may: author, reviewer, guardian, coordinator, analyst, admin (x).
struct Row {
  std::string_view roles;
  std::string_view draft_field = {};  // Names a draft: somebody else's looks absent to an author.
};

const std::map<std::string, Row> kRows = {
    {"LearningService/CreateDraft", {"argc"}},
    {"LearningService/CheckDraft", {"argc"}},
    {"LearningService/ListDrafts", {"argcnx"}},
    {"LearningService/ImportLearning", {"argc"}},
    {"LearningService/SearchLearning", {"argcnx"}},
    {"LearningService/GetLearning", {"argcnx"}},
    {"LearningService/GetProof", {"argcnx"}},
    {"NetworkService/CreateNetwork", {"cx"}},
    {"NetworkService/Invite", {"cx"}},
    {"NetworkService/ListPending", {"cx"}},
    {"NetworkService/ApproveMember", {"cx"}},
    {"NetworkService/Renew", {"cx"}},
    {"NetworkService/ProposeManifest", {"cx"}},
    {"NetworkService/SignManifest", {"cx"}},
    {"NetworkService/ListProposals", {"argcnx"}},
    {"NetworkService/ListManifests", {"argcnx"}},
    {"NetworkService/PrepareGovernor", {"cx"}},
    {"NetworkService/PrepareRotation", {"cx"}},
    {"NetworkService/JoinNetwork", {"cx"}},
    {"NetworkService/LeaveNetwork", {"cx"}},
    {"NetworkService/ListNetworks", {"argcnx"}},
    {"NetworkService/ListMembers", {"argcnx"}},
    {"NetworkService/GetManifest", {"argcnx"}},
    {"NetworkService/GetFeed", {"argcnx"}},
    {"NetworkService/ConfirmHead", {"cx"}},
    {"NetworkService/WriteBundle", {"cx"}},
    {"NetworkService/ReadBundle", {"cx"}},
    {"NetworkService/ListEvidence", {"argcnx"}},
    {"NodeService/GetStatus", {"argcnx"}},
    {"NodeService/ListPeers", {"argcnx"}},
    {"NodeService/SyncNow", {"argcnx"}},
    {"NodeService/ListQuarantine", {"argcnx"}},
    {"NodeService/ListUsers", {"x"}},
    {"NodeService/AddUser", {"x"}},
    {"NodeService/SetUserRoles", {"x"}},
    {"NodeService/DisableUser", {"x"}},
    {"NodeService/ListAudit", {"gx"}},
    {"NodeService/CreateBackup", {"x"}},
    {"NodeService/ListBackups", {"x"}},
    {"NodeService/VerifyBackup", {"x"}},
    {"QueryService/ListCubes", {"argcnx"}},
    {"QueryService/Ask", {"n"}},
    {"QueryService/GetAnswer", {"argcnx"}},
    {"QueryService/ListLedger", {"argcnx"}},
    {"QueryService/GetBudget", {"gnx"}},
    {"QueryService/CountPublished", {"argcnx"}},
    {"QueryService/DecideQuestion", {"gx"}},
    {"ReviewService/ListQueue", {"rg"}},
    {"ReviewService/GetReview", {"arg", "id"}},
    {"ReviewService/DecideRedaction", {"arg", "id"}},
    {"ReviewService/Approve", {"rg", "id"}},
    {"ReviewService/Return", {"rg", "id"}},
    {"ReviewService/Keep", {"rg"}},
    {"ReviewService/ApproveBatch", {"rg"}},
    {"ReviewService/RescanPublished", {"rg"}},
    {"ReviewService/ListWords", {"rg"}},
    {"ReviewService/SetWord", {"rg"}},
    {"ReviewService/Publish", {"rg"}},
    {"ReviewService/Withdraw", {"rgc"}},
    {"ReviewService/GetWithdrawal", {"argcnx"}},
    {"ReviewService/ExplainVisibility", {"argcnx"}},
};

std::map<std::string, const MethodDescriptor*> AllCalls() {
  std::map<std::string, const MethodDescriptor*> calls;
  const auto& pool = *google::protobuf::DescriptorPool::generated_pool();
  std::set<const google::protobuf::FileDescriptor*> files;
  for (const Message* message :
       std::initializer_list<const Message*>{&node::v1::CreateDraftRequest::default_instance(),
                                             &node::v1::ListQueueRequest::default_instance(),
                                             &node::v1::ListNetworksRequest::default_instance(),
                                             &node::v1::GetStatusRequest::default_instance(),
                                             &node::v1::ListCubesRequest::default_instance()}) {
    files.insert(pool.FindMessageTypeByName(message->GetDescriptor()->full_name())->file());
  }
  for (const auto* file : files) {
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        const auto* method = file->service(s)->method(m);
        calls[file->service(s)->name() + "/" + method->name()] = method;
      }
    }
  }
  return calls;
}

Status Call(ctl::NodeClient& client, const std::string& name, const MethodDescriptor& method,
            std::string_view field = {}, const std::string& value = {}) {
  if (method.client_streaming()) {
    const auto none = [] { return Result<std::string>(std::string()); };
    if (auto done = client.Import({}, none); !done) return Fail(done.error());
    return {};
  }
  auto& factory = *google::protobuf::MessageFactory::generated_factory();
  const std::unique_ptr<Message> request(factory.GetPrototype(method.input_type())->New());
  const std::unique_ptr<Message> response(factory.GetPrototype(method.output_type())->New());
  if (!field.empty()) {
    const auto* descriptor = method.input_type()->FindFieldByName(std::string(field));
    if (descriptor == nullptr)
      return Fail(ErrorCode::kInvalid, "NO_SUCH_FIELD", std::string(field));
    request->GetReflection()->SetString(request.get(), descriptor, value);
  }
  return client.Call(name, *request, *response);
}

std::string ReasonOf(const Status& status) { return status ? "OK" : status.error().reason; }

class AuthorityTest : public testing::Test {
 protected:
  // One user for each role, and one more author.
  static void SetUpTestSuite() {
    auto admin = FederationRun::Get().As(kNode, "op");
    for (size_t i = 0; i <= kRoleLetters.size(); ++i) {
      node::v1::AddUserRequest request;
      request.mutable_user()->set_name(i < kRoleLetters.size() ? UserWith(kRoleLetters[i])
                                                               : "another-author");
      request.mutable_user()->add_roles(
          static_cast<node::v1::UserRole>(1 + i % kRoleLetters.size()));
      request.mutable_user()->set_uid(-1);
      node::v1::AddUserResponse response;
      const auto added = admin->Call("NodeService/AddUser", request, response);
      ASSERT_TRUE(added) << added.error().message;
    }
  }

  static std::string UserWith(char role) { return std::string("only-") + role; }

  static std::string DraftBy(const std::string& user) {
    auto author = FederationRun::Get().As(kNode, user);
    node::v1::CreateDraftRequest request;
    auto& learning = *request.mutable_draft()->mutable_learning();
    learning.set_kind(learning::v1::LEARNING_KIND_INCIDENT);
    learning.set_title("Door propped open");
    learning.set_what_happened("The door of the linen room was propped open.");
    node::v1::CreateDraftResponse response;
    const auto created = author->Call("LearningService/CreateDraft", request, response);
    EXPECT_TRUE(created) << created.error().message;
    return response.draft().id();
  }
};

TEST_F(AuthorityTest, HasARowForEveryCallAndNoOther) {
  std::set<std::string> calls, rows;
  for (const auto& [name, method] : AllCalls()) calls.insert(name);
  for (const auto& [name, row] : kRows) rows.insert(name);
  EXPECT_EQ(calls, rows) << "give every call a row in this file: who may use it";
}

TEST_F(AuthorityTest, GivesEachRoleItsCallsAndNoMore) {
  size_t asked = 0;
  for (const char role : kRoleLetters) {
    auto client = FederationRun::Get().As(kNode, UserWith(role));
    ASSERT_TRUE(client);
    for (const auto& [name, method] : AllCalls()) {
      const auto row = kRows.find(name);
      if (row == kRows.end() || !row->second.draft_field.empty()) continue;
      const auto status = Call(*client, name, *method);
      const bool may = row->second.roles.find(role) != std::string_view::npos;
      EXPECT_EQ(ReasonOf(status) != "ROLE_MISSING", may)
          << name << " by role " << role << ": " << ReasonOf(status);
      ++asked;
    }
  }
  std::cout << "[summary] authority: " << asked << " pairs of call and role asked of a real node\n";
}

// An author who is not this draft's cannot tell it from one that does not exist.
TEST_F(AuthorityTest, JudgesTheDraftThatIsNamed) {
  const std::string absent(26, '0');
  for (const char role : kRoleLetters) {
    const std::string own = role == 'a' || role == 'r' || role == 'g' || role == 'c'
                                ? DraftBy(UserWith(role))
                                : std::string();
    const std::string other = DraftBy("another-author");
    auto client = FederationRun::Get().As(kNode, UserWith(role));
    for (const auto& [name, method] : AllCalls()) {
      const auto row = kRows.find(name);
      if (row == kRows.end() || row->second.draft_field.empty()) continue;
      const bool may = row->second.roles.find(role) != std::string_view::npos;
      const bool decides = row->second.roles == "rg";
      const auto on_other = Call(*client, name, *method, row->second.draft_field, other);
      if (role == 'r' || role == 'g') {
        EXPECT_NE(ReasonOf(on_other), "NOT_FOUND") << name << " by role " << role;
        EXPECT_NE(ReasonOf(on_other), "ROLE_MISSING") << name << " by role " << role;
      } else {
        const auto on_absent = Call(*client, name, *method, row->second.draft_field, absent);
        ASSERT_FALSE(on_other) << name << " by role " << role;
        ASSERT_FALSE(on_absent) << name;
        std::string message = on_other.error().message;
        for (size_t at; (at = message.find(other)) != std::string::npos;) {
          message.replace(at, other.size(), absent);
        }
        EXPECT_EQ(ReasonOf(on_other), ReasonOf(on_absent)) << name << " by role " << role;
        EXPECT_EQ(message, on_absent.error().message) << name << " by role " << role;
      }
      if (own.empty()) continue;
      const std::string reason =
          ReasonOf(Call(*client, name, *method, row->second.draft_field, own));
      if (decides) {
        EXPECT_TRUE(reason == "REVIEWER_IS_AUTHOR" || reason == "ROLE_MISSING")
            << name << " on one's own by role " << role << ": " << reason;
      } else if (may) {
        EXPECT_NE(reason, "NOT_FOUND") << name << " on one's own by role " << role;
      }
    }
  }
}

}  // namespace
}  // namespace candour::e2e
