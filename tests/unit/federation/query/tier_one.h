// Tier 1 as a whole, for tests: members' reports, two aggregators and what they send each other.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "federation/query/aggregation.h"
#include "federation/query/answer.h"
#include "federation/query/share.h"
#include "tests/unit/federation/query/query_fixture.h"

namespace candour::query::testing {

struct TierOne {
  const QueryNetwork& network;
  const SignedPlan& plan;

  Aggregation Open(int aggregator, StoredAggregation stored = {}) const {
    return *Aggregation::Open({.plan = plan,
                               .manifest = network.manifest.manifest,
                               .self = MemberOf(aggregator),
                               .signer = SignerOf(aggregator),
                               .kex_private = KexPrivate(aggregator)},
                              std::move(stored));
  }

  // Without a signature: who wants to see those checked opens a note.
  SignedReport ReportOf(int member, std::span<const int64_t> counts, std::string_view seed) const {
    const std::string label = std::string(seed) + " " + std::to_string(member);
    Report report = *MakeShares(plan, network.manifest.manifest, MemberOf(member), counts,
                                {.share = SeedOf("share " + label),
                                 .ephemeral_a = SeedOf("a " + label),
                                 .ephemeral_b = SeedOf("b " + label)});
    std::string text = FormatReport(report);
    const crypto::Hash hash = crypto::Sha256(text);
    return {.report = std::move(report), .text = std::move(text), .hash = hash};
  }
};

}  // namespace candour::query::testing
