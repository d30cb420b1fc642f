#include "federation/query/report.h"

#include <array>
#include <bit>

#include "crypto/encoding.h"
#include "crypto/prg.h"
#include "federation/network/manifest_values.h"
#include "federation/query/text_reader.h"

namespace candour::query {
namespace {

constexpr std::string_view kMalformed = "REPORT_MALFORMED";

struct DeclineRow {
  Decline decline;
  std::string_view name;
  std::string_view words;
};
constexpr std::array<DeclineRow, 17> kDeclines = {{
    {Decline::kNotAMember, "NOT_A_MEMBER", "the asker is no member of the network"},
    {Decline::kWrongNetwork, "WRONG_NETWORK", "the plan asks another network"},
    {Decline::kNetworkClosed, "NETWORK_CLOSED", "the network's manifest has expired"},
    {Decline::kRole, "ROLE_MISSING", "the asker may not ask this network"},
    {Decline::kManifest, "MANIFEST_UNKNOWN", "the plan names a manifest that is not held here"},
    {Decline::kExpired, "PLAN_EXPIRED", "the plan has expired"},
    {Decline::kUnknownCube, "CUBE_UNKNOWN", "the cube is not known here in that version"},
    {Decline::kWindow, "WINDOW_UNFIT", "the cube does not cover this window"},
    {Decline::kWindowOpen, "WINDOW_OPEN", "the window or its snapshot day has not ended"},
    {Decline::kPurpose, "PURPOSE_REFUSED", "this organisation does not answer for this purpose"},
    {Decline::kEpsilon, "EPSILON_TOO_LARGE", "the question asks for less noise than allowed here"},
    {Decline::kTier, "TIER_REFUSED", "this organisation does not answer in this tier"},
    {Decline::kMinNodes, "TOO_FEW_MEMBERS", "too few organisations would be added up"},
    {Decline::kAggregators, "AGGREGATORS_UNFIT", "the aggregators may not aggregate"},
    {Decline::kBudget, "BUDGET_SPENT", "the disclosure budget of a quarter is spent"},
    {Decline::kOwner, "OWNER_DECLINED", "the organisation decided not to answer"},
    {Decline::kWaitsForOwner, "OWNER_UNDECIDED", "the organisation has not decided yet"},
}};

std::string FormatBody(const Report& report) {
  if (!report.answers()) return "declined " + std::string(DeclineName(report.declined)) + "\n";
  if (report.share_a.empty()) {
    return "noised " + crypto::Base64Encode(PackCells(report.noised)) + "\n";
  }
  return "share-a " + crypto::Base64Encode(report.share_a) + "\nshare-b " +
         crypto::Base64Encode(report.share_b) + "\n";
}

void ReadDecline(TextReader& reader, Report& report) {
  const std::optional<Decline> decline = FindDecline(reader.Value());
  if (!decline) reader.Refuse("an unknown reason");
  report.declined = decline.value_or(Decline::kOwner);
}

void ReadAnswer(TextReader& reader, Report& report) {
  if (reader.At("noised")) {
    std::optional<std::vector<int64_t>> cells =
        UnpackCells(reader.Base64(kCellsMax * sizeof(int64_t)));
    if (!cells || cells->empty()) reader.Refuse("no whole cells");
    if (cells) report.noised = std::move(*cells);
    return;
  }
  reader.Expect("share-a");
  report.share_a = reader.Base64(kSealedShareBytesMax);
  reader.Expect("share-b");
  report.share_b = reader.Base64(kSealedShareBytesMax);
  if (report.share_a.empty() || report.share_b.empty()) reader.Refuse("a share is empty");
}

// Whether an answer has the tier and the size that its plan asks for.
bool Fits(const Report& report, const Plan& plan) {
  if (!report.answers()) return true;
  const Cube* cube = FindCube(plan.cube, plan.cube_version);
  if (cube == nullptr || !cube->Covers(plan.window)) return false;
  const size_t cells = cube->Cells(plan.window);
  if (plan.tier == Tier::kNodesNoise) return report.noised.size() == cells;
  constexpr size_t kSealing = 48;
  return report.share_a.size() == cells * sizeof(uint64_t) + kSealing &&
         report.share_b.size() == crypto::kPrgSeedBytes + kSealing;
}

}  // namespace

std::string_view DeclineName(Decline decline) {
  for (const DeclineRow& row : kDeclines) {
    if (row.decline == decline) return row.name;
  }
  return "";
}

std::string_view DeclineWords(Decline decline) {
  for (const DeclineRow& row : kDeclines) {
    if (row.decline == decline) return row.words;
  }
  return "";
}

std::optional<Decline> FindDecline(std::string_view name) {
  for (const DeclineRow& row : kDeclines) {
    if (row.name == name) return row.decline;
  }
  return std::nullopt;
}

std::string FormatReport(const Report& report) {
  return std::string(kReportFirstLine) + "\nplan " + Base64Of(report.plan) + "\nmember " +
         report.member.hex() + "\n" + FormatBody(report);
}

Result<Report> ParseReport(std::string_view text) {
  TextReader reader(text, kReportFirstLine, kMalformed);
  Report report;
  reader.Expect("plan");
  report.plan = reader.Hash();
  reader.Expect("member");
  report.member = reader.Id<MemberId>();
  if (reader.At("declined")) {
    ReadDecline(reader, report);
  } else {
    ReadAnswer(reader, report);
  }
  const Status whole = reader.Finish(reader.failed() ? "" : FormatReport(report));
  if (!whole) return Fail(whole.error());
  return report;
}

Result<SignedReport> OpenReport(std::string_view note, const SignedPlan& plan,
                                const Manifest& manifest) {
  const Result<std::string> text = TextOfNote(note, kMalformed);
  if (!text) return Fail(text.error());
  Result<Report> report = ParseReport(*text);
  if (!report) return Fail(report.error());
  if (report->plan != plan.hash || !Fits(*report, plan.plan)) {
    return Fail(
        ErrorCode::kInvalid, "REPORT_MISFITS",
        "member " + report->member.hex() + " reports to another question, or not every cell");
  }
  const Result<std::string> opened =
      OpenSigned(note, manifest, report->member, "REPORT_NOT_SIGNED");
  if (!opened) return Fail(opened.error());
  return SignedReport{.report = std::move(*report), .text = *text, .hash = crypto::Sha256(*text)};
}

std::string PackCells(std::span<const int64_t> cells) {
  std::string bytes;
  bytes.reserve(cells.size() * sizeof(int64_t));
  for (int64_t cell : cells) crypto::PutU64(bytes, std::bit_cast<uint64_t>(cell));
  return bytes;
}

std::optional<std::vector<int64_t>> UnpackCells(std::string_view bytes) {
  if (bytes.size() % sizeof(int64_t) != 0) return std::nullopt;
  std::vector<int64_t> cells;
  cells.reserve(bytes.size() / sizeof(int64_t));
  for (size_t at = 0; at < bytes.size(); at += sizeof(int64_t)) {
    cells.push_back(std::bit_cast<int64_t>(crypto::GetU64(bytes, at)));
  }
  return cells;
}

}  // namespace candour::query
