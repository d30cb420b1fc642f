// A withdrawal among members that hold much: how long until the connected ones have confirmed that
// they erased it, until one that was away has, and that neither it nor a restored backup shows it.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "candour/node/v1/learning.pb.h"
#include "candour/node/v1/node.pb.h"
#include "candour/node/v1/review.pb.h"
#include "tests/bench/measure.h"
#include "tests/bench/steps.h"
#include "tests/nodes/steps.h"
#include "tests/places.h"

namespace candour::bench {
namespace {

using nodes::Standing;
using nodes::StandingOf;

constexpr double kPatience = 300;

tl::unexpected<Error> Failed(const std::string& what) {
  return Fail(ErrorCode::kConflict, "DOES_NOT_HOLD", what);
}

class Withdrawals {
 public:
  Withdrawals(Nodes& nodes, const Setup& setup) : nodes_(nodes), setup_(setup) {}

  Status Start(uint64_t records);
  // Published and shown by everybody who runs; its name.
  Result<std::string> Publish(const std::string& word);
  // Seconds from the command until everybody who runs has confirmed.
  Result<double> Withdraw(const std::string& name);

  struct Return {
    double shown = 0;      // Seconds for which it still showed the text.
    double confirmed = 0;  // Seconds until the origin had its confirmation.
  };
  // From its start.
  Result<Return> ComeBack(ctl::DemoNode& member, const std::string& name);
  Status StaysAway(ctl::DemoNode& member, const std::string& name);
  // Puts the newest backup back; first with no hub, then with it.
  Status RestoreAndLook(ctl::DemoNode& member, const std::string& name);
  Status VerifyReceipt(const std::string& name);
  Status Backup(const ctl::DemoNode& member);
  // Seconds until all confirm while `member`, just restored, still makes its index anew.
  Result<double> WithdrawWhileIndexing(ctl::DemoNode& member);

 private:
  node::v1::GetWithdrawalResponse ReceiptsOf(const std::string& name, bool with_files);
  size_t Confirmed(const std::string& name);
  Status Candour(const std::string& words);

  Nodes& nodes_;
  const Setup& setup_;
};

Status Withdrawals::Start(uint64_t records) {
  for (size_t i = 0; i < 3; ++i) {
    if (Status started = nodes_.Start(nodes_.member(i)); !started) return started;
    auto client = Nodes::As(nodes_.member(i), "op");
    if (!client) return Fail(client.error());
    if (!Await(kPatience, [&] { return BodiesPulled(**client) >= records; })) {
      return Failed("a member did not catch up in time");
    }
  }
  for (size_t i = 0; i < 3; ++i) Settle(nodes_.member(i));
  return {};
}

Result<std::string> Withdrawals::Publish(const std::string& word) {
  const ctl::DemoNode& origin = nodes_.member(0);
  auto record = ApprovedRecord(origin, word);
  if (!record) return Fail(record.error());
  auto name = nodes::Publish(origin, *record, kNetworkName);
  if (!name) return name;
  for (const ctl::DemoNode* node : {&nodes_.hub(), &nodes_.member(1), &nodes_.member(2)}) {
    if (node->pid == 0) continue;
    if (!Await(kPatience, [&] { return StandingOf(*node, *name) == Standing::kShown; })) {
      return Failed(node->code + " never showed what was published");
    }
  }
  return name;
}

node::v1::GetWithdrawalResponse Withdrawals::ReceiptsOf(const std::string& name, bool with_files) {
  node::v1::GetWithdrawalRequest request;
  request.set_name(name);
  request.set_with_receipts(with_files);
  node::v1::GetWithdrawalResponse answer;
  auto reviewer = Nodes::As(nodes_.member(0), "ravi");
  if (reviewer) (void)(*reviewer)->Call("ReviewService/GetWithdrawal", request, answer);
  return answer;
}

size_t Withdrawals::Confirmed(const std::string& name) {
  size_t confirmed = 0;
  const auto receipts = ReceiptsOf(name, false);
  for (const auto& row : receipts.confirmations()) {
    if (!row.self() && row.confirmed_at() > 0) ++confirmed;
  }
  return confirmed;
}

Result<double> Withdrawals::Withdraw(const std::string& name) {
  size_t running = 1;  // The hub.
  for (size_t i = 1; i < 3; ++i) running += nodes_.member(i).pid != 0 ? 1 : 0;
  const Stopwatch watch;
  if (Status done = nodes::Withdraw(nodes_.member(0), name); !done) return Fail(done.error());
  if (!Await(kPatience, [&] { return Confirmed(name) >= running; })) {
    return Failed("not everybody who runs confirmed a withdrawal");
  }
  return watch.Seconds();
}

Result<Withdrawals::Return> Withdrawals::ComeBack(ctl::DemoNode& member, const std::string& name) {
  const size_t before = Confirmed(name);
  const Stopwatch watch;
  if (Status started = nodes_.Start(member); !started) return Fail(started.error());
  Return back;
  const bool confirmed = Await(kPatience, [&] {
    if (StandingOf(member, name) == Standing::kShown) back.shown = watch.Seconds();
    return Confirmed(name) > before;
  });
  if (!confirmed) return Failed(member.code + " came back and never confirmed");
  back.confirmed = watch.Seconds();
  if (Status away = StaysAway(member, name); !away) return Fail(away.error());
  return back;
}

// Also after one more start.
Status Withdrawals::StaysAway(ctl::DemoNode& member, const std::string& name) {
  for (int i = 0; i < 2; ++i) {
    if (StandingOf(member, name) != Standing::kWithdrawn) {
      return Failed(member.code + " does not show as withdrawn what it confirmed");
    }
    if (i > 0) break;
    nodes_.Stop(member);
    if (Status started = nodes_.Start(member); !started) return started;
  }
  return {};
}

Status Withdrawals::Candour(const std::string& words) {
  const std::string command = candour::places::BinaryDir() + "/node/ctl/candour " + words + " >> " +
                              setup_.folder + "/candour.out 2>&1";
  if (std::system(command.c_str()) == 0) return {};
  return Failed("failed: candour " + words + "; see " + setup_.folder + "/candour.out");
}

Status Withdrawals::Backup(const ctl::DemoNode& member) {
  return Candour("--node " + member.directory + " --as op backup create");
}

Status Withdrawals::RestoreAndLook(ctl::DemoNode& member, const std::string& name) {
  nodes_.Stop(member);
  std::filesystem::remove_all(member.directory + "/data/db");
  if (Status restored = Candour("--node " + member.directory + " restore"); !restored) {
    return restored;
  }
  nodes_.Stop(nodes_.hub());
  Status started = nodes_.Start(member);
  if (!started) return started;
  if (StandingOf(member, name) == Standing::kShown) {
    return Failed("a restored backup shows what was withdrawn since, before it has asked a hub");
  }
  started = nodes_.Start(nodes_.hub());
  if (!started) return started;
  if (!Await(kPatience, [&] { return StandingOf(member, name) == Standing::kWithdrawn; })) {
    return Failed("a restored backup does not learn of a withdrawal");
  }
  return {};
}

Result<double> Withdrawals::WithdrawWhileIndexing(ctl::DemoNode& member) {
  auto name = Publish("withdrawnwhileindexing");
  if (!name) return Fail(name.error());
  auto seconds = Withdraw(*name);
  Settle(member);
  return seconds;
}

Status Withdrawals::VerifyReceipt(const std::string& name) {
  const auto answer = ReceiptsOf(name, true);
  if (!answer.complete() || answer.receipts_size() != 1) {
    return Failed("the receipt of a withdrawal is not complete");
  }
  const std::string path = setup_.folder + "/receipt.txt";
  std::ofstream(path, std::ios::binary) << answer.receipts(0).text();
  return Candour("verify receipt " + path);
}

}  // namespace

Status WithdrawBench(const Setup& setup, Report& report) {
  const uint64_t records = setup.EntriesOf(100'000, 200);
  const size_t rounds = setup.Of(5, 1);
  auto made = Nodes::Make(setup, {.folder = setup.folder + "/nodes", .members = 3});
  if (!made) return Fail(made.error());
  Nodes& nodes = **made;
  Status done = nodes.FillNode(nodes.hub(), {.directory = {}, .entries = records});
  if (done) done = nodes.Start(nodes.hub());
  if (!done) return done;
  Settle(nodes.hub());
  Withdrawals withdrawals(nodes, setup);
  if (done = withdrawals.Start(records); !done) return done;

  double while_indexing = 0;
  std::vector<double> connected, returned, shown;
  for (size_t i = 0; i < rounds; ++i) {
    auto name = withdrawals.Publish("withdrawn" + std::to_string(i));
    if (!name) return Fail(name.error());
    if (i == 0) done = withdrawals.Backup(nodes.member(1));
    if (!done) return done;
    nodes.Stop(nodes.member(2));
    auto seconds = withdrawals.Withdraw(*name);
    if (!seconds) return Fail(seconds.error());
    connected.push_back(*seconds);
    auto back = withdrawals.ComeBack(nodes.member(2), *name);
    if (!back) return Fail(back.error());
    returned.push_back(back->confirmed);
    shown.push_back(back->shown);
    if (done = withdrawals.VerifyReceipt(*name); !done) return done;
    if (i > 0) continue;
    if (done = withdrawals.RestoreAndLook(nodes.member(1), *name); !done) return done;
    auto indexing = withdrawals.WithdrawWhileIndexing(nodes.member(1));
    if (!indexing) return Fail(indexing.error());
    while_indexing = *indexing;
  }
  const Params params = {{"records", std::to_string(records)}, {"rounds", std::to_string(rounds)}};
  report.Add("withdraw.connected", Median(connected), "s", params);
  report.Add("withdraw.connected_worst", Percentile(connected, 1), "s", params);
  report.Add("withdraw.while_one_indexes_anew", while_indexing, "s", params);
  report.Add("withdraw.back_after_start", Median(returned), "s", params);
  report.Add("withdraw.back_after_start_worst", Percentile(returned, 1), "s", params);
  report.Add("withdraw.shown_after_start_worst", Percentile(shown, 1), "s", params);
  report.Add("withdraw.receipts_verified_offline", static_cast<double>(rounds), "1", params);
  return {};
}

}  // namespace candour::bench
