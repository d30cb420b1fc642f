#include "tests/links/run.h"

#include <chrono>
#include <iostream>
#include <random>

#include "node/ctl/wait_for.h"
#include "tests/links/networks.h"
#include "tests/nodes/signed_heads.h"
#include "tests/nodes/steps.h"

namespace candour::links {
namespace {

using Clock = std::chrono::steady_clock;
using nodes::Standing;

constexpr double kPatience = 180;
constexpr uint64_t kWithdrawnEvery = 4;

struct Item {
  size_t network = 0;
  size_t author = 0;
  std::string name;
  bool withdrawn = false;
};

class Run {
 public:
  Run(const Plan& plan, Networks& networks)
      : plan_(plan), networks_(networks), random_(plan.seed) {}

  // Somebody publishes, and now and then withdraws, until the time is up.
  Status Work();
  Status Converge();
  Status CheckItems();
  Status CheckHistories();
  Outcome Take();

 private:
  Status PublishOne();
  Status WithdrawOne();
  // Empty when the item stands at the node as it should.
  std::string Wrong(const Item& item, size_t node) const;

  const Plan& plan_;
  Networks& networks_;
  std::mt19937_64 random_;
  std::vector<Item> items_;
  Outcome outcome_;
};

tl::unexpected<Error> NotHeld(const std::string& what) {
  return Fail(ErrorCode::kConflict, "DOES_NOT_HOLD", what);
}

Status Run::PublishOne() {
  const size_t in = random_() % networks_.all().size();
  const Network& network = networks_.all()[in];
  const size_t author =
      *std::next(network.members.begin(), static_cast<long>(random_() % network.members.size()));
  const std::string number = std::to_string(items_.size());
  const auto record = nodes::ApprovedRecord(networks_.node(author), "Loose rail " + number,
                                            "A rail was loose, number " + number + ".");
  if (!record) return Fail(record.error());
  const auto name = nodes::Publish(networks_.node(author), *record, network.name);
  if (!name) return Fail(name.error());
  items_.push_back({in, author, *name});
  ++outcome_.published;
  return {};
}

Status Run::WithdrawOne() {
  Item& item = items_[random_() % items_.size()];
  if (item.withdrawn) return {};
  Status done = nodes::Withdraw(networks_.node(item.author), item.name);
  // What waits for its signature cannot be withdrawn yet.
  if (!done && done.error().code == ErrorCode::kConflict) return {};
  if (!done) return done;
  item.withdrawn = true;
  ++outcome_.withdrawn;
  return {};
}

Status Run::Work() {
  const auto end = Clock::now() + std::chrono::seconds(plan_.seconds);
  Status done;
  while (done && Clock::now() < end) {
    done = PublishOne();
    if (done && items_.size() % kWithdrawnEvery == 0) done = WithdrawOne();
  }
  return done;
}

Status Run::Converge() {
  const auto start = Clock::now();
  std::string difference;
  if (!ctl::WaitFor(kPatience, [&] { return (difference = networks_.Difference()).empty(); })) {
    return NotHeld("not converged after " + std::to_string(kPatience) + " s: " + difference);
  }
  outcome_.converged_seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return {};
}

std::string Run::Wrong(const Item& item, size_t node) const {
  const Network& network = networks_.all()[item.network];
  const Standing standing = nodes::StandingOf(networks_.node(node), item.name);
  const bool member = network.members.contains(node);
  const Standing right = !member          ? Standing::kAbsent
                         : item.withdrawn ? Standing::kWithdrawn
                                          : Standing::kShown;
  // Who has never held the text may not know the withdrawn item by its name either.
  if (standing == right || (item.withdrawn && standing == Standing::kAbsent)) return "";
  const char* const words[] = {"shown", "withdrawn", "absent"};
  return item.name + " is " + words[static_cast<int>(standing)] + " at " +
         networks_.node(node).name + ", not " + words[static_cast<int>(right)];
}

// Bodies follow the leaves, so they are given time.
Status Run::CheckItems() {
  for (const Item& item : items_) {
    for (size_t i = 0; i < networks_.size(); ++i) {
      std::string wrong;
      if (ctl::WaitFor(kPatience, [&] { return (wrong = Wrong(item, i)).empty(); })) continue;
      return NotHeld(wrong);
    }
  }
  return {};
}

Status Run::CheckHistories() {
  networks_.StopNodes();
  nodes::SignedHeads heads;
  for (size_t i = 0; i < networks_.size(); ++i) {
    if (Status added = heads.AddStore(networks_.node(i).directory + "/data"); !added) return added;
  }
  outcome_.heads_compared = heads.compared();
  if (heads.forks() > 0) return NotHeld(heads.Forks());
  return {};
}

Outcome Run::Take() {
  for (const Network& network : networks_.all()) {
    outcome_.connections += network.line->connections();
    for (size_t i = 0; i < kFaultNames.size(); ++i) {
      outcome_.fired[i] += network.line->fired(static_cast<Fault>(i));
    }
  }
  return outcome_;
}

}  // namespace

Result<Outcome> RunLinks(const Plan& plan) {
  std::cerr << "starting " << plan.nodes << " nodes\n";
  auto networks = Networks::Make({.nodes = plan.nodes,
                                  .networks = plan.networks,
                                  .seed = plan.seed,
                                  .folder = plan.folder,
                                  .daemon = plan.daemon});
  if (!networks) return Fail(networks.error());
  Run run(plan, **networks);
  std::cerr << "trouble for " << plan.seconds << " s\n";
  (*networks)->Set(Line::kTroubled);
  Status done = run.Work();
  (*networks)->Set(plan.healed);
  std::cerr << "healed\n";
  if (done) done = run.Converge();
  if (done) done = run.CheckItems();
  if (done) done = run.CheckHistories();
  if (!done) return Fail(done.error());
  const Outcome outcome = run.Take();
  for (size_t i = 1; i < kFaultNames.size(); ++i) {
    if (outcome.fired[i] == 0) return NotHeld(std::string("no ") + kFaultNames[i] + " ever fired");
  }
  return outcome;
}

}  // namespace candour::links
