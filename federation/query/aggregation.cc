#include "federation/query/aggregation.h"

#include <bit>

#include "crypto/check.h"
#include "crypto/prg.h"
#include "federation/query/noise.h"

namespace candour::query {
namespace {

tl::unexpected<Error> Conflict(std::string reason, std::string message) {
  return Fail(ErrorCode::kConflict, std::move(reason), std::move(message));
}

}  // namespace

Aggregation::Aggregation(AggregationOptions options, StoredAggregation stored, Side side)
    : options_(std::move(options)), stored_(std::move(stored)), side_(side) {}

Result<Aggregation> Aggregation::Open(AggregationOptions options, StoredAggregation stored) {
  const std::vector<MemberId>& named = options.plan.plan.aggregators;
  const bool is_a = named.size() == 2 && named[0] == options.self;
  const bool is_b = named.size() == 2 && named[1] == options.self;
  if (is_a == is_b) {
    return Fail(ErrorCode::kDenied, "NOT_AN_AGGREGATOR",
                "the plan does not name this member as one of its aggregators");
  }
  Aggregation made(std::move(options), std::move(stored), is_a ? Side::kA : Side::kB);
  const Status read = made.ReadStored();
  if (!read) return Fail(read.error());
  return made;
}

Status Aggregation::ReadStored() {
  const auto corrupt = [] {
    return Fail(ErrorCode::kCorrupt, "AGGREGATION_STORED",
                "what was stored of an aggregation does not belong together; nothing is released");
  };
  if (stored_.roster.empty()) {
    if (stored_.agreed.empty() && stored_.sum.empty()) return {};
    return corrupt();
  }
  const Result<std::string> text = TextOfNote(stored_.roster, "AGGREGATION_STORED");
  const Result<Roster> roster = text ? ParseRoster(*text) : Fail(text.error());
  if (!roster || roster->plan != options_.plan.hash || roster->side != side_) return corrupt();
  roster_ = roster->members;
  if (stored_.agreed.empty()) return stored_.sum.empty() ? Status{} : corrupt();
  const Result<std::string> agreed = TextOfNote(stored_.agreed, "AGGREGATION_STORED");
  const Result<Agreement> agreement = agreed ? ParseAgreement(*agreed) : Fail(agreed.error());
  if (!agreement || agreement->plan != options_.plan.hash) return corrupt();
  agreement_ = *agreement;
  return {};
}

MemberId Aggregation::Peer() const {
  return options_.plan.plan.aggregators[side_ == Side::kA ? 1 : 0];
}

Members Aggregation::Mine() const {
  Members members;
  for (const auto& [member, held] : shares_) members.emplace(member, held.report);
  return members;
}

bool Aggregation::Holds(const Members& members) const {
  for (const auto& [member, report] : members) {
    const auto found = shares_.find(member);
    if (found == shares_.end() || found->second.report != report) return false;
  }
  return true;
}

Status Aggregation::Add(const SignedReport& report) {
  const MemberId& member = report.report.member;
  if (!report.report.answers()) {
    return Fail(ErrorCode::kInvalid, "REPORT_MISFITS",
                "member " + member.hex() + " declines; there is no share to add");
  }
  const auto held = shares_.find(member);
  if (held != shares_.end()) {
    if (held->second.report == report.hash) return {};
    return Conflict("REPORT_TWICE", "member " + member.hex() + " sent two reports to one plan");
  }
  const auto listed = roster_.find(member);
  const bool open = stored_.roster.empty() && shares_.size() < kRosterMembersMax;
  if (!open && (listed == roster_.end() || listed->second != report.hash)) {
    return Conflict("ROSTER_CLOSED", "the report of member " + member.hex() +
                                         " came after the list of reports was signed");
  }
  Result<Sum> share = OpenShare(options_.plan, report.report, side_, options_.kex_private);
  if (!share) return Fail(share.error());
  shares_.emplace(member, Held{.report = report.hash, .share = std::move(*share)});
  return {};
}

const std::string& Aggregation::CloseRoster() {
  if (stored_.roster.empty()) {
    roster_ = Mine();
    stored_.roster =
        SignText(FormatRoster({.plan = options_.plan.hash, .side = side_, .members = roster_}),
                 options_.signer);
  }
  return stored_.roster;
}

Result<std::string> Aggregation::Agree(std::string_view peer_roster) {
  crypto::Check(!stored_.roster.empty(), "an agreement before the roster");
  if (!stored_.agreed.empty()) return stored_.agreed;
  const Result<std::string> text =
      OpenSigned(peer_roster, options_.manifest, Peer(), "ROSTER_NOT_SIGNED");
  if (!text) return Fail(text.error());
  const Result<Roster> peer = ParseRoster(*text);
  if (!peer) return Fail(peer.error());
  if (peer->plan != options_.plan.hash || peer->side == side_) {
    return Fail(ErrorCode::kInvalid, "ROSTER_MALFORMED",
                "the list of reports is of another plan or of this side");
  }
  Agreement agreement{.plan = options_.plan.hash, .members = Intersection(roster_, peer->members)};
  if (agreement.members.size() < options_.plan.plan.min_nodes) {
    return Fail(ErrorCode::kPolicy, "TOO_FEW_MEMBERS",
                std::to_string(agreement.members.size()) + " members reported to both sides, " +
                    std::to_string(options_.plan.plan.min_nodes) + " are needed");
  }
  if (!Holds(agreement.members)) {
    return Conflict("REPORTS_MISSING", "add the reports of the signed list first");
  }
  stored_.agreed = SignText(FormatAgreement(agreement), options_.signer);
  agreement_ = std::move(agreement);
  return stored_.agreed;
}

Result<std::string> Aggregation::Release(std::string_view peer_agreed,
                                         std::string_view noise_seed) {
  if (!stored_.sum.empty()) return stored_.sum;
  const std::string mine = FormatAgreement(agreement_);
  const Result<std::string> text =
      OpenSigned(peer_agreed, options_.manifest, Peer(), "AGREEMENT_NOT_SIGNED");
  if (!text) return Fail(text.error());
  if (stored_.agreed.empty() || *text != mine) {
    return Conflict("AGREEMENT_DIFFERS", "the other side agreed to another list of reports");
  }
  if (!Holds(agreement_.members)) {
    return Conflict("REPORTS_MISSING", "add the reports of the signed list first");
  }
  SideSum sum{
      .plan = options_.plan.hash, .agreement = crypto::Sha256(mine), .side = side_, .cells = {}};
  for (const auto& [member, report] : agreement_.members) {
    const Sum& share = shares_.at(member).share;
    if (sum.cells.empty()) sum.cells.assign(share.size(), 0);
    AddTo(sum.cells, share);
  }
  crypto::Prg prg(noise_seed);
  for (uint64_t& cell : sum.cells) {
    cell += std::bit_cast<uint64_t>(DiscreteLaplace(options_.plan.plan.epsilon, prg));
  }
  stored_.sum = SignText(FormatSideSum(sum), options_.signer);
  return stored_.sum;
}

}  // namespace candour::query
