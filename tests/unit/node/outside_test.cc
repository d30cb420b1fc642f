#include "node/outside.h"

#include <gtest/gtest.h>

#include <sstream>

#include "federation/feed/names.h"
#include "node/learning/rows.h"
#include "tests/unit/node/storage/store_fixture.h"

namespace candour {
namespace {

constexpr WallSeconds kNow = 1'700'000'000;
const NetworkId kNetwork = *NetworkId::From(std::string(16, 'n'));
const NetworkId kKeyless = *NetworkId::From(std::string(16, 'k'));
const MemberId kSelf = *MemberId::From(std::string(16, 's'));
const crypto::Hash kHere = *crypto::Hash::From(std::string(32, 'h'));
const crypto::Hash kElsewhere = *crypto::Hash::From(std::string(32, 'e'));
const crypto::Hash kRoot = *crypto::Hash::From(std::string(32, 'r'));

class OutsideTest : public storage::StoreTest {
 protected:
  void SetUp() override {
    Open();
    keys_ = *NodeKeys::OpenOrCreate(folder_.path() + "/keys", kNow);
    ASSERT_TRUE(keys_->CreateMemberKeys(kNetwork));
    LoadGuard(kHere);
  }

  void LoadGuard(const crypto::Hash& machine) {
    guard_ = std::make_unique<storage::GuardFile>(
        *storage::GuardFile::Load(folder_.path() + "/guard", machine));
    outside_ = std::make_unique<Outside>(
        Outside::Parts{.keys = *keys_,
                       .guard = *guard_,
                       .client = client_,
                       .desk = desk_,
                       .log = log_,
                       .latest = [this]() -> const storage::Reader& { return store_->Latest(); },
                       .sweep = [this] { ++sweeps_; },
                       .make_room = [this] { ++rooms_; }});
  }

  OwnKeys Completed() {
    OwnKeys keys = *keys_->Own(kNetwork, kSelf, 0);
    outside_->Complete(keys);
    return keys;
  }

  const FeedId feed_ = FeedIdOf(kNetwork, kSelf, 0);
  std::ostringstream written_;
  observe::Log log_{{.out = &written_, .wall_ms = {}}};
  std::unique_ptr<NodeKeys> keys_;
  std::unique_ptr<storage::GuardFile> guard_;
  rpc::PeerDirectory directory_;
  Workers workers_{{.threads = 1, .waiting_max = 1}};
  PeerDesk desk_{{.directory = directory_,
                  .post = [](Event) { return true; },
                  .snapshot = [] { return nullptr; },
                  .self = [](const NetworkId&) { return SelfDescription{}; },
                  .wall = [] { return kNow; },
                  .knows_ticket = [](const crypto::Hash&, const NetworkId&) { return false; },
                  .accept_join = {}},
                 workers_};
  rpc::PeerClient client_{{.post = [](Event) { return true; },
                           .identity = [](const NetworkId&) -> Result<crypto::TlsIdentity> {
                             return Fail(ErrorCode::kNotFound, "NO_KEY", "no key");
                           },
                           .report = [](const std::string&, const std::string&) {}}};
  std::unique_ptr<Outside> outside_;
  int sweeps_ = 0;
  int rooms_ = 0;
};

TEST_F(OutsideTest, GivesAFeedItsMarkInTheGuardFile) {
  EXPECT_EQ(Completed().guard_size, 0u);
  EXPECT_EQ(Completed().guard, GuardStanding::kAbsent);
  EXPECT_NE(Completed().instance, crypto::Hash{});

  ASSERT_TRUE(outside_->Act(WriteGuard{feed_, 12, kRoot}));
  LoadGuard(kHere);

  EXPECT_EQ(Completed().guard_size, 12u);
  EXPECT_EQ(Completed().guard_root, kRoot);
}

TEST_F(OutsideTest, KeepsACopiedFeedFromSigning) {
  ASSERT_TRUE(outside_->Act(WriteGuard{feed_, 12, kRoot}));
  EXPECT_EQ(Completed().guard, GuardStanding::kOurs);
  LoadGuard(kElsewhere);
  EXPECT_EQ(Completed().guard, GuardStanding::kForeign);
  EXPECT_EQ(Completed().guard_size, 12u);
}

TEST_F(OutsideTest, FailsWhenTheGuardWouldGoBack) {
  ASSERT_TRUE(outside_->Act(WriteGuard{feed_, 12, kRoot}));
  EXPECT_FALSE(outside_->Act(WriteGuard{feed_, 11, kRoot}));
}

TEST_F(OutsideTest, MakesRoomForTheGuardOnlyOnAFullDisk) {
  const auto make_room = [this] { ++rooms_; };
  ASSERT_TRUE(RecordGuard(*guard_, WriteGuard{feed_, 12, kRoot}, make_room));
  EXPECT_FALSE(RecordGuard(*guard_, WriteGuard{feed_, 11, kRoot}, make_room));
  EXPECT_EQ(rooms_, 0);
}

TEST_F(OutsideTest, OpensTheNetworksItHasKeysFor) {
  node::v1::StoredMembership membership;
  membership.set_member_id(kSelf.str());
  ASSERT_TRUE(store_->Commit(
      {}, {PutMembership(kNetwork, membership), PutMembership(kKeyless, membership)}));

  const std::vector<Event> events = outside_->Reopen();

  ASSERT_EQ(events.size(), 1u);
  const OwnKeys& keys = std::get<NetworkOpened>(events[0]).keys;
  EXPECT_EQ(keys.network, kNetwork);
  EXPECT_EQ(keys.member, kSelf);
  EXPECT_NE(written_.str().find(kKeyless.hex()), std::string::npos);  // Said so.
}

TEST_F(OutsideTest, StartsASweepAndReportsToTheLog) {
  EXPECT_TRUE(outside_->Act(StartSweep{}));
  EXPECT_EQ(sweeps_, 1);
  EXPECT_TRUE(outside_->Act(Reported{"page.refused", "feed 9f3a: leaf 12 is damaged"}));
  EXPECT_NE(written_.str().find("page.refused"), std::string::npos);
  // Nobody watches and nothing is dialled: these go nowhere, quietly.
  EXPECT_TRUE(outside_->Act(SendHint{}));
  EXPECT_TRUE(outside_->Act(AskPeer{}));
  EXPECT_TRUE(outside_->Act(DropPeer{}));
}

}  // namespace
}  // namespace candour
