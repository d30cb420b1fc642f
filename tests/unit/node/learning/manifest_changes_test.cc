#include "node/learning/manifest_changes.h"

#include <gtest/gtest.h>

#include "federation/feed/names.h"
#include "federation/network/sign_manifest.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class ManifestChanges : public PairTest {
 protected:
  NetworkView View() { return Networks(hub, hub.store()).front(); }
  std::string Apply(const node::v1::ManifestChange& change) {
    const NetworkView view = View();
    next = NextVersion(*view.manifest, kStart, kStart + 1000);
    const Status applied = ApplyChange(hub.store(), view, change, world.now(), next);
    return applied ? "OK" : applied.error().reason;
  }
  Manifest next;
};

TEST_F(ManifestChanges, NameWhatIsMissing) {
  node::v1::ManifestChange change;
  EXPECT_EQ(Apply(change), "CHANGE_MISSING");
  change.mutable_roles()->set_member("nobody");
  EXPECT_EQ(Apply(change), "MEMBER_UNKNOWN");
  change.set_renew_days(366 * 5 + 1);
  EXPECT_EQ(Apply(change), "VALIDITY_TOO_LONG");
  change.mutable_rotate()->set_keys("nonsense");
  EXPECT_EQ(Apply(change), "ROTATION_MALFORMED");
  change.mutable_takedown()->set_reason("unsafe");
  change.mutable_takedown()->set_name("golden-vale/vale-hub/00000000");
  EXPECT_EQ(Apply(change), "NOT_FOUND");
}

TEST_F(ManifestChanges, CutWhereThisNodeHoldsACheckpointAndKeepWithdrawals) {
  const std::string name = PublishNew(member, "Labels face the wall", "golden-vale");
  PublishNew(member, "Pumps are mixed up", "golden-vale");
  world.Pass(std::chrono::minutes(1));
  Withdraw(member, name);
  world.Pass(std::chrono::minutes(1));
  node::v1::ManifestChange change;
  change.mutable_remove()->set_member("za1-vale-trust");
  change.mutable_remove()->set_cut(17);
  EXPECT_EQ(Apply(change), "CUT_NOT_A_CHECKPOINT");

  change.mutable_remove()->set_cut(2);
  EXPECT_EQ(Apply(change), "OK");

  ASSERT_EQ(next.takedowns.size(), 1u) << "the withdrawal beyond the cut still counts";
  EXPECT_EQ(next.takedowns[0].index, 0u);
  EXPECT_EQ(next.FindFeed(next.takedowns[0].feed)->closed->size, 2u);
  change.mutable_remove()->set_keep_withdrawals(true);
  EXPECT_EQ(Apply(change), "OK");
  EXPECT_TRUE(next.takedowns.empty());
  change.mutable_remove()->set_nothing(true);
  EXPECT_EQ(Apply(change), "OK");
  EXPECT_EQ(next.FindFeed(FeedIdOf(next.network, View().manifest->manifest.members[0].id ==
                                                         View().self
                                                     ? View().manifest->manifest.members[1].id
                                                     : View().manifest->manifest.members[0].id,
                                   0))
                ->closed->size,
            0u);
}

TEST_F(ManifestChanges, LeaveOutWithdrawalsThatWaitForTheGovernors) {
  const std::string name = PublishNew(member, "Labels face the wall", "golden-vale");
  world.Pass(std::chrono::minutes(1));
  Withdraw(member, name);
  world.Pass(std::chrono::minutes(1));
  node::v1::ManifestChange change;
  change.mutable_remove()->set_member("za1-vale-trust");
  change.mutable_remove()->set_cut(1);
  ASSERT_EQ(Apply(change), "OK");
  ASSERT_EQ(next.takedowns.size(), 1u);

  Retraction row = *hub.store().RetractionOf(next.takedowns[0].feed, 0);
  row.state = ErasureState::kDelayed;
  hub.PutCore({PutRetraction{row}});

  EXPECT_EQ(Apply(change), "OK");
  EXPECT_TRUE(next.takedowns.empty());
}

TEST_F(ManifestChanges, LiftATakedownOnlyWhereThereIsOne) {
  const std::string name = PublishNew(member, "Labels face the wall", "golden-vale");
  world.Pass(std::chrono::minutes(1));
  node::v1::ManifestChange change;
  change.mutable_takedown()->set_name(name);
  change.mutable_takedown()->set_lift(true);
  EXPECT_EQ(Apply(change), "NOT_TAKEN_DOWN");
  change.mutable_takedown()->set_name("golden-vale/vale-hub/00000000");
  EXPECT_EQ(Apply(change), "NOT_FOUND");
}

}  // namespace
}  // namespace candour::service_test
