#include "federation/query/budget.h"

#include <algorithm>

namespace candour::query {
namespace {

uint32_t Capped(uint64_t amount) {
  return static_cast<uint32_t>(std::min<uint64_t>(amount, UINT32_MAX));
}

uint32_t Rest(uint64_t limit, uint64_t spent) { return Capped(limit > spent ? limit - spent : 0); }

}  // namespace

BudgetLedger::BudgetLedger(BudgetPolicy policy, std::span<const Charge> charges)
    : policy_(std::move(policy)) {
  Add(charges);
}

void BudgetLedger::Add(std::span<const Charge> charges) {
  for (const Charge& charge : charges) {
    plans_.insert(charge.plan);
    spent_[{charge.quarter, charge.network}] += charge.thousandths;
  }
}

uint32_t BudgetLedger::Spent(int32_t quarter) const {
  uint64_t sum = 0;
  for (const auto& [key, amount] : spent_) sum += key.first == quarter ? amount : 0;
  return Capped(sum);
}

uint32_t BudgetLedger::SpentBy(int32_t quarter, const NetworkId& network) const {
  const auto found = spent_.find({quarter, network});
  return found == spent_.end() ? 0 : Capped(found->second);
}

uint32_t BudgetLedger::Reserved() const {
  uint64_t sum = 0;
  for (const auto& [network, share] : policy_.per_network) sum += share;
  return Capped(sum);
}

uint32_t BudgetLedger::Left(int32_t quarter, const NetworkId& network) const {
  const uint32_t of_all = Rest(policy_.per_quarter, Spent(quarter));
  const auto share = policy_.per_network.find(network);
  if (share != policy_.per_network.end()) {
    return std::min(of_all, Rest(share->second, SpentBy(quarter, network)));
  }
  uint64_t spent_by_others = 0;
  for (const auto& [key, amount] : spent_) {
    const bool shares_the_rest = !policy_.per_network.contains(key.second);
    if (key.first == quarter && shares_the_rest) spent_by_others += amount;
  }
  return std::min(of_all, Rest(Rest(policy_.per_quarter, Reserved()), spent_by_others));
}

std::optional<std::vector<Charge>> BudgetLedger::Price(const crypto::Hash& plan,
                                                       const NetworkId& network,
                                                       const Window& window,
                                                       uint32_t epsilon) const {
  std::vector<Charge> charges;
  for (int32_t quarter : DataQuarters(window)) {
    if (Left(quarter, network) < epsilon) return std::nullopt;
    charges.push_back(
        {.plan = plan, .network = network, .quarter = quarter, .thousandths = epsilon});
  }
  if (charges.empty()) return std::nullopt;
  return charges;
}

}  // namespace candour::query
