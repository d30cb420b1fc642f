#include "node/learning/audit.h"

#include "crypto/encoding.h"
#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

using storage::LocalFamily;

class Audit : public NodeTest {
 protected:
  void Note(const std::string& action) {
    storage::LocalWrites writes;
    AddAudit(node.store(), Author(), {action, "object", "detail"}, kStart, writes);
    node.Put(writes);
  }
  std::string Actions(uint64_t before, size_t max) {
    std::string out;
    for (const auto& entry : ListAudit(node.store(), before, max)) {
      out += std::to_string(entry.sequence()) + ":" + entry.action() + " ";
    }
    return out;
  }
  static std::string KeyOf(uint64_t sequence) { return "audit/" + crypto::U64(sequence); }
};

TEST_F(Audit, ListsTheNewestFirst) {
  Note("one");
  Note("two");
  Note("three");

  EXPECT_EQ(Actions(0, 10), "3:three 2:two 1:one ");
  EXPECT_EQ(Actions(0, 2), "3:three 2:two ");
  EXPECT_EQ(Actions(2, 10), "1:one ");
  EXPECT_EQ(Actions(1, 10), "");
}

TEST_F(Audit, SaysWhoAndForWhom) {
  Principal who = Author();
  who.operator_ = "uid 0";
  storage::LocalWrites writes;
  AddAudit(node.store(), who, {"publish", "object", "detail"}, kStart, writes);
  node.Put(writes);

  const auto entry = ListAudit(node.store(), 0, 1).front();

  EXPECT_EQ(entry.user(), "ann");
  EXPECT_EQ(entry.acting_as(), "uid 0");
  EXPECT_EQ(entry.at(), kStart);
}

TEST_F(Audit, HoldsWhileNothingWasTouched) {
  EXPECT_TRUE(CheckAudit(node.store()));
  for (int i = 0; i < 5; ++i) Note("entry");
  EXPECT_TRUE(CheckAudit(node.store()));
}

TEST_F(Audit, BreaksWhenARowIsAltered) {
  for (int i = 0; i < 5; ++i) Note("entry");
  node::v1::StoredAudit row;
  row.ParseFromString(*node.store().Get(LocalFamily::kMeta, KeyOf(3)));
  row.mutable_entry()->set_user("somebody else");

  node.Put({{LocalFamily::kMeta, KeyOf(3), row.SerializeAsString()}});

  const auto checked = CheckAudit(node.store());
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().reason, "AUDIT_BROKEN");
  EXPECT_NE(checked.error().message.find("entry 4 "), std::string::npos);
}

TEST_F(Audit, BreaksWhenARowIsMissing) {
  for (int i = 0; i < 5; ++i) Note("entry");

  node.Put({{LocalFamily::kMeta, KeyOf(2), std::nullopt}});

  EXPECT_FALSE(CheckAudit(node.store()));
}

TEST_F(Audit, BreaksWhenTheNewestRowIsMissingOrAltered) {
  Note("entry");
  Note("entry");
  const std::string newest = *node.store().Get(LocalFamily::kMeta, KeyOf(2));

  node.Put({{LocalFamily::kMeta, KeyOf(2), std::nullopt}});
  EXPECT_FALSE(CheckAudit(node.store()));

  node::v1::StoredAudit row;
  row.ParseFromString(newest);
  row.mutable_entry()->set_detail("other");
  node.Put({{LocalFamily::kMeta, KeyOf(2), row.SerializeAsString()}});
  EXPECT_FALSE(CheckAudit(node.store()));
}

TEST_F(Audit, BreaksWhenAllOfItIsGoneButItsHead) {
  Note("entry");

  node.Put({{LocalFamily::kMeta, KeyOf(1), std::nullopt}});

  EXPECT_FALSE(CheckAudit(node.store()));
}

}  // namespace
}  // namespace candour::service_test
