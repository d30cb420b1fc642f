// candour network leave.
#include <iostream>

#include "candour/node/v1/network.pb.h"
#include "candour/node/v1/review.pb.h"
#include "node/ctl/verbs.h"

namespace candour::ctl {
namespace {

struct LeaveArguments {
  std::string network;
  std::string reason = "unspecified";
  bool withdraw_all = false;
  bool stay = false;
  bool yes = false;
};

std::string Quoted(const std::string& name) { return "\"" + Clean(name) + "\""; }

std::string Consequences(const LeaveArguments& arguments,
                         const node::v1::LeaveNetworkResponse& now) {
  return "leaving " + Clean(arguments.network) + ": the " + std::to_string(now.others()) +
         " other members keep what this node has published there and not withdrawn (" +
         std::to_string(now.records_size()) + " records), and the log of its entries for good; " +
         "once the governors have taken this node out, only they can withdraw those\n" +
         "this node keeps what it has and gets nothing new; from now on it publishes nothing there";
}

// False when it was told to leave it.
bool Asked(Session& session, LeaveArguments& arguments) {
  if (arguments.yes) return true;
  std::cerr << "type the network's name to leave with them standing, or \"withdraw\" to withdraw "
               "them first: "
            << std::flush;
  std::string typed;
  std::getline(std::cin, typed);
  if (typed == "withdraw") arguments.withdraw_all = true;
  if (typed == "withdraw" || typed == arguments.network) return true;
  session.Say("nothing was changed");
  session.Exit(kFailed);
  return false;
}

bool WithdrawAll(Session& session, const LeaveArguments& arguments,
                 const node::v1::LeaveNetworkResponse& now) {
  for (const std::string& name : now.records()) {
    node::v1::WithdrawRequest request;
    request.set_name(name);
    request.set_network(arguments.network);
    request.set_reason(arguments.reason);
    node::v1::WithdrawResponse answer;
    if (!session.Call("ReviewService/Withdraw", request, answer)) return false;
  }
  session.Say(std::to_string(now.records_size()) +
              " records withdrawn there; they stay on this node. Where there are more than the " +
              "network's retract-burst (20), others show them no more at once and erase them a " +
              "day later");
  return true;
}

void Leave(Session& session, LeaveArguments arguments) {
  node::v1::LeaveNetworkRequest request;
  request.set_network(arguments.network);
  request.set_stay(arguments.stay);
  request.set_validate_only(!arguments.stay);
  node::v1::LeaveNetworkResponse answer;
  if (!session.Call("NetworkService/LeaveNetwork", request, answer)) return;
  if (arguments.stay) {
    return session.Say("this node stays in " + Clean(arguments.network) +
                       " and may publish there; tell the governors who have its line");
  }
  session.Say(Consequences(arguments, answer));
  if (!Asked(session, arguments)) return;
  if (arguments.withdraw_all && !WithdrawAll(session, arguments, answer)) return;
  request.set_validate_only(false);
  answer.Clear();
  if (!session.Call("NetworkService/LeaveNetwork", request, answer)) return;
  Table table({"line", "size", "root", "seen by"});
  table.Add({answer.line(), std::to_string(answer.size()), answer.root(),
             std::to_string(answer.seen_by())});
  session.Print(answer, table, Clean(answer.line()) + "\n");
  const std::string key =
      answer.own_governor().empty() ? "" : " --remove-governor " + Clean(answer.own_governor());
  session.Say("its feed ends at entry " + std::to_string(answer.size()) + ", seen by " +
              std::to_string(answer.seen_by()) + " others; give the line to a governor, who runs:" +
              " candour network remove " + Quoted(arguments.network) + " --leaving LINE" + key +
              "\nuntil then candour network leave --stay takes it back");
}

}  // namespace

void AddLeaveVerb(CLI::App& network, Session& session) {
  auto arguments = std::make_shared<LeaveArguments>();
  auto* leave = network.add_subcommand("leave", "this node goes; asks first");
  leave->add_option("network", arguments->network, "its name")->required();
  leave->add_flag("--yes", arguments->yes, "do not ask");
  leave->add_flag("--withdraw-all", arguments->withdraw_all,
                  "first withdraw what this node has published there");
  leave->add_option("--reason", arguments->reason,
                    "of these withdrawals: privacy, unsafe, duplicate, replaced, subject, mistake");
  leave->add_flag("--stay", arguments->stay, "take back that this node leaves");
  leave->callback([&session, arguments] { Leave(session, *arguments); });
}

}  // namespace candour::ctl
