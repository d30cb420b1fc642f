// An answer: what the reports to a plan add up to, as the text that the collecting hub signs.
//
// It carries one table of noised sums, from which every roll-up is made, so that parts and totals
// agree. What of it may be shown is the same for every reader: the error is computed from the
// noise, then every cell is rounded to 5 and suppressed below min-count. Below the plan's min-nodes
// there is no table.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/hash.h"
#include "federation/base/ids.h"
#include "federation/base/result.h"
#include "federation/query/plan.h"
#include "federation/query/report.h"
#include "federation/query/sum_texts.h"

namespace candour::query {

inline constexpr std::string_view kAnswerFirstLine = "candour/answer/v1";

enum class Outcome : uint8_t {
  kAnswered,
  kDeclined,
  kSilent,   // no reply by the deadline
  kDropped,  // tier 1: its report reached one aggregator only
};
struct MemberOutcome {
  MemberId member;
  Outcome outcome = Outcome::kSilent;
  Decline reason = Decline::kNone;
  bool operator==(const MemberOutcome&) const = default;
};

// The truth lies between `low` and `high` in at least 95 % of answers.
struct ShownCell {
  size_t cell = 0;
  int64_t low = 0;
  int64_t value = 0;  // rounded to 5
  int64_t high = 0;
  bool operator==(const ShownCell&) const = default;
};

struct Answer {
  crypto::Hash plan;
  std::vector<MemberOutcome> members{};  // by id: all of the manifest but the asker
  size_t cells = 0;
  int64_t error = 0;               // half width of the 95 % interval
  int64_t min_count = 0;
  std::vector<int64_t> sums{};     // noised; empty when too few answered
  std::vector<ShownCell> shown{};  // of `sums`; every other cell is suppressed
  bool operator==(const Answer&) const = default;

  size_t answered() const;
  bool partial() const { return answered() < members.size(); }
};

std::string FormatAnswer(const Answer& answer);
Result<Answer> ParseAnswer(std::string_view text);  // kInvalid ANSWER_MALFORMED

// Tier 0: adds up noised reports. `reports` are opened ones of this plan, of any members; a second
// one of a member is ignored.
Answer CombineReports(const SignedPlan& plan, const Manifest& manifest,
                      std::span<const SignedReport> reports);

// Tier 1: adds up two sums. The caller hands over notes as the aggregators sent them, and the
// reports only to tell who declined. kDenied SUM_NOT_SIGNED, AGREEMENT_NOT_SIGNED; kInvalid
// SUM_MISFITS when they are not of this plan, of one agreement and of both sides.
struct AggregatorNotes {
  std::string_view agreed_a;
  std::string_view agreed_b;
  std::string_view sum_a;
  std::string_view sum_b;
};
Result<Answer> CombineSums(const SignedPlan& plan, const Manifest& manifest,
                           const AggregatorNotes& notes, std::span<const SignedReport> reports);

// The cells of an answer from a noised sum: interval, rounding, suppression.
std::vector<ShownCell> ShowCells(std::span<const int64_t> sums, int64_t error, int64_t min_count);

// Who could have seen what, in words, for beside every answer.
std::string WhoSees(const Plan& plan);

}  // namespace candour::query
