// What one of the two aggregators does for one plan: it opens shares, signs which it holds, agrees
// with the other side on the set S, and lets out one sum, once and for ever.
//
// The caller stores Stored() before anything that it names is sent, and hands it back after a
// restart; then the same bytes are given again. A member that is missing on one side drops out and
// costs nothing: its share is in no sum. Not thread-safe.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "federation/query/plan.h"
#include "federation/query/report.h"
#include "federation/query/sum_texts.h"

namespace candour::query {

// Notes this side has signed, as far as it has got.
struct StoredAggregation {
  std::string roster{};
  std::string agreed{};
  std::string sum{};
};

struct AggregationOptions {
  SignedPlan plan;
  Manifest manifest;
  MemberId self;
  Signer signer;
  std::string kex_private;
};

class Aggregation {
 public:
  // kDenied NOT_AN_AGGREGATOR when the plan does not name this member; kCorrupt when what was
  // stored does not belong together.
  static Result<Aggregation> Open(AggregationOptions options, StoredAggregation stored);

  // A report of this plan. kConflict REPORT_TWICE (another one of this member), ROSTER_CLOSED (it
  // came after the roster was signed and does not stand in it); kDenied SHARE_NOT_OPENED; kInvalid
  // REPORT_MISFITS when it declines.
  Status Add(const SignedReport& report);

  // This side's signed roster. The first call closes it.
  const std::string& CloseRoster();

  // Both rosters' intersection, signed by this side; needs CloseRoster first. kPolicy
  // TOO_FEW_MEMBERS below the plan's min-nodes; kDenied or kInvalid when the note is not the other
  // side's roster of this plan; kConflict REPORTS_MISSING when this side lost a report in S.
  Result<std::string> Agree(std::string_view peer_roster);

  // This side's sum, once the other side has signed the same agreement. `noise_seed` is 32 fresh
  // random bytes; it is used by the call that makes the sum and by no later one. kConflict
  // AGREEMENT_DIFFERS; kDenied or kInvalid as above.
  Result<std::string> Release(std::string_view peer_agreed, std::string_view noise_seed);

  const StoredAggregation& Stored() const { return stored_; }
  size_t reports() const { return shares_.size(); }

 private:
  struct Held {
    crypto::Hash report;
    Sum share;
  };

  Aggregation(AggregationOptions options, StoredAggregation stored, Side side);
  Status ReadStored();
  MemberId Peer() const;
  Members Mine() const;
  bool Holds(const Members& members) const;

  AggregationOptions options_;
  StoredAggregation stored_;
  Side side_ = Side::kA;
  Members roster_;         // once stored_.roster is there
  Agreement agreement_{};  // once stored_.agreed is there
  std::map<MemberId, Held> shares_;
};

}  // namespace candour::query
