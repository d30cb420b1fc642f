#include "federation/query/sum_texts.h"

#include "crypto/encoding.h"
#include "federation/network/manifest_values.h"
#include "federation/query/text_reader.h"

namespace candour::query {
namespace {

std::string PlanLine(const crypto::Hash& plan) { return "plan " + Base64Of(plan) + "\n"; }

std::string SideLine(Side side) { return std::string("side ") + static_cast<char>(side) + "\n"; }

std::string MemberLines(const Members& members) {
  std::string out;
  for (const auto& [member, report] : members) {
    out += "member " + member.hex() + " " + Base64Of(report) + "\n";
  }
  return out;
}

Side ReadSide(TextReader& reader) {
  reader.Expect("side");
  const std::string_view side = reader.Value();
  if (side != "A" && side != "B") reader.Refuse("it is neither A nor B");
  return side == "B" ? Side::kB : Side::kA;
}

Members ReadMembers(TextReader& reader) {
  Members members;
  while (reader.At("member")) {
    const MemberId member = reader.Id<MemberId>();
    members[member] = reader.Hash();
    if (members.size() > kRosterMembersMax) reader.Refuse("there are too many members");
  }
  return members;
}

Sum ReadCells(TextReader& reader) {
  reader.Expect("cells");
  const std::string bytes = reader.Base64(kCellsMax * sizeof(uint64_t));
  if (bytes.empty() || bytes.size() % sizeof(uint64_t) != 0) reader.Refuse("no whole cells");
  Sum cells(bytes.size() / sizeof(uint64_t));
  for (size_t i = 0; i < cells.size(); ++i) cells[i] = crypto::GetU64(bytes, i * sizeof(uint64_t));
  return cells;
}

}  // namespace

std::string FormatRoster(const Roster& roster) {
  return std::string(kRosterFirstLine) + "\n" + PlanLine(roster.plan) + SideLine(roster.side) +
         MemberLines(roster.members);
}

std::string FormatAgreement(const Agreement& agreement) {
  return std::string(kAgreedFirstLine) + "\n" + PlanLine(agreement.plan) +
         MemberLines(agreement.members);
}

std::string FormatSideSum(const SideSum& sum) {
  std::string bytes;
  for (uint64_t cell : sum.cells) crypto::PutU64(bytes, cell);
  return std::string(kSumFirstLine) + "\n" + PlanLine(sum.plan) + "agreed " +
         Base64Of(sum.agreement) + "\n" + SideLine(sum.side) + "cells " +
         crypto::Base64Encode(bytes) + "\n";
}

Result<Roster> ParseRoster(std::string_view text) {
  TextReader reader(text, kRosterFirstLine, "ROSTER_MALFORMED");
  Roster roster;
  reader.Expect("plan");
  roster.plan = reader.Hash();
  roster.side = ReadSide(reader);
  roster.members = ReadMembers(reader);
  const Status whole = reader.Finish(reader.failed() ? "" : FormatRoster(roster));
  if (!whole) return Fail(whole.error());
  return roster;
}

Result<Agreement> ParseAgreement(std::string_view text) {
  TextReader reader(text, kAgreedFirstLine, "AGREEMENT_MALFORMED");
  Agreement agreement;
  reader.Expect("plan");
  agreement.plan = reader.Hash();
  agreement.members = ReadMembers(reader);
  const Status whole = reader.Finish(reader.failed() ? "" : FormatAgreement(agreement));
  if (!whole) return Fail(whole.error());
  return agreement;
}

Result<SideSum> ParseSideSum(std::string_view text) {
  TextReader reader(text, kSumFirstLine, "SUM_MALFORMED");
  SideSum sum;
  reader.Expect("plan");
  sum.plan = reader.Hash();
  reader.Expect("agreed");
  sum.agreement = reader.Hash();
  sum.side = ReadSide(reader);
  sum.cells = ReadCells(reader);
  const Status whole = reader.Finish(reader.failed() ? "" : FormatSideSum(sum));
  if (!whole) return Fail(whole.error());
  return sum;
}

Members Intersection(const Members& a, const Members& b) {
  Members both;
  for (const auto& [member, report] : a) {
    const auto found = b.find(member);
    if (found != b.end() && found->second == report) both.emplace(member, report);
  }
  return both;
}

}  // namespace candour::query
