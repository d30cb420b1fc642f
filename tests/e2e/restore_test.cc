// A real node put back from an old copy of itself, from a backup, or run twice: it never signs a
// second history, and nothing that was withdrawn comes back.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "candour/node/v1/network.pb.h"
#include "candour/node/v1/node.pb.h"
#include "node/ctl/wait_for.h"
#include "tests/e2e/federation_run.h"
#include "tests/nodes/signed_heads.h"
#include "tests/nodes/steps.h"
#include "tests/places.h"

namespace candour::e2e {
namespace {

namespace fs = std::filesystem;

constexpr char kNode[] = "zb1";
constexpr int kPublications = 100;
constexpr double kPatience = 60;

std::string DataOf(const std::string& code) {
  return FederationRun::Get().node(code).directory + "/data";
}

// As cp -a: owners and all, with files of their own.
void Copy(const std::string& from, const std::string& to) {
  ASSERT_EQ(std::system(("cp -a '" + from + "' '" + to + "'").c_str()), 0);
}

std::unique_ptr<ctl::NodeClient> At(const ctl::DemoNode& node, const std::string& user) {
  auto client = ctl::NodeClient::Connect({node.directory, user});
  EXPECT_TRUE(client) << client.error().message;
  return client ? std::move(*client) : nullptr;
}

// Reports, approves and publishes in the region; the item's name.
std::string PublishAt(const ctl::DemoNode& node, const std::string& title) {
  const auto record = nodes::ApprovedRecord(node, title, "A rail was loose.");
  EXPECT_TRUE(record) << record.error().message;
  if (!record) return "";
  const auto name = nodes::Publish(node, *record, ctl::kDemoRegion);
  EXPECT_TRUE(name) << name.error().message;
  return name.value_or("");
}

void Withdraw(const std::string& name) {
  const auto done = nodes::Withdraw(FederationRun::Get().node(kNode), name);
  ASSERT_TRUE(done) << done.error().message;
}

// Entries and root of the node's feed in the region, as `code` holds it.
node::v1::Member HeadAt(const std::string& code) {
  node::v1::ListMembersRequest request;
  request.set_network(ctl::kDemoRegion);
  node::v1::ListMembersResponse members;
  auto client = FederationRun::Get().As(code, "op");
  if (!client || !client->Call("NetworkService/ListMembers", request, members)) return {};
  for (const auto& member : members.members()) {
    if (member.name().starts_with("ZB1")) return member;
  }
  return {};
}

node::v1::GetStatusResponse StatusOf(const ctl::DemoNode& node) {
  node::v1::GetStatusResponse status;
  auto client = At(node, "op");
  if (client) (void)client->Call("NodeService/GetStatus", node::v1::GetStatusRequest(), status);
  return status;
}

std::string WhyNotSigning(const ctl::DemoNode& node) {
  const auto status = StatusOf(node);
  for (const auto& warning : status.warnings()) {
    if (warning.starts_with("not signing: network Vale Region")) return warning;
  }
  return "";
}

size_t Hits(const std::string& title) {
  return static_cast<size_t>(Search(kNode, "\"" + title + "\"").hits_size());
}

int Candour(const std::string& words) {
  const std::string command = candour::places::BinaryDir() + "/node/ctl/candour --node " +
                              FederationRun::Get().node(kNode).directory + " --as op " + words +
                              " > " + FederationRun::Get().root() + "/candour.out 2>&1";
  return WEXITSTATUS(std::system(command.c_str()));
}
std::string Said() { return ReadFile(FederationRun::Get().root() + "/candour.out"); }

// Stops everybody who holds the region's feeds, looks at what anybody ever signed or saw, and
// starts them again. How many signed heads there were.
size_t ExpectOneHistory(const std::vector<std::string>& besides) {
  nodes::SignedHeads signed_heads;
  FederationRun& run = FederationRun::Get();
  const std::vector<std::string> codes = {kNode, "za1", "zn1", "zh1"};
  std::vector<std::string> folders = besides;
  for (const auto& code : codes) {
    run.Stop(code);
    folders.push_back(DataOf(code));
  }
  for (const auto& folder : folders) {
    const Status added = signed_heads.AddStore(folder);
    EXPECT_TRUE(added) << folder << ": " << added.error().message;
  }
  for (auto code = codes.rbegin(); code != codes.rend(); ++code) run.Restart(*code);
  EXPECT_EQ(signed_heads.forks(), 0u) << signed_heads.Forks();
  return signed_heads.heads();
}

class RestoreTest : public testing::Test {
 protected:
  FederationRun& run_ = FederationRun::Get();
  ctl::DemoNode& node_ = run_.node(kNode);
  const std::string data_ = DataOf(kNode);
  const std::string old_ = run_.root() + "/old-copy";
  const std::string gone_ = run_.root() + "/gone";

  ~RestoreTest() override {
    std::error_code ignored;
    for (const auto& path : {old_, gone_}) fs::remove_all(path, ignored);
  }

  // The node ends; what it has is put aside, and the old copy stands in its place.
  void PutOldCopyBack() {
    run_.Stop(kNode);
    fs::rename(data_, gone_);
    Copy(old_, data_);
  }

  void ExpectCaughtUp(uint64_t entries) {
    EXPECT_TRUE(ctl::WaitFor(kPatience, [&] {
      return HeadAt("zh1").entries() == entries && HeadAt(kNode).entries() == entries;
    })) << "hub " << HeadAt("zh1").entries() << ", here " << HeadAt(kNode).entries() << " of "
        << entries << "; " << WhyNotSigning(node_);
    EXPECT_EQ(HeadAt("zh1").root(), HeadAt(kNode).root());
  }
};

TEST_F(RestoreTest, AnOldCopySaysWhyItDoesNotSignAndContinuesTheOneHistory) {
  const std::string canary = "Withdrawn after the copy was made";
  const uint64_t before = HeadAt(kNode).entries() + 1;
  const std::string withdrawn = PublishAt(node_, canary);
  ExpectCaughtUp(before);
  run_.Stop(kNode);
  Copy(data_, old_);
  run_.Restart(kNode);
  for (int i = 0; i < kPublications; ++i) PublishAt(node_, "After the copy " + std::to_string(i));
  Withdraw(withdrawn);
  ExpectCaughtUp(before + kPublications + 1);

  ASSERT_GT(Search(kNode, "network:vale-region").hits_size(), 0);
  PutOldCopyBack();  // Its guard file is copied along.
  run_.Stop("zh1");
  run_.Restart(kNode);
  PublishAt(node_, "Waits for the hub");

  const std::string why = WhyNotSigning(node_);
  EXPECT_NE(why.find("until everything these hubs hold has been fetched: ZH1"), std::string::npos)
      << why;
  EXPECT_EQ(StatusOf(node_).waiting_to_sign(), 1u);
  EXPECT_EQ(HeadAt(kNode).entries(), before);
  EXPECT_EQ(Search(kNode, "network:vale-region").hits_size(), 0);
  EXPECT_EQ(Hits(canary), 0u);

  run_.Restart("zh1");
  ExpectCaughtUp(before + kPublications + 2);
  EXPECT_EQ(WhyNotSigning(node_), "");
  EXPECT_TRUE(ctl::WaitFor(kPatience, [&] { return Hits(canary) == 0; }));
  EXPECT_TRUE(ctl::WaitFor(kPatience, [&] { return Hits("Waits for the hub") == 1; }));
  EXPECT_GT(Search("zh1", "\"Waits for the hub\"").hits_size(), 0);
  const size_t heads = ExpectOneHistory({old_, gone_});
  std::cout << "[summary] restore: an old copy, " << kPublications
            << " publications behind, recovered; " << heads << " signed heads, one history\n";
}

TEST_F(RestoreTest, AnOldStoreBesideANewerGuardFetchesItsOwnEntriesFirst) {
  const uint64_t before = HeadAt(kNode).entries();
  run_.Stop(kNode);
  Copy(data_, old_);
  run_.Restart(kNode);
  PublishAt(node_, "Known to the guard alone");
  ExpectCaughtUp(before + 1);

  run_.Stop(kNode);
  Copy(data_, gone_);
  fs::remove_all(data_ + "/db");
  Copy(old_ + "/db", data_ + "/db");
  run_.Restart(kNode);
  PublishAt(node_, "Signed behind what came back");

  ExpectCaughtUp(before + 2);
  ExpectOneHistory({old_, gone_});
}

TEST_F(RestoreTest, ACloneSignsNothingBesideItsOriginal) {
  ctl::DemoNode clone = node_;
  clone.directory = run_.root() + "/clone";
  clone.pid = 0;
  run_.Stop(kNode);
  Copy(node_.directory, clone.directory);
  run_.Restart(kNode);
  const uint64_t before = HeadAt(kNode).entries();
  ASSERT_TRUE(ctl::WaitFor(kPatience, [&] { return WhyNotSigning(node_).empty(); }));

  ASSERT_TRUE(ctl::StartNode(run_.daemon(), clone, 30));
  PublishAt(clone, "Written in the clone");
  PublishAt(node_, "Written in the original");

  ExpectCaughtUp(before + 1);
  EXPECT_EQ(StatusOf(clone).waiting_to_sign(), 1u);
  EXPECT_NE(WhyNotSigning(clone), "");
  EXPECT_TRUE(ctl::StopProcess(clone.pid, 20));
  ExpectOneHistory({clone.directory + "/data"});
  std::error_code ignored;
  fs::remove_all(clone.directory, ignored);
}

TEST_F(RestoreTest, ABackupComesBackWithItsKeysAndServesNothingWithdrawn) {
  const std::string canary = "Withdrawn after the backup was taken";
  const uint64_t before = HeadAt(kNode).entries() + 1;
  const std::string withdrawn = PublishAt(node_, canary);
  ExpectCaughtUp(before);
  ASSERT_EQ(Candour("backup create"), 0) << Said();
  ASSERT_EQ(Candour("backup verify"), 0) << Said();
  Withdraw(withdrawn);
  ExpectCaughtUp(before + 1);
  run_.Stop(kNode);
  const std::string passphrase = node_.directory + "/passphrase";
  std::ofstream(passphrase) << "six words that nobody guesses\n";
  const std::string keys = node_.directory + "/keys.sealed --passphrase-file " + passphrase;
  ASSERT_EQ(Candour("key export " + keys), 0) << Said();
  Copy(data_, gone_);
  fs::remove_all(data_);

  EXPECT_EQ(Candour("restore"), 1);  // Not without the keys.
  ASSERT_EQ(Candour("key import " + keys), 0) << Said();
  ASSERT_EQ(Candour("restore"), 0) << Said();
  run_.Restart(kNode);
  PublishAt(node_, "Published after the restore");

  ExpectCaughtUp(before + 2);
  EXPECT_TRUE(ctl::WaitFor(kPatience, [&] { return Hits("Published after the restore") == 1; }));
  EXPECT_EQ(Hits(canary), 0u);
  EXPECT_TRUE(ctl::WaitFor(kPatience, [&] { return FilesWith(data_, canary).empty(); }))
      << "the text of what was withdrawn stays on the disk";
  ExpectOneHistory({gone_});
}

}  // namespace
}  // namespace candour::e2e
