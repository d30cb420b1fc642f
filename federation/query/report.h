// A report: what one member says to one plan, as the text that it signs. There is one per plan and
// member for ever; who stores it sends the same bytes again.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/hash.h"
#include "federation/base/ids.h"
#include "federation/base/result.h"
#include "federation/query/cube.h"
#include "federation/query/plan.h"

namespace candour::query {

inline constexpr std::string_view kReportFirstLine = "candour/report/v1";
inline constexpr size_t kSealedShareBytesMax = kCellsMax * 8 + 48;  // enc[32], tag[16]

// Why a member does not answer. The names are stable: they travel, and people read them.
enum class Decline : uint8_t {
  kNone,
  kNotAMember,
  kWrongNetwork,
  kNetworkClosed,
  kRole,
  kManifest,
  kExpired,
  kUnknownCube,
  kWindow,
  kWindowOpen,
  kPurpose,
  kEpsilon,
  kTier,
  kMinNodes,
  kAggregators,
  kBudget,
  kOwner,
  kWaitsForOwner,
};
// "BUDGET_SPENT" ...; and in words, for people.
std::string_view DeclineName(Decline decline);
std::string_view DeclineWords(Decline decline);
std::optional<Decline> FindDecline(std::string_view name);

struct Report {
  crypto::Hash plan;
  MemberId member;
  Decline declined = Decline::kNone;  // kNone: it answers, and exactly one of these is there:
  std::vector<int64_t> noised{};      // tier 0: every cell, noised, unrounded, unsuppressed
  std::string share_a{};              // tier 1: sealed for the two aggregators
  std::string share_b{};

  bool operator==(const Report&) const = default;
  bool answers() const { return declined == Decline::kNone; }
};

std::string FormatReport(const Report& report);
// kInvalid REPORT_MALFORMED.
Result<Report> ParseReport(std::string_view text);

// The text as its member signed it, for this plan and of the right kind and size for it.
// kInvalid REPORT_MALFORMED, REPORT_MISFITS (another plan, tier or number of cells); kDenied
// REPORT_NOT_SIGNED.
struct SignedReport {
  Report report;
  std::string text;
  crypto::Hash hash;  // of the text
};
Result<SignedReport> OpenReport(std::string_view note, const SignedPlan& plan,
                                const Manifest& manifest);

// Cells as eight bytes each, big-endian, two's complement.
std::string PackCells(std::span<const int64_t> cells);
std::optional<std::vector<int64_t>> UnpackCells(std::string_view bytes);

}  // namespace candour::query
