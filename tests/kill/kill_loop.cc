#include "tests/kill/kill_loop.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <random>
#include <sstream>
#include <thread>
#include <vector>

#include "candour/node/v1/network.pb.h"
#include "candour/node/v1/node.pb.h"
#include "node/ctl/wait_for.h"
#include "tests/e2e/federation_run.h"
#include "tests/nodes/signed_heads.h"

namespace candour::e2e {
namespace {

using std::chrono::steady_clock;

constexpr size_t kQueue = 4;  // Records ready to be published when a round begins.
constexpr uint64_t kHubEvery = 5;
constexpr int kLongestPauseUs = 8'000;  // About the time of a publication.
constexpr double kPatience = 60;

// A pause of microseconds: the moment of the kill is what is tested.
void Pause(int microseconds) {
  const timespec time{.tv_sec = 0, .tv_nsec = microseconds * 1'000L};
  ::ppoll(nullptr, 0, &time, nullptr);
}

// One node that publishes until it dies.
class Author {
 public:
  explicit Author(std::string code) : code_(std::move(code)) {}

  // One round: check what the last one left, publish, kill, start, look what became of the
  // publication that was under way.
  void Round(std::mt19937_64& random, KillReport& report);
  // Everything acknowledged or kept is readable.
  void CheckAll(KillReport& report);

 private:
  void FillQueue();
  void PublishUntilItDies();
  void KillInTheMiddle(std::mt19937_64& random, KillReport& report);
  void Settle(KillReport& report);
  void Check(size_t from, KillReport& report);
  std::unique_ptr<ctl::NodeClient> As(const std::string& user) {
    return FederationRun::Get().As(code_, user);
  }

  const std::string code_;
  std::vector<std::string> queue_;  // Record ids.
  std::vector<std::string> names_;  // Of what must be there.
  size_t checked_ = 0;
  uint64_t drafts_ = 0;

  std::mutex mutex_;  // The publisher's state, told to the thread that kills.
  std::condition_variable changed_;
  uint64_t asked_ = 0;
  bool under_way_ = false;
  bool ended_ = false;
  std::string unanswered_;  // The record whose publication got no answer.
  uint64_t answered_ = 0;
};

void Author::FillQueue() {
  while (queue_.size() < kQueue) {
    std::string id =
        ApprovedRecordAt(code_, "Loose rail " + std::to_string(++drafts_), "A rail was loose.");
    if (id.empty()) return;
    queue_.push_back(std::move(id));
  }
}

// Runs on a thread of its own; what it changes besides the queue is under the lock.
void Author::PublishUntilItDies() {
  auto reviewer = As("ravi");
  while (reviewer && !queue_.empty()) {
    node::v1::PublishRequest publish;
    publish.set_record_id(queue_.back());
    publish.add_networks(ctl::kDemoRegion);
    node::v1::PublishResponse published;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      ++asked_;
      under_way_ = true;
      changed_.notify_one();
    }
    const Status done = reviewer->Call("ReviewService/Publish", publish, published);
    const std::lock_guard<std::mutex> lock(mutex_);
    under_way_ = false;
    if (!done || published.placements_size() == 0) {
      unanswered_ = queue_.back();
      break;
    }
    ++answered_;
    names_.push_back(published.placements(0).name());
    queue_.pop_back();
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  ended_ = true;
  changed_.notify_one();
}

void Author::KillInTheMiddle(std::mt19937_64& random, KillReport& report) {
  asked_ = answered_ = 0;
  ended_ = under_way_ = false;
  unanswered_.clear();
  const uint64_t publication = 1 + random() % (kQueue - 1);
  const int pause_us = static_cast<int>(random() % kLongestPauseUs);
  std::thread publisher([this] { PublishUntilItDies(); });
  {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return asked_ >= publication || ended_; });
  }
  Pause(pause_us);
  bool under_way = false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    under_way = under_way_;
  }
  FederationRun::Get().Kill(code_);
  publisher.join();
  ++report.kills;
  report.acknowledged += answered_;
  if (under_way && !unanswered_.empty()) ++report.in_flight;
}

// What became of the publication that got no answer; a kept one must be whole, like any other.
void Author::Settle(KillReport& report) {
  if (unanswered_.empty()) return;
  node::v1::GetLearningRequest get;
  get.set_name(unanswered_);
  node::v1::GetLearningResponse shown;
  auto reader = As("ravi");
  const Status found = reader->Call("LearningService/GetLearning", get, shown);
  EXPECT_TRUE(found) << code_ << ": the record of a publication is gone: " << found.error().message;
  if (shown.placements_size() == 0) {
    ++report.gone;  // It stays in the queue and is published again.
    return;
  }
  ++report.kept;
  names_.push_back(shown.placements(0).name());
  queue_.pop_back();
}

void Author::Check(size_t from, KillReport& report) {
  auto reader = As("op");
  for (size_t i = from; i < names_.size(); ++i) {
    node::v1::GetLearningRequest get;
    get.set_name(names_[i]);
    node::v1::GetLearningResponse shown;
    // What was queued is signed as soon as a hub has answered.
    const bool there = ctl::WaitFor(kPatience, [&] {
      return reader->Call("LearningService/GetLearning", get, shown) && shown.has_learning();
    });
    EXPECT_TRUE(there) << code_ << ": acknowledged and lost: " << names_[i];
    if (!there) ++report.lost;
  }
}

void Author::CheckAll(KillReport& report) { Check(0, report); }

void Author::Round(std::mt19937_64& random, KillReport& report) {
  Check(checked_, report);
  checked_ = names_.size();
  FillQueue();
  ASSERT_EQ(queue_.size(), kQueue);
  KillInTheMiddle(random, report);
  const auto before = steady_clock::now();
  FederationRun::Get().Restart(code_);
  const auto took = steady_clock::now() - before;
  report.slowest_start_ms = std::max<uint64_t>(
      report.slowest_start_ms, std::chrono::duration_cast<std::chrono::milliseconds>(took).count());
  Settle(report);
}

// The hub holds of an author's feed exactly what the author does.
bool HubAgrees(const std::string& code) {
  const auto entries = [&](const std::string& at) {
    std::map<std::string, std::pair<uint64_t, std::string>> out;
    auto client = FederationRun::Get().As(at, "op");
    node::v1::ListMembersRequest request;
    request.set_network(ctl::kDemoRegion);
    node::v1::ListMembersResponse members;
    if (!client || !client->Call("NetworkService/ListMembers", request, members)) return out;
    for (const auto& m : members.members()) out[m.name()] = {m.entries(), m.root()};
    return out;
  };
  const auto own = entries(code);
  return !own.empty() && own == entries("zh1");
}

void CompareSignatures(KillReport& report) {
  auto& run = FederationRun::Get();
  const std::array<const char*, 3> codes = {"za1", "zb1", "zh1"};
  nodes::SignedHeads seen;
  for (const char* code : codes) run.Stop(code);
  for (const char* code : codes) {
    const Status added = seen.AddStore(run.node(code).directory + "/data");
    EXPECT_TRUE(added) << code << ": " << added.error().message;
  }
  report.compared = seen.compared();
  report.different = seen.forks();
  EXPECT_EQ(seen.forks(), 0u) << seen.Forks();
  for (const char* code : {"zh1", "za1", "zb1"}) run.Restart(code);
  EXPECT_GT(report.compared, 0u);
}

}  // namespace

std::string KillReport::Text() const {
  std::ostringstream text;
  text << kills << " kills -9 of authors and " << hub_kills << " of the hub, " << in_flight
       << " with a publication asked and unanswered (" << kept << " found in the store afterwards, "
       << gone << " not), " << acknowledged << " acknowledged publications, " << lost << " lost, "
       << compared << " signed sizes compared, " << different << " signed twice, slowest start "
       << slowest_start_ms << " ms";
  return text.str();
}

KillReport RunKills(const KillPlan& plan) {
  KillReport report;
  std::mt19937_64 random(plan.seed);
  std::array<Author, 2> authors = {Author("za1"), Author("zb1")};
  auto next_word = steady_clock::now() + std::chrono::seconds(10);
  while (report.kills < plan.kills && !testing::Test::HasFailure()) {
    authors[report.kills % 2].Round(random, report);
    if (report.kills % kHubEvery == 0) {
      FederationRun::Get().Kill("zh1");
      ++report.hub_kills;
      FederationRun::Get().Restart("zh1");
    }
    if (plan.progress && steady_clock::now() >= next_word) {
      plan.progress(report.Text());
      next_word = steady_clock::now() + std::chrono::seconds(10);
    }
  }
  for (const char* code : {"za1", "zb1"}) {
    EXPECT_TRUE(ctl::WaitFor(kPatience, [&] { return HubAgrees(code); }))
        << code << " and the hub do not agree";
  }
  for (Author& author : authors) author.CheckAll(report);
  CompareSignatures(report);
  EXPECT_GT(report.acknowledged, 0u);
  return report;
}

}  // namespace candour::e2e
