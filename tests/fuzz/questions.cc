// Plans, reports, shares, the texts of aggregators and answers (docs/protocol.md section 10).
#include "federation/query/answer.h"
#include "federation/query/share.h"
#include "federation/query/sum_texts.h"
#include "tests/fuzz/targets.h"
#include "tests/unit/federation/query/tier_one.h"

namespace candour::fuzz {
namespace {

using namespace query;  // NOLINT: the whole file speaks of questions.
using query::testing::MemberOf;
using query::testing::QueryNetwork;

const QueryNetwork& Network() {
  static const QueryNetwork network = query::testing::MakeNetwork(4);
  return network;
}

const SignedPlan& ThePlan() {
  static const SignedPlan plan =
      Sign(Network(), query::testing::PlanFor(Network(), Tier::kAggregators));
  return plan;
}

std::string PlanNote() { return SignText(ThePlan().text, query::testing::SignerOf(0)); }

void RunPlan(std::string_view bytes) {
  if (const auto plan = ParsePlan(bytes)) {
    FUZZ_CHECK(FormatPlan(*plan) == bytes);
    FUZZ_CHECK(plan->snapshot >= EndOf(plan->window));
  }
  if (const auto opened = OpenPlan(bytes, Network().manifest.manifest)) {
    FUZZ_CHECK(opened->text == ThePlan().text);  // Nobody signed another one.
  }
}

std::vector<std::string> PlanSeeds() {
  return {ThePlan().text, FormatPlan(query::testing::PlanFor(Network(), Tier::kNodesNoise)),
          PlanNote()};
}

const SignedReport& TheReport() {
  static const SignedReport report = query::testing::TierOne{Network(), ThePlan()}.ReportOf(
      3, std::vector<int64_t>{1, 2, 3, 4, 5, 6, 7, 8}, "fuzz");
  return report;
}

void RunReport(std::string_view bytes) {
  if (const auto report = ParseReport(bytes)) FUZZ_CHECK(FormatReport(*report) == bytes);
  if (const auto opened = OpenReport(bytes, ThePlan(), Network().manifest.manifest)) {
    FUZZ_CHECK(opened->text == TheReport().text);
  }
  if (const auto roster = ParseRoster(bytes)) FUZZ_CHECK(FormatRoster(*roster) == bytes);
  if (const auto agreed = ParseAgreement(bytes)) FUZZ_CHECK(FormatAgreement(*agreed) == bytes);
  if (const auto sum = ParseSideSum(bytes)) FUZZ_CHECK(FormatSideSum(*sum) == bytes);
  if (const auto answer = ParseAnswer(bytes)) FUZZ_CHECK(FormatAnswer(*answer) == bytes);
}

std::vector<std::string> ReportSeeds() {
  const Members members = {{MemberOf(1), TheReport().hash}, {MemberOf(3), TheReport().hash}};
  const crypto::Hash& plan = ThePlan().hash;
  return {SignText(TheReport().text, query::testing::SignerOf(3)),
          TheReport().text,
          FormatReport({.plan = plan, .member = MemberOf(3), .declined = Decline::kBudget}),
          FormatReport({.plan = plan, .member = MemberOf(3), .noised = {1, -2, 300}}),
          FormatRoster({.plan = plan, .side = Side::kB, .members = members}),
          FormatAgreement({.plan = plan, .members = members}),
          FormatSideSum({.plan = plan, .agreement = plan, .side = Side::kA, .cells = {1, 2, 3}}),
          FormatAnswer({.plan = plan,
                        .members = {{MemberOf(1), Outcome::kAnswered, Decline::kNone},
                                    {MemberOf(3), Outcome::kDeclined, Decline::kRole}},
                        .cells = 8,
                        .error = 4,
                        .shown = {{.cell = 2, .low = 6, .value = 10, .high = 14}}})};
}

// Bytes that an aggregator opens as a sealed share: only the two that were sealed for it open.
void RunShare(std::string_view bytes) {
  const SignedReport& real = TheReport();
  for (Side side : {Side::kA, Side::kB}) {
    Report report = real.report;
    (side == Side::kA ? report.share_a : report.share_b) = std::string(bytes);
    const std::string key = query::testing::KexPrivate(side == Side::kA ? 1 : 2);
    const Result<Sum> opened = OpenShare(ThePlan(), report, side, key);
    const std::string& sealed = side == Side::kA ? real.report.share_a : real.report.share_b;
    FUZZ_CHECK(!opened || bytes == sealed);
  }
}

std::vector<std::string> ShareSeeds() {
  return {TheReport().report.share_a, TheReport().report.share_b};
}

}  // namespace

const Target kPlan = {"plan", RunPlan, PlanSeeds};
const Target kReport = {"report", RunReport, ReportSeeds};
const Target kShare = {"share", RunShare, ShareSeeds};

}  // namespace candour::fuzz
