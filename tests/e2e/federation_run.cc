#include "tests/e2e/federation_run.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "candour/node/v1/network.pb.h"
#include "tests/places.h"

namespace candour::e2e {

namespace fs = std::filesystem;

FederationRun& FederationRun::Get() {
  static FederationRun run;
  return run;
}

FederationRun::FederationRun() {
  char pattern[] = "/tmp/candour-e2e-XXXXXX";
  root_ = ::mkdtemp(pattern);
  ::chmod(root_.c_str(), 0755);
  // Run as root, the nodes give it up: the program has to be where everybody may run it.
  daemon_ = root_ + "/candourd";
  fs::copy_file(candour::places::BinaryDir() + "/node/candourd", daemon_);
  fs::permissions(daemon_, fs::perms(0755));
  ctl::DemoPlan plan{root_ + "/nodes", daemon_, "", "", [](const std::string&) {}};
  nodes_ = ctl::DemoNodes(plan.directory);
  auto status = ctl::OwnDirectory(plan.directory);
  if (status) status = ctl::BuildFederation(plan, nodes_);
  if (!status) {
    std::cerr << "the federation did not start: " << status.error().message << "\n";
    for (const auto& file : FilesBelow(plan.directory)) {
      if (file.ends_with(".log")) std::cerr << file << ":\n" << ReadFile(file) << "\n";
    }
    std::abort();
  }
}

FederationRun::~FederationRun() {
  for (auto& node : nodes_) ctl::StopProcess(node.pid, 10);
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

ctl::DemoNode& FederationRun::node(const std::string& code) {
  for (auto& node : nodes_) {
    if (node.code == code) return node;
  }
  std::abort();
}

std::unique_ptr<ctl::NodeClient> FederationRun::As(const std::string& code,
                                                   const std::string& user) {
  auto client = ctl::NodeClient::Connect({node(code).directory, user});
  if (client) return std::move(*client);
  ADD_FAILURE() << code << ": " << client.error().message;
  return nullptr;
}

void FederationRun::Kill(const std::string& code) {
  ::kill(node(code).pid, SIGKILL);
  ::waitpid(node(code).pid, nullptr, 0);
}

void FederationRun::Stop(const std::string& code) {
  EXPECT_TRUE(ctl::StopProcess(node(code).pid, 20)) << code << " did not stop";
}

void FederationRun::Restart(const std::string& code) {
  auto started = ctl::StartNode(daemon_, node(code), 30);
  ASSERT_TRUE(started) << started.error().message << "\n"
                       << ReadFile(node(code).directory + ".log");
}

namespace {

std::string DecideAndApprove(const std::string& draft_id, node::v1::RedactionState flags_become) {
  auto reviewer = FederationRun::Get().As("za1", "ravi");
  if (!reviewer) return "";
  node::v1::GetReviewRequest get;
  get.set_id(draft_id);
  node::v1::GetReviewResponse review;
  auto status = reviewer->Call("ReviewService/GetReview", get, review);
  node::v1::DecideRedactionRequest decide;
  decide.set_id(draft_id);
  for (const auto& redaction : review.redactions()) {
    if (redaction.state() != node::v1::REDACTION_STATE_FLAGGED) continue;
    auto& decision = *decide.add_decisions();
    decision.set_redaction_id(redaction.id());
    decision.set_state(flags_become);
    decision.set_reason("decided by the test");
  }
  node::v1::DecideRedactionResponse decided;
  if (status && decide.decisions_size() > 0) {
    status = reviewer->Call("ReviewService/DecideRedaction", decide, decided);
  }
  node::v1::ApproveRequest approve;
  approve.set_id(draft_id);
  approve.set_questions_answered(true);
  node::v1::ApproveResponse approved;
  if (status) status = reviewer->Call("ReviewService/Approve", approve, approved);
  if (status && approved.approvals_missing() > 0) {
    status = FederationRun::Get().As("za1", "op")->Call("ReviewService/Approve", approve, approved);
  }
  EXPECT_TRUE(status) << status.error().message;
  return approved.record_id();
}

}  // namespace

std::string Approve(const std::string& draft_id) {
  return DecideAndApprove(draft_id, node::v1::REDACTION_STATE_MASKED);
}

std::string ApprovedRecord(const std::string& title, const std::string& text) {
  auto author = FederationRun::Get().As("za1", "ana");
  if (!author) return "";
  node::v1::CreateDraftRequest create;
  auto& learning = *create.mutable_draft()->mutable_learning();
  learning.set_kind(learning::v1::LEARNING_KIND_INCIDENT);
  learning.set_title(title);
  learning.set_what_happened(text);
  learning.set_setting("Acute ward");
  learning.set_period("2025-05");
  node::v1::CreateDraftResponse created;
  auto status = author->Call("LearningService/CreateDraft", create, created);
  EXPECT_TRUE(status) << status.error().message;
  if (!status) return "";
  return DecideAndApprove(created.draft().id(), node::v1::REDACTION_STATE_KEPT);
}

std::string Publish(const std::string& record_id) {
  auto reviewer = ctl::NodeClient::Connect({FederationRun::Get().node("za1").directory, "ravi"});
  if (!reviewer) return "";
  node::v1::PublishRequest publish;
  publish.set_record_id(record_id);
  publish.add_networks(ctl::kDemoRegion);
  node::v1::PublishResponse published;
  auto status = (*reviewer)->Call("ReviewService/Publish", publish, published);
  if (!status || published.placements_size() == 0) return "";
  return published.placements(0).name();
}

node::v1::SearchLearningResponse Search(const std::string& code, const std::string& query) {
  node::v1::SearchLearningResponse found;
  auto client = FederationRun::Get().As(code, "op");
  if (!client) return found;
  node::v1::SearchLearningRequest request;
  request.set_query(query);
  auto status = client->Call("LearningService/SearchLearning", request, found);
  EXPECT_TRUE(status) << status.error().message;
  return found;
}

std::pair<uint64_t, std::string> Holds(const std::string& code) {
  auto client = FederationRun::Get().As(code, "op");
  node::v1::ListMembersRequest request;
  request.set_network(ctl::kDemoRegion);
  node::v1::ListMembersResponse members;
  if (!client || !client->Call("NetworkService/ListMembers", request, members)) return {};
  for (const auto& member : members.members()) {
    if (member.name().starts_with("ZA1")) return {member.entries(), member.root()};
  }
  return {};
}

std::vector<std::string> FilesBelow(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code ignored;
  for (auto it = fs::recursive_directory_iterator(folder, ignored);
       it != fs::recursive_directory_iterator(); it.increment(ignored)) {
    if (it->is_regular_file(ignored)) files.push_back(it->path());
  }
  return files;
}

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(in)), {});
}

std::vector<std::string> FilesWith(const std::string& folder, const std::string& bytes) {
  std::vector<std::string> found;
  for (const auto& file : FilesBelow(folder)) {
    if (ReadFile(file).find(bytes) != std::string::npos) found.push_back(file);
  }
  return found;
}

}  // namespace candour::e2e
