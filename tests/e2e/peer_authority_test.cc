// Every call that one node may make of another, by everybody who may and who may not, at a real hub
// of three networks. What is forbidden and what does not exist are answered with the same bytes.
//
// The calls come from the service's descriptor: one without a row here fails.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/message.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <set>

#include "candour/node/v1/network.pb.h"
#include "candour/peer/v1/exchange.pb.h"
#include "crypto/encoding.h"
#include "crypto/random.h"
#include "crypto/x509.h"
#include "federation/feed/names.h"
#include "node/rpc/tls.h"
#include "tests/e2e/federation_run.h"

namespace candour::e2e {
namespace {

namespace wire = peer::v1;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr char kHub[] = "zh1";

struct Row {
  bool member = true;  // Whether a member with the roles r and w may.
  // Beside network_id and feed_id: what makes it a request that can be read.
  void (*fill)(Message& request) = nullptr;
};

template <class Request>
Request& As(Message& request) {
  return dynamic_cast<Request&>(request);
}

void FillHello(Message& request) {
  auto& hello = As<wire::HelloRequest>(request);
  hello.set_protocol(99);  // A true greeting would be of another process with the member's keys.
  hello.set_instance(std::string(32, 'i'));
  hello.set_boot_id(std::string(16, 'b'));
  hello.set_manifest_sha256(std::string(32, 'm'));
}
void FillRanges(Message& request) {
  As<wire::FetchBodiesRequest>(request).add_ranges()->set_end(1);
  As<wire::FetchBodiesRequest>(request).set_bytes_max(1 << 20);
}
void FillLeaves(Message& request) { As<wire::FetchLeavesRequest>(request).set_max(16); }
void FillSizes(Message& request) {
  As<wire::GetConsistencyRequest>(request).set_old_size(1);
  As<wire::GetConsistencyRequest>(request).set_new_size(1);
}
void FillPushedLeaves(Message& request) {
  As<wire::PushLeavesRequest>(request).set_leaves(std::string(112, 'l'));
  As<wire::PushLeavesRequest>(request).set_checkpoint("no note\n");
}
void FillPushedHead(Message& request) {
  As<wire::PushHeadRequest>(request).set_checkpoint("no note\n");
}
void FillEvidence(Message& request) {
  As<wire::ReportEvidenceRequest>(request).set_evidence("no evidence\n");
}
void FillPlan(Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("plan_sha256");
  request.GetReflection()->SetString(&request, field, std::string(32, 'p'));
}
void FillNote(Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("note");
  request.GetReflection()->SetString(&request, field, "no note\n");
}
void FillReport(Message& request) {
  FillPlan(request);
  FillNote(request);
}

const std::map<std::string, Row> kRows = {
    {"Hello", {true, FillHello}},
    {"GetManifests", {}},
    {"ListHeads", {}},
    {"FetchLeaves", {true, FillLeaves}},
    {"FetchBodies", {true, FillRanges}},
    {"PushHead", {true, FillPushedHead}},
    {"PushLeaves", {true, FillPushedLeaves}},
    {"PushBodies", {}},
    {"PutCosignatures", {}},
    {"ListCosignatures", {}},
    {"GetConsistency", {true, FillSizes}},
    {"GetProof", {}},
    {"ReportEvidence", {true, FillEvidence}},
    {"Watch", {}},
    {"Join", {false}},
    {"PutProposal", {true, FillNote}},
    {"ListProposals", {false}},
    {"SubmitReport", {false, FillReport}},  // To a question that nobody asked.
    {"FetchReports", {false, FillPlan}},
};

std::map<std::string, const MethodDescriptor*> AllCalls() {
  std::map<std::string, const MethodDescriptor*> calls;
  const auto* service =
      wire::HelloRequest::descriptor()->file()->FindServiceByName("ExchangeService");
  for (int i = 0; i < service->method_count(); ++i) {
    calls[service->method(i)->name()] = service->method(i);
  }
  return calls;
}

// All that the caller is told, beside an answer's content.
std::string TextOf(const grpc::Status& status) {
  return std::to_string(status.error_code()) + "|" + status.error_message() + "|" +
         status.error_details();
}

// Somebody with a key, on a connection of its own.
class Caller {
 public:
  Caller(std::string name, const crypto::TlsIdentity& identity) : name_(std::move(name)) {
    const auto& hub = FederationRun::Get().node(kHub);
    const auto pin = crypto::SpkiSha256FromPem(ReadFile(hub.directory + "/data/keys/listener.crt"));
    EXPECT_TRUE(pin);
    grpc::ChannelArguments args;
    args.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    channel_ =
        grpc::CreateCustomChannel(hub.address, rpc::PinnedClient(identity, {*pin}, {}), args);
  }

  const std::string& name() const { return name_; }

  std::string Call(const std::string& method, const NetworkId& network, const FeedId& feed) {
    const MethodDescriptor& call = *AllCalls().at(method);
    auto& factory = *google::protobuf::MessageFactory::generated_factory();
    const std::unique_ptr<Message> request(factory.GetPrototype(call.input_type())->New());
    Set(*request, "network_id", network.str());
    Set(*request, "feed_id", feed.str());
    if (const auto fill = kRows.at(method).fill) fill(*request);
    const grpc::Slice slice(request->SerializeAsString());
    const grpc::ByteBuffer bytes(&slice, 1);
    grpc::GenericStub stub(channel_);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(4));
    grpc::CompletionQueue queue;
    const auto reader = stub.PrepareUnaryCall(
        &context, "/candour.peer.v1.ExchangeService/" + method, bytes, &queue);
    reader->StartCall();
    grpc::ByteBuffer answer;
    grpc::Status status;
    reader->Finish(&answer, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    return TextOf(status);
  }

 private:
  static void Set(Message& request, const std::string& name, const std::string& value) {
    const auto* field = request.GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) request.GetReflection()->SetString(&request, field, value);
  }

  const std::string name_;
  std::shared_ptr<grpc::Channel> channel_;
};

NetworkId NetworkNamed(const std::string& code, const std::string& name) {
  node::v1::ListNetworksResponse list;
  auto client = FederationRun::Get().As(code, "op");
  (void)client->Call("NetworkService/ListNetworks", node::v1::ListNetworksRequest(), list);
  for (const auto& row : list.networks()) {
    if (row.name() == name) return *NetworkId::From(*crypto::HexDecode(row.id()));
  }
  ADD_FAILURE() << code << " knows no network " << name;
  return {};
}

// The first feed of whoever lists itself as "self" at `code`.
FeedId OwnFeed(const std::string& code, const std::string& network) {
  node::v1::ListMembersRequest request;
  request.set_network(network);
  node::v1::ListMembersResponse members;
  auto client = FederationRun::Get().As(code, "op");
  (void)client->Call("NetworkService/ListMembers", request, members);
  for (const auto& row : members.members()) {
    if (!row.self()) continue;
    return FeedIdOf(NetworkNamed(code, network), *MemberId::From(*crypto::HexDecode(row.id())), 0);
  }
  ADD_FAILURE() << code << " is no member of " << network;
  return {};
}

crypto::TlsIdentity KeyOf(const std::string& code, const NetworkId& network) {
  const std::string keys =
      FederationRun::Get().node(code).directory + "/data/keys/" + network.hex();
  return {ReadFile(keys + "/tls.crt"), ReadFile(keys + "/tls.key")};
}

class PeerAuthorityTest : public testing::Test {
 protected:
  const NetworkId region_ = NetworkNamed("za1", ctl::kDemoRegion);
  const NetworkId pharmacy_ = NetworkNamed("za1", ctl::kDemoPharmacy);
  const NetworkId coast_ = NetworkNamed("zx1", ctl::kDemoCoast);
  const NetworkId no_network_ = *NetworkId::From(crypto::RandomBytes(16));
  const FeedId region_feed_ = OwnFeed("za1", ctl::kDemoRegion);
  const FeedId coast_feed_ = OwnFeed("zx1", ctl::kDemoCoast);
  const FeedId no_feed_ = *FeedId::From(crypto::RandomBytes(16));
  Caller member_{"a member", KeyOf("za1", region_)};
};

TEST_F(PeerAuthorityTest, HasARowForEveryCallAndNoOther) {
  std::set<std::string> calls, rows;
  for (const auto& [name, method] : AllCalls()) calls.insert(name);
  for (const auto& [name, row] : kRows) rows.insert(name);
  EXPECT_EQ(calls, rows) << "give every call a row in this file: who may use it";
}

// Who is neither a member nor a former one cannot tell a network from one that does not exist.
TEST_F(PeerAuthorityTest, TellsOutsidersNothingNotEvenThatThereIsANetwork) {
  Caller outsiders[] = {
      {"a stranger", *crypto::GenerateSelfSigned(crypto::CertificateOptions{
                         .common_name = "stranger", .now_seconds = 1'750'000'000})},
      {"a member of another network", KeyOf("zx1", coast_)},
      {"a member with its key of another network", KeyOf("za1", pharmacy_)},
  };
  size_t asked = 0;
  for (Caller& outsider : outsiders) {
    for (const auto& [name, row] : kRows) {
      const std::string forbidden = outsider.Call(name, region_, region_feed_);
      const std::string absent = outsider.Call(name, no_network_, no_feed_);
      EXPECT_EQ(forbidden, absent) << name << " by " << outsider.name();
      EXPECT_TRUE(forbidden.starts_with(std::to_string(grpc::StatusCode::NOT_FOUND) + "|"))
          << name << " by " << outsider.name() << ": " << forbidden;
      asked += 2;
    }
  }
  std::cout << "[summary] peer authority: " << asked
            << " calls by outsiders, each answered as if there were nothing\n";
}

// The control: the very same requests by a member are answered otherwise, where a member may.
TEST_F(PeerAuthorityTest, AnswersTheSameRequestsOfAMember) {
  for (const auto& [name, row] : kRows) {
    const std::string absent = member_.Call(name, no_network_, no_feed_);
    const std::string own = member_.Call(name, region_, region_feed_);
    EXPECT_EQ(own != absent, row.member) << name << ": " << own;
    EXPECT_FALSE(own.starts_with(std::to_string(grpc::StatusCode::UNAVAILABLE) + "|")) << name;
  }
}

// The name that the caller gave itself may stand in the answer.
std::string Without(const FeedId& feed, std::string answer) {
  const std::string name = feed.hex().substr(0, 8);
  for (size_t at; (at = answer.find(name)) != std::string::npos;) answer.erase(at, name.size());
  return answer;
}

// A feed that this hub holds in another network is for a member what a feed is that nobody has.
TEST_F(PeerAuthorityTest, KeepsTheFeedsOfOneNetworkFromTheMembersOfAnother) {
  for (const auto& [name, row] : kRows) {
    if (AllCalls().at(name)->input_type()->FindFieldByName("feed_id") == nullptr) continue;
    EXPECT_EQ(Without(coast_feed_, member_.Call(name, region_, coast_feed_)),
              Without(no_feed_, member_.Call(name, region_, no_feed_)))
        << name;
  }
}

}  // namespace
}  // namespace candour::e2e
