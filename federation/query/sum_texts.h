// What the two aggregators of tier 1 sign: which reports each holds, which both hold, and its sum
// (protocol section 10).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/hash.h"
#include "federation/base/ids.h"
#include "federation/base/result.h"
#include "federation/query/share.h"

namespace candour::query {

inline constexpr std::string_view kRosterFirstLine = "candour/roster/v1";
inline constexpr std::string_view kAgreedFirstLine = "candour/agreed/v1";
inline constexpr std::string_view kSumFirstLine = "candour/sum/v1";
inline constexpr size_t kRosterMembersMax = 1000;

// Members, each with the hash of its report's text.
using Members = std::map<MemberId, crypto::Hash>;

// The reports whose shares one aggregator has opened. It signs one roster for a plan, for ever.
struct Roster {
  crypto::Hash plan;
  Side side = Side::kA;
  Members members;
  bool operator==(const Roster&) const = default;
};

// The set S of the plan: what stands in both rosters. Both sides sign this text before either lets
// its sum out.
struct Agreement {
  crypto::Hash plan;
  Members members;
  bool operator==(const Agreement&) const = default;
};

// One side's sum over S, with that side's own noise.
struct SideSum {
  crypto::Hash plan;
  crypto::Hash agreement;  // of its text
  Side side = Side::kA;
  Sum cells;
  bool operator==(const SideSum&) const = default;
};

std::string FormatRoster(const Roster& roster);
std::string FormatAgreement(const Agreement& agreement);
std::string FormatSideSum(const SideSum& sum);

// kInvalid ROSTER_MALFORMED, AGREEMENT_MALFORMED, SUM_MALFORMED.
Result<Roster> ParseRoster(std::string_view text);
Result<Agreement> ParseAgreement(std::string_view text);
Result<SideSum> ParseSideSum(std::string_view text);

// The members whose same report stands in both.
Members Intersection(const Members& a, const Members& b);

}  // namespace candour::query
