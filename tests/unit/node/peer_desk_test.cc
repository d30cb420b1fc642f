#include "node/peer_desk.h"

#include <gtest/gtest.h>

#include <future>

#include "tests/unit/node/storage/store_fixture.h"

namespace candour {
namespace {

const NetworkId kNetwork = *NetworkId::From(std::string(16, 'n'));
const NetworkId kUnknown = *NetworkId::From(std::string(16, 'u'));
const MemberId kMember = *MemberId::From(std::string(16, 'm'));
const crypto::Hash kPin = *crypto::Hash::From(std::string(32, 'p'));
const crypto::Hash kStranger = *crypto::Hash::From(std::string(32, 's'));
const crypto::Hash kTicket = *crypto::Hash::From(std::string(32, 't'));

// A desk over a real store with two stored manifest texts; the loop is a list of events.
class PeerDeskTest : public storage::StoreTest {
 protected:
  void SetUp() override {
    Open();
    ASSERT_TRUE(store_->Commit(
        {PutManifest{{kNetwork, 1, "first note"}}, PutManifest{{kNetwork, 2, "second note"}}}, {}));
    auto manifest = std::make_shared<SignedManifest>();
    manifest->manifest.network = kNetwork;
    manifest->manifest.version = 2;
    manifest->manifest.expires = 2'000'000'000;
    manifest->manifest.members.push_back({kMember, "rw", "Member", {kPin}});
    directory_.Put(kNetwork, manifest);
    desk_ = std::make_unique<PeerDesk>(
        PeerDeskPorts{.directory = directory_,
                      .post =
                          [this](Event event) {
                            if (loop_is_full_) return false;
                            events_.push_back(std::move(event));
                            posted_.set_value();
                            return true;
                          },
                      .snapshot = [this] { return store_->Snapshot(); },
                      .self = [](const NetworkId&) { return SelfDescription{}; },
                      .wall = [] { return WallSeconds{1'700'000'000}; },
                      .knows_ticket =
                          [](const crypto::Hash& spki, const NetworkId& network) {
                            return spki == kTicket && network == kNetwork;
                          },
                      .accept_join = [this](const crypto::Hash&, const peer::v1::JoinRequest&)
                          -> Result<peer::v1::JoinResponse> { return Fail(refusal_); },
                      .submit =
                          [](const PeerIdentity& who, const SubmitReportRequest& request) {
                            EXPECT_EQ(who.member, kMember);
                            return SubmitReportReply{request.note == "late"};
                          },
                      .fetch = [](const PeerIdentity&, const FetchReportsRequest&)
                          -> Result<FetchReportsReply> { return Fail(NotVisible()); }},
        workers_);
  }

  Result<Reply> Ask(const crypto::Hash& spki, Request request) {
    auto answered = std::make_shared<std::promise<Result<Reply>>>();
    auto future = answered->get_future();
    desk_->Ask(spki, std::move(request),
               [answered](Result<Reply> reply) { answered->set_value(std::move(reply)); });
    return future.get();
  }

  Error JoinRefusal(const crypto::Hash& spki, const NetworkId& network) {
    auto answered = std::make_shared<std::promise<Error>>();
    auto future = answered->get_future();
    peer::v1::JoinRequest request;
    request.set_network_id(network.str());
    desk_->Join(spki, request, [answered](const Result<peer::v1::JoinResponse>& answer) {
      answered->set_value(answer ? Error{} : answer.error());
    });
    return future.get();
  }

  static bool SaysNotVisible(const Error& error) {
    return error.code == NotVisible().code && error.reason == NotVisible().reason &&
           error.message == NotVisible().message;
  }

  rpc::PeerDirectory directory_;
  Workers workers_{{.threads = 2, .waiting_max = 16}};
  std::vector<Event> events_;
  std::promise<void> posted_;
  bool loop_is_full_ = false;
  Error refusal_;
  std::unique_ptr<PeerDesk> desk_;
};

TEST_F(PeerDeskTest, AnswersAMembersReadFromTheStore) {
  const auto reply = Ask(kPin, ManifestsRequest{kNetwork, 2});
  ASSERT_TRUE(reply) << reply.error().message;
  const auto& manifests = std::get<ManifestsReply>(*reply).manifests;
  ASSERT_EQ(manifests.size(), 1u);
  EXPECT_EQ(manifests[0].note, "second note");
}

TEST_F(PeerDeskTest, SaysTheSameToAStrangerAndOfAnUnknownNetwork) {
  for (const Request& request :
       {Request(ManifestsRequest{kNetwork, 1}), Request(HeadsRequest{.network = kNetwork}),
        Request(PushHeadRequest{kNetwork, {}, ""}), Request(ProofRequest{kNetwork, {}, 0})}) {
    const auto reply = Ask(kStranger, request);
    ASSERT_FALSE(reply);
    EXPECT_TRUE(SaysNotVisible(reply.error()));
  }
  const auto elsewhere = Ask(kPin, ManifestsRequest{kUnknown, 1});
  ASSERT_FALSE(elsewhere);
  EXPECT_TRUE(SaysNotVisible(elsewhere.error()));
}

TEST_F(PeerDeskTest, ShowsATicketTheManifestsAndNothingElse) {
  const auto reply = Ask(kTicket, ManifestsRequest{kNetwork, 1});
  ASSERT_TRUE(reply);
  EXPECT_EQ(std::get<ManifestsReply>(*reply).manifests.size(), 2u);
  const auto heads = Ask(kTicket, HeadsRequest{.network = kNetwork});
  ASSERT_FALSE(heads);
  EXPECT_TRUE(SaysNotVisible(heads.error()));
}

TEST_F(PeerDeskTest, TakesAWriteToTheCoreAndItsAnswerBack) {
  auto answered = std::make_shared<std::promise<Result<Reply>>>();
  desk_->Ask(kPin, PushHeadRequest{kNetwork, {}, ""},
             [answered](Result<Reply> reply) { answered->set_value(std::move(reply)); });
  posted_.get_future().wait();
  ASSERT_EQ(events_.size(), 1u);
  const auto& asked = std::get<PeerAsked>(events_[0]);
  EXPECT_EQ(asked.who.member, kMember);

  desk_->Answer(asked.call, Reply(PushHeadReply{.have_leaves = 9}));
  const auto reply = answered->get_future().get();
  ASSERT_TRUE(reply);
  EXPECT_EQ(std::get<PushHeadReply>(*reply).have_leaves, 9u);
  desk_->Answer(asked.call, Fail(NotVisible()));  // Once is enough.
}

TEST_F(PeerDeskTest, TakesNotesAboutQuestionsToTheQueryService) {
  const auto taken = Ask(kPin, SubmitReportRequest{kNetwork, {}, "late"});
  ASSERT_TRUE(taken);
  EXPECT_TRUE(std::get<SubmitReportReply>(*taken).settled);
  const auto held = Ask(kPin, FetchReportsRequest{kNetwork, {}, ""});
  ASSERT_FALSE(held);
  EXPECT_TRUE(SaysNotVisible(held.error()));
  const auto stranger = Ask(kStranger, SubmitReportRequest{kNetwork, {}, "late"});
  ASSERT_FALSE(stranger);
  EXPECT_TRUE(SaysNotVisible(stranger.error()));
  EXPECT_TRUE(events_.empty());
}

TEST_F(PeerDeskTest, RefusesAWriteWhenTheLoopIsFull) {
  loop_is_full_ = true;
  const auto reply = Ask(kPin, PushHeadRequest{kNetwork, {}, ""});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::kFull);
}

TEST_F(PeerDeskTest, HidesFromStrangersWhyAJoinIsRefused) {
  refusal_ = {ErrorCode::kInvalid, "KEY_SET_INVALID", "malformed"};
  EXPECT_TRUE(SaysNotVisible(JoinRefusal(kStranger, kNetwork)));
  EXPECT_TRUE(SaysNotVisible(JoinRefusal(kTicket, kUnknown)));
  EXPECT_EQ(JoinRefusal(kTicket, kNetwork).reason, "KEY_SET_INVALID");
  refusal_ = {ErrorCode::kDenied, "TICKET_UNKNOWN", "unknown"};
  EXPECT_TRUE(SaysNotVisible(JoinRefusal(kStranger, kNetwork)));
  refusal_ = {ErrorCode::kDenied, "TICKET_EXPIRED", "expired"};
  EXPECT_EQ(JoinRefusal(kStranger, kNetwork).reason, "TICKET_EXPIRED");
}

TEST_F(PeerDeskTest, KnowsItsWatchers) {
  Status taken;
  desk_->OpenWatch(kStranger, kNetwork, 1, [&](Status status) { taken = std::move(status); });
  ASSERT_FALSE(taken);
  EXPECT_TRUE(SaysNotVisible(taken.error()));
  EXPECT_TRUE(desk_->Watchers().empty());

  desk_->OpenWatch(kPin, kNetwork, 2, [&](Status status) { taken = std::move(status); });
  EXPECT_TRUE(taken);
  ASSERT_EQ(desk_->Watchers().size(), 1u);
  EXPECT_EQ(desk_->Watchers()[0].second.member, kMember);
  EXPECT_EQ(std::get<WatcherOpened>(events_.at(0)).watcher, 2u);
}

}  // namespace
}  // namespace candour
