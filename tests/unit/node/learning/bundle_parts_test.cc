#include "federation/sync/bundle_check.h"
#include "node/learning/network_handlers.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

class BundlePartsTest : public PairTest {
 protected:
  // Everything the hub holds, as the command line gathers it.
  std::string Written() {
    std::string records;
    node::v1::WriteBundleRequest request;
    request.set_network("golden-vale");
    do {
      const auto part = hub.networks.WriteBundle(Coordinator(), request);
      EXPECT_TRUE(part) << part.error().message;
      if (!part) break;
      records += part->records();
      request.set_page_token(part->next_page_token());
    } while (!request.page_token().empty());
    return records;
  }
  Result<node::v1::ReadBundleResponse> Read(const std::string& records) {
    node::v1::ReadBundleRequest request;
    request.set_records(records);
    return member.networks.ReadBundle(Coordinator(), request);
  }
  static std::string Verified(BytesView records, WallSeconds wall) {
    BundleCheck check(std::nullopt);
    while (true) {
      auto record = NextRecord(records);
      if (!record) return record.error().reason;
      if (!*record) return "verified";
      if (Status taken = check.Take(**record, {{}, wall}); !taken) return taken.error().reason;
    }
  }
  std::string Reason(const std::string& item) {
    node::v1::GetLearningRequest request;
    request.set_name(item);
    return ReasonOf(member.learning.GetLearning(Author(), request));
  }
};

TEST_F(BundlePartsTest, BringWhatNoWireBrought) {
  const std::string item = PublishNew(hub, "carried by hand", "golden-vale");
  const std::string records = Written();
  EXPECT_EQ(Verified(records, world.now().wall), "verified");
  ASSERT_NE(Reason(item), "OK");

  const auto read = Read(records);

  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->entries(), 1u);
  EXPECT_EQ(read->bodies(), 1u);
  EXPECT_EQ(read->refused_size(), 0) << read->DebugString();
  EXPECT_EQ(Reason(item), "OK");
  EXPECT_EQ(Read(records)->entries(), 0u);  // Once more changes nothing.
}

TEST_F(BundlePartsTest, BringWithdrawalsThatDominateFromWherever) {
  const std::string item = PublishNew(hub, "withdrawn again", "golden-vale");
  const std::string older = Written();
  Withdraw(hub, item);
  const std::string newer = Written();

  ASSERT_TRUE(Read(newer));
  ASSERT_TRUE(Read(older));

  node::v1::GetLearningRequest request;
  request.set_name(item);
  const auto shown = member.learning.GetLearning(Author(), request);
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->state(), node::v1::REPORT_STATE_WITHDRAWN);
  EXPECT_FALSE(shown->has_learning());
}

TEST_F(BundlePartsTest, AreRefusedRecordByRecordWithoutKeepingTheOthersOut) {
  const std::string item = PublishNew(hub, "beside a bad one", "golden-vale");
  PushHeadRequest forged{hub.store().Networks().front(), {}, "not a note"};
  const auto read = Read(EncodeRecord(forged) + Written());

  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->refused_size(), 1);
  EXPECT_EQ(Reason(item), "OK");
}

TEST_F(BundlePartsTest, AreReadForNoOtherNetworkAndByNobodyElse) {
  const Bytes foreign = EncodeRecord(BundleManifest{*NetworkId::From(std::string(16, 'F')), "x"});
  EXPECT_EQ(ReasonOf(Read(foreign)), "NETWORK_UNKNOWN");
  EXPECT_EQ(ReasonOf(Read("garbage")), "BUNDLE_DAMAGED");
  EXPECT_EQ(ReasonOf(member.networks.ReadBundle(Author(), {})), "ROLE_MISSING");
  EXPECT_EQ(ReasonOf(hub.networks.WriteBundle(Author(), {})), "ROLE_MISSING");
  node::v1::WriteBundleRequest request;
  request.set_network("golden-vale");
  request.set_page_token("nonsense");
  EXPECT_EQ(ReasonOf(hub.networks.WriteBundle(Coordinator(), request)), "PAGE_TOKEN_INVALID");
}

}  // namespace
}  // namespace candour::service_test
