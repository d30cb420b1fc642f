// Whole nodes in one process: two organisations, one network, one piece of learning.
#include "node/app.h"

#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <functional>

#include "candour/node/v1/learning.grpc.pb.h"
#include "candour/node/v1/network.grpc.pb.h"
#include "candour/node/v1/node.grpc.pb.h"
#include "candour/node/v1/review.grpc.pb.h"
#include "node/rpc/status.h"
#include "tests/unit/node/storage/store_fixture.h"

namespace candour {
namespace {

namespace v1 = node::v1;
using std::chrono::seconds;

// One node in a folder of its own, and a client at its local socket.
class TestNode {
 public:
  explicit TestNode(const std::string& organisation) {
    options_.node.organisation = organisation;
    options_.node.data_dir = folder_.path() + "/data";
    options_.node.run_dir = folder_.path() + "/run";
    options_.node.log_level = "error";
    options_.store.reserve_mb = 0;
    options_.sync.batch_window_ms = 0;
    options_.sync.dial_backoff_ms_max = 300;
    options_.index.shards = 1;
  }

  void Listen() { options_.listen.peer = "127.0.0.1:0"; }

  void Start() {
    auto app = App::Start(options_, Place::kAsEver);
    ASSERT_TRUE(app) << app.error().message;
    app_ = std::move(*app);
    channel_ = grpc::CreateChannel("unix:" + options_.node.run_dir + "/candour.sock",
                                   grpc::InsecureChannelCredentials());
    tokens_.clear();
  }
  void Stop() { app_.reset(); }
  App& app() { return *app_; }

  // As a user of the node; the first one is made by the built-in operator.
  void AddUser(const std::string& name, v1::UserRole role) {
    v1::AddUserRequest request;
    request.mutable_user()->set_name(name);
    request.mutable_user()->add_roles(role);
    request.mutable_user()->add_roles(v1::USER_ROLE_ADMIN);
    request.mutable_user()->set_uid(-1);
    v1::AddUserResponse response;
    const std::string maker = users_ == 0 ? "-" : "anna";
    ASSERT_TRUE(Ok(Stub<v1::NodeService>()->AddUser(Context(maker).get(), request, &response)));
    ++users_;
  }

  // A context with the user's session; "-" is the operator.
  std::unique_ptr<grpc::ClientContext> Context(const std::string& user) {
    if (!tokens_.contains(user)) tokens_[user] = Login(user);
    auto context = std::make_unique<grpc::ClientContext>();
    context->AddMetadata("candour-session", tokens_[user]);
    context->set_deadline(std::chrono::system_clock::now() + seconds(60));
    return context;
  }

  template <class Service>
  std::unique_ptr<typename Service::Stub> Stub() {
    return Service::NewStub(channel_);
  }

  static testing::AssertionResult Ok(const grpc::Status& status) {
    if (status.ok()) return testing::AssertionSuccess();
    const Error error = rpc::FromGrpc(status, "node");
    return testing::AssertionFailure() << error.reason << ": " << error.message;
  }

 private:
  std::string Login(const std::string& user) {
    const std::string path = options_.node.run_dir + "/login.sock";
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    EXPECT_EQ(connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    const std::string line = "CANDOUR1 " + user + "\n";
    EXPECT_EQ(send(fd, line.data(), line.size(), 0), static_cast<ssize_t>(line.size()));
    std::string answer;
    char buffer[256];
    for (ssize_t n = 0; (n = recv(fd, buffer, sizeof buffer, 0)) > 0;) answer.append(buffer, n);
    close(fd);
    EXPECT_TRUE(answer.starts_with("OK ")) << answer;
    return answer.size() > 67 ? answer.substr(3, 64) : "";
  }

  storage::TempFolder folder_;
  config::NodeOptions options_;
  std::unique_ptr<App> app_;
  std::shared_ptr<grpc::Channel> channel_;
  std::map<std::string, std::string> tokens_;
  int users_ = 0;
};

// Other machines and threads are at work: asks again until it is so.
bool Eventually(const std::function<bool()>& so) {
  const auto end = std::chrono::steady_clock::now() + seconds(60);
  while (std::chrono::steady_clock::now() < end) {
    if (so()) return true;
    poll(nullptr, 0, 50);
  }
  return so();
}

class AppTest : public testing::Test {
 protected:
  void StartBoth() {
    hub_.Listen();
    hub_.Start();
    leaf_.Start();
    for (TestNode* node : {&hub_, &leaf_}) {
      node->AddUser("anna", v1::USER_ROLE_REVIEWER);
      node->AddUser("ben", v1::USER_ROLE_AUTHOR);
    }
  }

  // The leaf joins a network of the hub's.
  void Federate() {
    v1::CreateNetworkRequest create;
    create.set_name("Golden Vale");
    create.set_kind(v1::NETWORK_KIND_GEOGRAPHIC);
    create.set_hub_address("127.0.0.1:" + std::to_string(hub_.app().peer_port()));
    v1::CreateNetworkResponse created;
    ASSERT_TRUE(TestNode::Ok(hub_.Stub<v1::NetworkService>()->CreateNetwork(
        hub_.Context("anna").get(), create, &created)));
    v1::InviteRequest invite;
    invite.set_network("Golden Vale");
    v1::InviteResponse invited;
    ASSERT_TRUE(TestNode::Ok(
        hub_.Stub<v1::NetworkService>()->Invite(hub_.Context("anna").get(), invite, &invited)));
    v1::JoinNetworkRequest join;
    join.set_ticket(invited.ticket());
    v1::JoinNetworkResponse joined;
    ASSERT_TRUE(TestNode::Ok(
        leaf_.Stub<v1::NetworkService>()->JoinNetwork(leaf_.Context("anna").get(), join, &joined)));
    v1::ListPendingResponse pending;
    ASSERT_TRUE(TestNode::Ok(
        hub_.Stub<v1::NetworkService>()->ListPending(hub_.Context("anna").get(), {}, &pending)));
    ASSERT_EQ(pending.pending_size(), 1);
    EXPECT_EQ(pending.pending(0).fingerprint(), joined.fingerprint());
    v1::ApproveMemberRequest approve;
    approve.set_network("Golden Vale");
    approve.set_pending_id(pending.pending(0).id());
    v1::ApproveMemberResponse approved;
    ASSERT_TRUE(TestNode::Ok(hub_.Stub<v1::NetworkService>()->ApproveMember(
        hub_.Context("anna").get(), approve, &approved)));
    EXPECT_TRUE(Eventually([&] {
      v1::ListNetworksResponse networks;
      const auto status = leaf_.Stub<v1::NetworkService>()->ListNetworks(
          leaf_.Context("anna").get(), {}, &networks);
      return status.ok() && networks.networks_size() == 1 &&
             networks.networks(0).state() == v1::MEMBERSHIP_STATE_MEMBER;
    }));
  }

  // Reported by ben, approved and published by anna; gives the record's id.
  std::string Publish(TestNode& node, const std::string& words) {
    v1::CreateDraftRequest draft;
    auto* learning = draft.mutable_draft()->mutable_learning();
    learning->set_kind(learning::v1::LEARNING_KIND_NEAR_MISS);
    learning->set_title(words);
    learning->set_what_happened("The " + words + " was found in time.");
    learning->set_learning("Check the " + words + " at handover.");
    learning->set_setting("ward");
    learning->set_period("2024-Q1");
    v1::CreateDraftResponse drafted;
    EXPECT_TRUE(TestNode::Ok(
        node.Stub<v1::LearningService>()->CreateDraft(node.Context("ben").get(), draft, &drafted)));
    v1::ApproveRequest approve;
    approve.set_questions_answered(true);
    approve.set_id(drafted.draft().id());
    approve.set_etag(drafted.draft().etag());
    v1::ApproveResponse approved;
    EXPECT_TRUE(TestNode::Ok(
        node.Stub<v1::ReviewService>()->Approve(node.Context("anna").get(), approve, &approved)));
    v1::PublishRequest publish;
    publish.set_record_id(approved.record_id());
    publish.add_networks("Golden Vale");
    v1::PublishResponse published;
    EXPECT_TRUE(TestNode::Ok(
        node.Stub<v1::ReviewService>()->Publish(node.Context("anna").get(), publish, &published)));
    return approved.record_id();
  }

  uint64_t Shared(TestNode& node, const std::string& words) {
    v1::SearchLearningRequest search;
    search.set_query(words);
    search.set_scope(v1::SEARCH_SCOPE_SHARED);
    v1::SearchLearningResponse found;
    EXPECT_TRUE(TestNode::Ok(node.Stub<v1::LearningService>()->SearchLearning(
        node.Context("ben").get(), search, &found)));
    uint64_t visible = 0;
    for (const auto& hit : found.hits()) visible += hit.has_withdrawn() ? 0 : 1;
    return visible;
  }

  TestNode hub_{"Hub Trust"};
  TestNode leaf_{"Leaf Trust"};
};

TEST_F(AppTest, AsksForASessionFirst) {
  hub_.Start();
  grpc::ClientContext bare;
  v1::GetStatusResponse response;
  const auto status = hub_.Stub<v1::NodeService>()->GetStatus(&bare, {}, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  ASSERT_TRUE(TestNode::Ok(
      hub_.Stub<v1::NodeService>()->GetStatus(hub_.Context("-").get(), {}, &response)));
  EXPECT_EQ(response.health(), "ok");
  EXPECT_EQ(response.user(), "operator");
}

TEST_F(AppTest, CarriesLearningToTheOtherNodeAndTakesItBack) {
  StartBoth();
  Federate();
  if (HasFatalFailure()) return;

  const std::string record = Publish(leaf_, "oxygen cylinder valve");
  EXPECT_TRUE(Eventually([&] { return Shared(hub_, "cylinder") == 1; }));
  Publish(hub_, "infusion pump battery");
  EXPECT_TRUE(Eventually([&] { return Shared(leaf_, "infusion") == 1; }));

  v1::WithdrawRequest withdraw;
  withdraw.set_name(record);
  withdraw.set_reason("privacy");
  v1::WithdrawResponse withdrawn;
  ASSERT_TRUE(TestNode::Ok(leaf_.Stub<v1::ReviewService>()->Withdraw(leaf_.Context("anna").get(),
                                                                     withdraw, &withdrawn)));
  EXPECT_TRUE(Eventually([&] { return Shared(hub_, "cylinder") == 0; }));
  v1::GetWithdrawalRequest ask;
  ask.set_name(record);
  EXPECT_TRUE(Eventually([&] {
    v1::GetWithdrawalResponse answer;
    const auto status =
        leaf_.Stub<v1::ReviewService>()->GetWithdrawal(leaf_.Context("anna").get(), ask, &answer);
    return status.ok() && answer.complete() && answer.erased_here();
  }));
}

TEST_F(AppTest, FindsEverythingAgainAfterARestart) {
  StartBoth();
  Federate();
  if (HasFatalFailure()) return;
  Publish(leaf_, "oxygen cylinder valve");
  ASSERT_TRUE(Eventually([&] { return Shared(hub_, "cylinder") == 1; }));

  leaf_.Stop();
  leaf_.Start();
  EXPECT_TRUE(Eventually([&] { return Shared(leaf_, "cylinder") == 1; }));
  Publish(leaf_, "second lesson tubing");  // Its feed signs again once the hub has answered.
  EXPECT_TRUE(Eventually([&] { return Shared(hub_, "tubing") == 1; }));

  v1::SyncNowResponse synced;
  ASSERT_TRUE(TestNode::Ok(
      leaf_.Stub<v1::NodeService>()->SyncNow(leaf_.Context("anna").get(), {}, &synced)));
  ASSERT_EQ(synced.peers_size(), 1);
  EXPECT_EQ(synced.peers(0).state(), "connected");
  EXPECT_TRUE(synced.peers(0).roots_agree());
}

TEST_F(AppTest, ImportsAStreamAndRefusesABrokenOne) {
  hub_.Start();
  hub_.AddUser("anna", v1::USER_ROLE_REVIEWER);
  const auto import = [&](const std::vector<v1::ImportLearningRequest>& messages,
                          v1::ImportLearningResponse& response) {
    const auto context = hub_.Context("anna");
    const auto stub = hub_.Stub<v1::LearningService>();
    const auto writer = stub->ImportLearning(context.get(), &response);
    for (const auto& message : messages) {
      if (!writer->Write(message)) break;
    }
    writer->WritesDone();
    return writer->Finish();
  };
  v1::ImportLearningRequest header;
  header.mutable_header()->set_format("csv");
  header.mutable_header()->set_mapping(
      "format = \"csv\"\nreference = \"{ref}\"\n[fields]\nkind = \"INCIDENT\"\n"
      "title = \"{title}\"\nwhat_happened = \"{what}\"\n");
  std::string file = "ref,title,what\n";
  for (int row = 0; row < 300; ++row) {
    const std::string number = std::to_string(row);
    file += "r" + number + ",Valve number " + number + ",The valve " + number + " was closed.\n";
  }
  std::vector<v1::ImportLearningRequest> messages{header};
  for (size_t at = 0; at < file.size(); at += 1000) {
    messages.emplace_back().set_chunk(file.substr(at, 1000));
  }
  v1::ImportLearningResponse response;
  ASSERT_TRUE(TestNode::Ok(import(messages, response)));
  EXPECT_EQ(response.rows(), 300u);
  EXPECT_EQ(response.created(), 300u);

  v1::ImportLearningRequest chunk;
  chunk.set_chunk("ref\n");
  for (const auto& broken : {std::vector{chunk}, std::vector{header, header},
                             std::vector<v1::ImportLearningRequest>{}}) {
    const grpc::Status status = import(broken, response);
    EXPECT_EQ(rpc::FromGrpc(status, "node").reason, "IMPORT_STREAM");
  }
}

TEST_F(AppTest, RefusesASecondDaemonOnItsData) {
  config::NodeOptions options;
  storage::TempFolder folder;
  options.node.data_dir = folder.path() + "/data";
  options.node.run_dir = folder.path() + "/run";
  options.store.reserve_mb = 0;
  auto first = App::Start(options, Place::kAsEver);
  ASSERT_TRUE(first) << first.error().message;
  const auto second = App::Start(options, Place::kAsEver);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().reason, "NODE_RUNNING");
}

}  // namespace
}  // namespace candour
