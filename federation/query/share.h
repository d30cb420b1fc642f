// Tier 1: a member's counts cut into two shares, each of which is random by itself (protocol
// section 10).
//
// Share B is a seed whose stream is one number a cell; share A is the counts minus that stream,
// modulo 2^64. Each is sealed for its aggregator. The two together are the counts, without noise:
// aggregators add theirs to the sum.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/hash.h"
#include "federation/base/ids.h"
#include "federation/base/result.h"
#include "federation/network/manifest.h"
#include "federation/query/plan.h"
#include "federation/query/report.h"

namespace candour::query {

enum class Side : char { kA = 'A', kB = 'B' };

// Cells of a sum modulo 2^64.
using Sum = std::vector<uint64_t>;

// Three values of 32 fresh random bytes each. Never used twice: an ephemeral key that is used again
// gives away what it sealed.
struct ShareSeeds {
  std::string share;        // the stream of share B
  std::string ephemeral_a;  // of the two sealings
  std::string ephemeral_b;
};

// What HPKE binds a share to: "candour/share/v1\n" || plan_hash || member_id || side.
std::string ShareBinding(const crypto::Hash& plan, const MemberId& member, Side side);

// The report with both shares; kInvalid SHARE_KEY when an aggregator's key in the manifest is
// missing or unfit. Seeds of another length are a programmer's mistake: aborts.
Result<Report> MakeShares(const SignedPlan& plan, const Manifest& manifest, const MemberId& member,
                          std::span<const int64_t> counts, const ShareSeeds& seeds);

// One share as its aggregator sees it, one number a cell. kDenied SHARE_NOT_OPENED when it was
// sealed for another key, plan, member or side, or holds another number of cells.
Result<Sum> OpenShare(const SignedPlan& plan, const Report& report, Side side,
                      std::string_view kex_private);

void AddTo(Sum& sum, std::span<const uint64_t> share);
// The sum of both sides as signed counts.
std::vector<int64_t> Joined(std::span<const uint64_t> a, std::span<const uint64_t> b);

}  // namespace candour::query
