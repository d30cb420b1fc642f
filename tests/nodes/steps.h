// What people do at a real node, for tests and benches: they are added, join, report, publish and
// withdraw. Every step connects to the node anew, so that it may have been restarted in between.
#pragma once

#include <string>

#include "candour/node/v1/review.pb.h"
#include "node/ctl/demo_process.h"
#include "node/ctl/node_client.h"

namespace candour::nodes {

// op runs the node and may review, ana writes, ravi reviews and is guardian, nat analyses.
Status AddPeople(const ctl::DemoNode& node);

struct Admission {
  std::string network;
  std::string roles = "rw";
};
// Invited, joined and approved at once; a member as soon as it hears of it.
Status Admit(const ctl::DemoNode& hub, const ctl::DemoNode& joiner, const Admission& admission);
bool IsMember(const ctl::DemoNode& node, const std::string& network);

// Reported by ana and approved, with what is flagged left as it is; the record's id.
Result<std::string> ApprovedRecord(const ctl::DemoNode& node, const std::string& title,
                                   const std::string& text);
// Decides what is flagged in a draft and approves it, by ravi and if need be by op too; the
// record's id.
Result<std::string> ApproveDraft(const ctl::DemoNode& node, const std::string& draft_id,
                                 node::v1::RedactionState flags_become);

// By ravi; the item's name. It may stand in the queue for its signature for a quarter of a second.
Result<std::string> Publish(const ctl::DemoNode& node, const std::string& record_id,
                            const std::string& network);
Status Withdraw(const ctl::DemoNode& node, const std::string& name);

// How something stands at a node: readable, withdrawn, or not there.
enum class Standing { kShown, kWithdrawn, kAbsent };
Standing StandingOf(const ctl::DemoNode& node, const std::string& name);

}  // namespace candour::nodes
