#include "federation/query/policy.h"

#include <algorithm>

#include "federation/query/cube.h"

namespace candour::query {
namespace {

Decline CheckAsker(const Plan& plan, const Manifest& manifest, WallSeconds now) {
  if (plan.network != manifest.network) return Decline::kWrongNetwork;
  if (manifest.Expired(now)) return Decline::kNetworkClosed;
  const Member* asker = manifest.FindMember(plan.asker);
  if (asker == nullptr) return Decline::kNotAMember;
  return asker->Has('q') ? Decline::kNone : Decline::kRole;
}

Decline CheckQuestion(const Plan& plan, WallSeconds now) {
  const Cube* cube = FindCube(plan.cube, plan.cube_version);
  if (cube == nullptr || CubeHash(*cube) != plan.cube_hash) return Decline::kUnknownCube;
  if (!cube->Covers(plan.window)) return Decline::kWindow;
  // Both have begun to be past: a later day could be asked about before anybody counted it.
  const bool over = EndOf(plan.window) <= plan.snapshot && plan.snapshot <= now;
  return over ? Decline::kNone : Decline::kWindowOpen;
}

// A member that keeps both secrets of a sum, or the asker itself, adds nothing to secrecy; and who
// aggregates cannot be added up by somebody it has to trust with its own share alone.
Decline CheckAggregators(const Plan& plan, const Manifest& manifest) {
  for (const MemberId& id : plan.aggregators) {
    const Member* member = manifest.FindMember(id);
    const bool sealed_to = std::any_of(manifest.kex.begin(), manifest.kex.end(),
                                       [&](const KexKey& key) { return key.member == id; });
    if (member == nullptr || !member->Has('a') || !sealed_to || id == plan.asker) {
      return Decline::kAggregators;
    }
  }
  return Decline::kNone;
}

Decline CheckPolicy(const Plan& plan, const Manifest& manifest, const AnswerPolicy& policy) {
  const auto own = policy.purposes_of.find(plan.network);
  const std::set<std::string>& purposes =
      own == policy.purposes_of.end() ? policy.purposes : own->second;
  if (!purposes.contains(plan.purpose)) return Decline::kPurpose;
  if (plan.epsilon > policy.epsilon_max) return Decline::kEpsilon;
  if (!policy.tiers.contains(plan.tier)) return Decline::kTier;
  const int64_t least = std::max<int64_t>(policy.min_nodes, manifest.Param("min-nodes"));
  if (plan.min_nodes < least) return Decline::kMinNodes;
  if (manifest.members.size() < plan.min_nodes) return Decline::kMinNodes;
  return CheckAggregators(plan, manifest);
}

Decision Declined(Decline reason) { return {.verdict = Verdict::kDecline, .reason = reason}; }

}  // namespace

Decision DecidePlan(const PlanCase& plan_case, const AnswerPolicy& policy,
                    const BudgetLedger& ledger, WallSeconds now) {
  const Plan& plan = plan_case.plan.plan;
  const Manifest& manifest = plan_case.manifest.manifest;
  const Decline asker = CheckAsker(plan, manifest, now);
  if (asker != Decline::kNone) return Declined(asker);
  if (ledger.Paid(plan_case.plan.hash)) return {.verdict = Verdict::kReplay};
  if (plan.manifest_version != manifest.version || plan.manifest != plan_case.manifest.hash) {
    return Declined(Decline::kManifest);
  }
  if (plan.Expired(now)) return Declined(Decline::kExpired);
  const Decline question = CheckQuestion(plan, now);
  if (question != Decline::kNone) return Declined(question);
  const Decline ours = CheckPolicy(plan, manifest, policy);
  if (ours != Decline::kNone) return Declined(ours);

  std::optional<std::vector<Charge>> charges =
      ledger.Price(plan_case.plan.hash, plan.network, plan.window, plan.epsilon);
  if (!charges) return Declined(Decline::kBudget);
  if (plan_case.owner == OwnerDecision::kDeclined) return Declined(Decline::kOwner);
  if (policy.approval == Approval::kOwnerDecides && plan_case.owner == OwnerDecision::kNone) {
    return {.verdict = Verdict::kWait, .reason = Decline::kWaitsForOwner};
  }
  return {.verdict = Verdict::kAnswer, .charges = std::move(*charges)};
}

}  // namespace candour::query
