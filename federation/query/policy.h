// Whether this node answers a plan: one pure decision, with the reason that everybody may read.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "federation/base/time.h"
#include "federation/network/manifest.h"
#include "federation/query/budget.h"
#include "federation/query/plan.h"
#include "federation/query/report.h"

namespace candour::query {

enum class Approval : uint8_t { kAutomatic, kOwnerDecides };
enum class OwnerDecision : uint8_t { kNone, kApproved, kDeclined };

// What the owner of a node allows. A network without a row of its own falls under the first set.
struct AnswerPolicy {
  uint32_t epsilon_max = 1000;  // for one question, thousandths
  uint32_t min_nodes = 0;       // besides the network's own minimum
  Approval approval = Approval::kAutomatic;
  std::set<Tier> tiers{Tier::kNodesNoise, Tier::kAggregators};
  std::set<std::string> purposes{"safety-monitoring", "improvement", "investigation", "planning"};
  std::map<NetworkId, std::set<std::string>> purposes_of{};  // per network, instead of purposes
};

struct PlanCase {
  const SignedPlan& plan;
  const SignedManifest& manifest;  // in force here
  MemberId self;
  OwnerDecision owner = OwnerDecision::kNone;
};

enum class Verdict : uint8_t {
  kAnswer,  // charge, noise, sign and store in one batch; then send
  kReplay,  // the stored report, free
  kDecline,
  kWait,  // for the owner; nothing is sent
};
struct Decision {
  Verdict verdict = Verdict::kDecline;
  Decline reason = Decline::kNone;
  std::vector<Charge> charges{};
};

// The order of the checks is fixed, so that equal cases give equal reasons. A plan that was paid
// for is replayed whatever has changed since, but only to those who may ask.
Decision DecidePlan(const PlanCase& plan_case, const AnswerPolicy& policy,
                    const BudgetLedger& ledger, WallSeconds now);

}  // namespace candour::query
