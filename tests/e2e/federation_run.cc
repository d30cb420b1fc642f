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
#include "tests/nodes/steps.h"
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

// What a step gave, or a failure of the test and an empty text.
std::string Given(const Result<std::string>& step) {
  EXPECT_TRUE(step) << step.error().message;
  return step ? *step : "";
}

}  // namespace

std::string Approve(const std::string& draft_id) {
  return Given(nodes::ApproveDraft(FederationRun::Get().node("za1"), draft_id,
                                   node::v1::REDACTION_STATE_MASKED));
}

std::string ApprovedRecord(const std::string& title, const std::string& text) {
  return ApprovedRecordAt("za1", title, text);
}

std::string ApprovedRecordAt(const std::string& code, const std::string& title,
                             const std::string& text) {
  return Given(nodes::ApprovedRecord(FederationRun::Get().node(code), title, text));
}

std::string Publish(const std::string& record_id) {
  return nodes::Publish(FederationRun::Get().node("za1"), record_id, ctl::kDemoRegion).value_or("");
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

int Candour(const std::string& code, const std::string& words, std::string& said) {
  FederationRun& run = FederationRun::Get();
  const std::string out = run.root() + "/candour.out";
  const std::string command = places::BinaryDir() + "/node/ctl/candour --node " +
                              run.node(code).directory + " --as op " + words + " > " + out +
                              " 2>&1";
  const int ended = std::system(command.c_str());
  said = ReadFile(out);
  return WEXITSTATUS(ended);
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
