// The disclosure budget of one node: how much all networks and askers together have learnt about
// each quarter of its data (protocol section 10).
//
// A ledger is made from the charges that the store holds, oldest first, and decides; the caller
// writes a charge and the report it pays for in one batch, or neither. Nothing is ever taken back,
// and no date empties it: a quarter whose budget is spent stays closed.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "crypto/hash.h"
#include "federation/base/ids.h"
#include "federation/query/window.h"

namespace candour::query {

inline constexpr uint32_t kBudgetPerQuarter = 4000;  // thousandths of epsilon

// How the owner splits the budget. A network that stands here may spend this much of each quarter
// and no other network can take it away; all others share the rest.
struct BudgetPolicy {
  uint32_t per_quarter = kBudgetPerQuarter;
  std::map<NetworkId, uint32_t> per_network{};
};

struct Charge {
  crypto::Hash plan;
  NetworkId network;
  int32_t quarter = 0;  // Period::index of the data quarter
  uint32_t thousandths = 0;
  auto operator<=>(const Charge&) const = default;
};

class BudgetLedger {
 public:
  BudgetLedger(BudgetPolicy policy, std::span<const Charge> charges);

  // Whether this plan was paid for: then it is answered with the stored report, free.
  bool Paid(const crypto::Hash& plan) const { return plans_.contains(plan); }
  // What answering costs: one charge for each quarter; empty when one of them cannot pay.
  std::optional<std::vector<Charge>> Price(const crypto::Hash& plan, const NetworkId& network,
                                           const Window& window, uint32_t epsilon) const;
  // Once they are stored.
  void Add(std::span<const Charge> charges);

  uint32_t Spent(int32_t quarter) const;
  uint32_t Left(int32_t quarter, const NetworkId& network) const;

 private:
  uint32_t SpentBy(int32_t quarter, const NetworkId& network) const;
  uint32_t Reserved() const;

  BudgetPolicy policy_;
  std::set<crypto::Hash> plans_;
  std::map<std::pair<int32_t, NetworkId>, uint64_t> spent_;
};

}  // namespace candour::query
