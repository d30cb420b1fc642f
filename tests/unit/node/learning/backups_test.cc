#include "node/learning/node_handlers.h"

#include "tests/unit/node/learning/service_fixture.h"

namespace candour::service_test {
namespace {

using BackupHandlersTest = NodeTest;

TEST_F(BackupHandlersTest, TakeListAndReadThroughABackup) {
  const auto before = node.node.VerifyBackup(Admin(), {});
  EXPECT_EQ(before ? "" : before.error().reason, "NO_SUCH_BACKUP");

  const auto taken = node.node.CreateBackup(Admin(), {});
  ASSERT_TRUE(taken) << taken.error().message;
  const auto listed = node.node.ListBackups(Admin(), {});
  const auto read = node.node.VerifyBackup(Admin(), {});

  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->backups_size(), 1);
  EXPECT_EQ(listed->backups(0).number(), taken->backup().number());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_GT(read->rows(), 0u);
}

TEST_F(BackupHandlersTest, AreForAdminsAlone) {
  EXPECT_EQ(node.node.CreateBackup(Author(), {}).error().reason, "ROLE_MISSING");
  EXPECT_EQ(node.node.ListBackups(Author(), {}).error().reason, "ROLE_MISSING");
  EXPECT_EQ(node.node.VerifyBackup(Author(), {}).error().reason, "ROLE_MISSING");
}

}  // namespace
}  // namespace candour::service_test
