// A real node put back from an old copy of itself, from a backup, or run twice: it never signs a
// second history, and nothing that was withdrawn comes back.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

#include "candour/node/v1/network.pb.h"
#include "candour/node/v1/node.pb.h"
#include "crypto/checkpoint.h"
#include "federation/base/ids.h"
#include "node/ctl/wait_for.h"
#include "node/storage/rocksdb_store.h"
#include "tests/e2e/federation_run.h"
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
  auto author = At(node, "ana");
  auto reviewer = At(node, "ravi");
  if (!author || !reviewer) return "";
  node::v1::CreateDraftRequest create;
  auto& learning = *create.mutable_draft()->mutable_learning();
  learning.set_kind(learning::v1::LEARNING_KIND_INCIDENT);
  learning.set_title(title);
  learning.set_what_happened("A rail was loose.");
  learning.set_setting("Acute ward");
  learning.set_period("2025-05");
  node::v1::CreateDraftResponse created;
  Status done = author->Call("LearningService/CreateDraft", create, created);
  node::v1::GetReviewRequest get;
  get.set_id(created.draft().id());
  node::v1::GetReviewResponse review;
  if (done) done = reviewer->Call("ReviewService/GetReview", get, review);
  node::v1::DecideRedactionRequest decide;
  decide.set_id(get.id());
  for (const auto& redaction : review.redactions()) {
    if (redaction.state() != node::v1::REDACTION_STATE_FLAGGED) continue;
    auto& decision = *decide.add_decisions();
    decision.set_redaction_id(redaction.id());
    decision.set_state(node::v1::REDACTION_STATE_KEPT);
    decision.set_reason("decided by the test");
  }
  node::v1::DecideRedactionResponse decided;
  if (done && decide.decisions_size() > 0) {
    done = reviewer->Call("ReviewService/DecideRedaction", decide, decided);
  }
  node::v1::ApproveRequest approve;
  approve.set_id(get.id());
  approve.set_questions_answered(true);
  node::v1::ApproveResponse approved;
  if (done) done = reviewer->Call("ReviewService/Approve", approve, approved);
  if (done && approved.approvals_missing() > 0) {
    done = At(node, "op")->Call("ReviewService/Approve", approve, approved);
  }
  node::v1::PublishRequest publish;
  publish.set_record_id(approved.record_id());
  publish.add_networks(ctl::kDemoRegion);
  node::v1::PublishResponse published;
  if (done) done = reviewer->Call("ReviewService/Publish", publish, published);
  EXPECT_TRUE(done) << done.error().message;
  return published.placements_size() > 0 ? published.placements(0).name() : "";
}

void Withdraw(const std::string& name) {
  node::v1::WithdrawRequest request;
  request.set_name(name);
  request.set_reason("mistake");
  node::v1::WithdrawResponse answer;
  const auto done = FederationRun::Get().As(kNode, "ravi")->Call("ReviewService/Withdraw", request,
                                                                 answer);
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

// Every root that any of these data directories holds a signature of.
using Roots = std::map<std::pair<std::string, uint64_t>, std::set<std::string>>;

void AddRoots(const std::string& data, Roots& roots) {
  storage::StoreOptions options;
  options.data_dir = data;
  options.node_id = ReadFile(data + "/keys/node.id");
  auto store = storage::RocksDbStore::Open(options);
  ASSERT_TRUE(store) << data << ": " << store.error().message;
  const auto& reader = (*store)->Latest();
  for (const auto& network : reader.Networks()) {
    for (const auto& feed : reader.Feeds(network)) {
      for (uint64_t size = feed.size; size > 0;) {
        const auto row = reader.CheckpointAtOrBefore(feed.feed, size);
        if (!row || row->size == 0) break;
        const auto checkpoint =
            crypto::Checkpoint::Parse(row->note.substr(0, row->note.find("\n\n") + 1));
        ASSERT_TRUE(checkpoint);
        roots[{feed.feed.hex(), row->size}].insert(checkpoint->root.ToString());
        size = row->size - 1;
      }
    }
  }
}

// Stops everybody who holds the region's feeds, looks, and starts them again.
size_t ExpectOneHistory(const std::vector<std::string>& besides) {
  Roots roots;
  FederationRun& run = FederationRun::Get();
  const std::vector<std::string> codes = {kNode, "za1", "zn1", "zh1"};
  for (const auto& code : codes) run.Stop(code);
  for (const auto& code : codes) AddRoots(DataOf(code), roots);
  for (const auto& folder : besides) AddRoots(folder, roots);
  for (auto code = codes.rbegin(); code != codes.rend(); ++code) run.Restart(*code);
  for (const auto& [head, seen] : roots) {
    EXPECT_EQ(seen.size(), 1u) << "feed " << head.first << " has two roots at " << head.second;
  }
  return roots.size();
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
