// A network that three organisations govern together, two of whom must sign: a member is removed,
// another gets new keys, and a withdrawal is proven offline. In a network of its own, so that the
// other tests' federation stays as it is.
#include <gtest/gtest.h>

#include "candour/node/v1/network.pb.h"
#include "candour/node/v1/review.pb.h"
#include "federation/network/receipt.h"
#include "node/ctl/wait_for.h"
#include "tests/e2e/federation_run.h"

namespace candour::e2e {
namespace {

constexpr char kRing[] = "Trial Ring";

template <class Request, class Response>
Status CallAt(const std::string& code, const std::string& method, const Request& request,
              Response& response, const std::string& user = "op") {
  auto client = FederationRun::Get().As(code, user);
  if (!client) return Fail(ErrorCode::kUnavailable, "NO_CLIENT", code);
  return client->Call(method, request, response);
}

node::v1::Network RingAt(const std::string& code) {
  node::v1::ListNetworksResponse answer;
  (void)CallAt(code, "NetworkService/ListNetworks", node::v1::ListNetworksRequest(), answer);
  for (const auto& network : answer.networks()) {
    if (network.name() == kRing) return network;
  }
  return {};
}

void Join(const std::string& code) {
  node::v1::InviteRequest invite;
  invite.set_network(kRing);
  node::v1::InviteResponse ticket;
  ASSERT_TRUE(CallAt("zh1", "NetworkService/Invite", invite, ticket));
  node::v1::JoinNetworkRequest join;
  join.set_ticket(ticket.ticket());
  node::v1::JoinNetworkResponse joined;
  auto status = CallAt(code, "NetworkService/JoinNetwork", join, joined);
  ASSERT_TRUE(status) << status.error().message;
  node::v1::ListPendingRequest list;
  list.set_network(kRing);
  node::v1::ListPendingResponse pending;
  ASSERT_TRUE(CallAt("zh1", "NetworkService/ListPending", list, pending));
  ASSERT_EQ(pending.pending_size(), 1);
  node::v1::ApproveMemberRequest approve;
  approve.set_network(kRing);
  approve.set_pending_id(pending.pending(0).id());
  node::v1::ApproveMemberResponse approved;
  status = CallAt("zh1", "NetworkService/ApproveMember", approve, approved);
  ASSERT_TRUE(status) << status.error().message;
  EXPECT_TRUE(ctl::WaitFor(20, [&] {
    return RingAt(code).state() == node::v1::MEMBERSHIP_STATE_MEMBER;
  })) << code;
}

std::string NameOf(const std::string& code) { return FederationRun::Get().node(code).name; }

node::v1::ProposeManifestResponse Propose(const std::string& code,
                                          const std::vector<node::v1::ManifestChange>& changes) {
  node::v1::ProposeManifestRequest request;
  request.set_network(kRing);
  for (const auto& change : changes) *request.add_changes() = change;
  node::v1::ProposeManifestResponse answer;
  auto status = CallAt(code, "NetworkService/ProposeManifest", request, answer);
  EXPECT_TRUE(status) << status.error().message;
  return answer;
}

void EverybodyFollows(uint64_t version) {
  for (const char* node : {"zh1", "za1", "zb1"}) {
    EXPECT_TRUE(ctl::WaitFor(20, [&] { return RingAt(node).manifest_version() == version; }))
        << node << " does not follow to version " << version;
  }
}

// Signs once the proposal has reached that node; the version is in force everywhere then.
void SignAt(const std::string& code, const std::string& id, uint64_t version) {
  node::v1::SignManifestRequest request;
  request.set_network(kRing);
  request.set_proposal_id(id);
  node::v1::SignManifestResponse answer;
  Status status;
  EXPECT_TRUE(ctl::WaitFor(20, [&] {
    status = CallAt(code, "NetworkService/SignManifest", request, answer);
    return status.has_value();
  })) << code << ": " << status.error().message;
  EXPECT_EQ(answer.manifest_version(), version);
  EverybodyFollows(version);
}

node::v1::ManifestChange GovernorOf(const std::string& code) {
  node::v1::PrepareGovernorRequest prepare;
  prepare.set_network(kRing);
  node::v1::PrepareGovernorResponse made;
  EXPECT_TRUE(CallAt(code, "NetworkService/PrepareGovernor", prepare, made));
  node::v1::ManifestChange change;
  change.mutable_add_governor()->set_vkey(made.vkey());
  change.mutable_add_governor()->set_member(NameOf(code));
  return change;
}

std::string PublishInRing(const std::string& title) {
  const std::string record = ApprovedRecord(title, "The " + title + " was seen by two people.");
  node::v1::PublishRequest publish;
  publish.set_record_id(record);
  publish.add_networks(kRing);
  node::v1::PublishResponse published;
  auto status = CallAt("za1", "ReviewService/Publish", publish, published, "ravi");
  EXPECT_TRUE(status) << status.error().message;
  return published.placements_size() == 0 ? "" : published.placements(0).name();
}

// Something that was published in this network.
bool Finds(const std::string& code, const std::string& words) {
  const auto found = Search(code, words);
  for (const auto& hit : found.hits()) {
    for (const auto& network : hit.networks()) {
      if (network == kRing) return true;
    }
  }
  return false;
}

class Ring : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    node::v1::CreateNetworkRequest create;
    create.set_name(kRing);
    create.set_kind(node::v1::NETWORK_KIND_PROFESSIONAL);
    create.set_hub_address(FederationRun::Get().node("zh1").address);
    node::v1::CreateNetworkResponse created;
    auto status = CallAt("zh1", "NetworkService/CreateNetwork", create, created);
    ASSERT_TRUE(status) << status.error().message;
    for (const char* code : {"za1", "zb1", "zn1"}) Join(code);
  }
};

void GovernTogether() {
  // One after the other: a node takes the next number after those of the version it holds.
  for (const char* code : {"za1", "zb1"}) {
    const uint64_t version = Propose("zh1", {GovernorOf(code)}).manifest_version();
    ASSERT_NE(version, 0u);
    EverybodyFollows(version);
  }
  node::v1::ManifestChange two;
  two.set_threshold(2);
  auto proposed = Propose("zh1", {two});
  ASSERT_EQ(proposed.manifest_version(), 0u);
  SignAt("za1", proposed.proposal().id(), proposed.proposal().version());
}

// A member goes: proposed by one governor, signed by another on its own node.
void RemoveTheFourth() {
  node::v1::ManifestChange removal;
  removal.mutable_remove()->set_member(NameOf("zn1"));
  const auto proposed = Propose("zb1", {removal});
  ASSERT_EQ(proposed.manifest_version(), 0u);
  SignAt("za1", proposed.proposal().id(), proposed.proposal().version());
  EXPECT_TRUE(ctl::WaitFor(60, [&] {
    return RingAt("zn1").state() == node::v1::MEMBERSHIP_STATE_REMOVED;
  })) << "who was removed is let in to learn it";
  EXPECT_TRUE(Finds("zn1", "swabs")) << "it keeps what it has";
}

// Another gets new keys, and goes on with them.
void RotateTheSecond() {
  node::v1::PrepareRotationRequest prepare;
  prepare.set_network(kRing);
  node::v1::PrepareRotationResponse keys;
  ASSERT_TRUE(CallAt("za1", "NetworkService/PrepareRotation", prepare, keys));
  node::v1::ManifestChange rotation;
  rotation.mutable_rotate()->set_keys(keys.keys());
  const auto proposed = Propose("zb1", {rotation});
  SignAt("zh1", proposed.proposal().id(), proposed.proposal().version());
  EXPECT_TRUE(ctl::WaitFor(30, [&] {
    node::v1::ListMembersRequest list;
    list.set_network(kRing);
    node::v1::ListMembersResponse members;
    (void)CallAt("za1", "NetworkService/ListMembers", list, members);
    for (const auto& member : members.members()) {
      if (member.self()) return member.epoch() == 1;
    }
    return false;
  }));
}

// What the old key published is withdrawn with the new one, and proven.
void WithdrawAndProve(const std::string& early) {
  node::v1::WithdrawRequest withdraw;
  withdraw.set_name(early);
  withdraw.set_reason("unsafe");
  node::v1::WithdrawResponse withdrawn;
  auto status = CallAt("za1", "ReviewService/Withdraw", withdraw, withdrawn, "ravi");
  ASSERT_TRUE(status) << status.error().message;
  node::v1::GetWithdrawalRequest get;
  get.set_name(early);
  get.set_with_receipts(true);
  node::v1::GetWithdrawalResponse standing;
  EXPECT_TRUE(ctl::WaitFor(40, [&] {
    standing.Clear();
    status = CallAt("za1", "ReviewService/GetWithdrawal", get, standing, "ravi");
    return status && standing.complete();
  })) << (status ? standing.DebugString() : status.error().message);
  ASSERT_EQ(standing.receipts_size(), 1);
  auto receipt = ParseReceipt(standing.receipts(0).text());
  ASSERT_TRUE(receipt) << receipt.error().message;
  auto checked = CheckReceipt(*receipt);
  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_EQ(checked->confirmed.size(), 3u);
  EXPECT_TRUE(checked->complete());
}

// A governor leaves by the commands that people type, after it has withdrawn what it published.
void LeaveAsTheThird() {
  std::string said;
  EXPECT_EQ(Candour("zb1", "network leave trial-ring < /dev/null", said), 1) << said;
  EXPECT_NE(said.find("nothing was changed"), std::string::npos) << said;
  ASSERT_EQ(Candour("zh1", "network leave trial-ring --yes", said), 5) << said;
  EXPECT_NE(said.find("LAST_HUB"), std::string::npos) << said;

  ASSERT_EQ(Candour("zb1", "network leave trial-ring --withdraw-all --yes", said), 0) << said;
  EXPECT_NE(said.find("only they can withdraw"), std::string::npos) << said;
  EXPECT_NE(said.find("--leaving LINE --remove-governor 2"), std::string::npos) << said;
  const size_t line = said.find("candour-leaving-1.");
  ASSERT_NE(line, std::string::npos) << said;
  const std::string statement = said.substr(line, said.find_first_of(" \n", line) - line);

  ASSERT_EQ(Candour("zh1", "network remove trial-ring --remove-governor 2 --leaving " + statement,
                    said),
            0)
      << said;
  EXPECT_TRUE(ctl::WaitFor(20, [&] {
    return Candour("za1", "network sign trial-ring", said) == 0;
  })) << said;
  EXPECT_TRUE(ctl::WaitFor(60, [&] {
    return RingAt("zb1").state() == node::v1::MEMBERSHIP_STATE_REMOVED;
  })) << "who left is let in to learn that it is out";
}

TEST_F(Ring, TwoOfThreeRemoveAMemberAndRotateAKey) {
  GovernTogether();
  ASSERT_FALSE(HasFailure());
  const std::string early = PublishInRing("Swabs counted twice");
  for (const char* code : {"zb1", "zn1"}) {
    EXPECT_TRUE(ctl::WaitFor(20, [&] { return Finds(code, "swabs"); })) << code;
  }
  RemoveTheFourth();
  RotateTheSecond();
  ASSERT_FALSE(HasFailure());
  PublishInRing("Clamps left on the tray");
  EXPECT_TRUE(ctl::WaitFor(40, [&] { return Finds("zb1", "clamps"); }));
  EXPECT_TRUE(Finds("zb1", "swabs")) << "the older epoch is still there";
  EXPECT_FALSE(Finds("zn1", "clamps")) << "nothing new reaches who was removed";
  WithdrawAndProve(early);
  EXPECT_TRUE(ctl::WaitFor(20, [] { return !Finds("zb1", "swabs"); }));
  LeaveAsTheThird();
}

}  // namespace
}  // namespace candour::e2e
