#include "federation/query/answer.h"

#include <algorithm>

#include "federation/network/manifest_values.h"
#include "federation/query/text_reader.h"

namespace candour::query {
namespace {

struct OutcomeRow {
  Outcome outcome;
  std::string_view word;
};
constexpr OutcomeRow kOutcomes[] = {{Outcome::kAnswered, "answered"},
                                    {Outcome::kDeclined, "declined"},
                                    {Outcome::kSilent, "silent"},
                                    {Outcome::kDropped, "dropped"}};

std::string MemberLine(const MemberOutcome& member) {
  std::string line = "member " + member.member.hex() + " ";
  for (const OutcomeRow& row : kOutcomes) {
    if (row.outcome == member.outcome) line += row.word;
  }
  if (member.outcome == Outcome::kDeclined) line += " " + std::string(DeclineName(member.reason));
  return line + "\n";
}

MemberOutcome ReadMember(TextReader& reader) {
  MemberOutcome member{.member = reader.Id<MemberId>()};
  const std::string_view word = reader.Value();
  const auto row = std::find_if(std::begin(kOutcomes), std::end(kOutcomes),
                                [&](const OutcomeRow& r) { return r.word == word; });
  if (row == std::end(kOutcomes)) {
    reader.Refuse("an unknown outcome");
    return member;
  }
  member.outcome = row->outcome;
  if (member.outcome != Outcome::kDeclined) return member;
  const std::optional<Decline> reason = FindDecline(reader.Value());
  if (!reason) reader.Refuse("an unknown reason");
  member.reason = reason.value_or(Decline::kNone);
  return member;
}

ShownCell ReadCell(TextReader& reader, size_t cells) {
  ShownCell shown;
  shown.cell = reader.Number(0, cells - 1);
  shown.low = static_cast<int64_t>(reader.Number(0, INT64_MAX));
  shown.value = static_cast<int64_t>(reader.Number(0, INT64_MAX));
  shown.high = static_cast<int64_t>(reader.Number(0, INT64_MAX));
  return shown;
}

}  // namespace

size_t Answer::answered() const {
  return static_cast<size_t>(std::count_if(
      members.begin(), members.end(),
      [](const MemberOutcome& member) { return member.outcome == Outcome::kAnswered; }));
}

std::string FormatAnswer(const Answer& answer) {
  std::string out = std::string(kAnswerFirstLine) + "\nplan " + Base64Of(answer.plan) + "\ncells " +
                    std::to_string(answer.cells) + "\nerror " + std::to_string(answer.error) + "\n";
  for (const MemberOutcome& member : answer.members) out += MemberLine(member);
  for (const ShownCell& shown : answer.shown) {
    out += "c " + std::to_string(shown.cell) + " " + std::to_string(shown.low) + " " +
           std::to_string(shown.value) + " " + std::to_string(shown.high) + "\n";
  }
  return out;
}

Result<Answer> ParseAnswer(std::string_view text) {
  TextReader reader(text, kAnswerFirstLine, "ANSWER_MALFORMED");
  Answer answer;
  reader.Expect("plan");
  answer.plan = reader.Hash();
  reader.Expect("cells");
  answer.cells = reader.Number(1, kCellsMax);
  reader.Expect("error");
  answer.error = static_cast<int64_t>(reader.Number(0, INT64_MAX));
  while (reader.At("member")) {
    answer.members.push_back(ReadMember(reader));
    const size_t n = answer.members.size();
    if (n > 1 && answer.members[n - 1].member <= answer.members[n - 2].member) {
      reader.Refuse("members are not in order");
    }
  }
  while (reader.At("c")) {
    answer.shown.push_back(ReadCell(reader, answer.cells));
    const size_t n = answer.shown.size();
    if (n > 1 && answer.shown[n - 1].cell <= answer.shown[n - 2].cell) {
      reader.Refuse("cells are not in order");
    }
  }
  const Status whole = reader.Finish(reader.failed() ? "" : FormatAnswer(answer));
  if (!whole) return Fail(whole.error());
  return answer;
}

std::string WhoSees(const Plan& plan) {
  if (plan.tier == Tier::kNodesNoise) {
    return "Each organisation added its own noise before anything left it. The asker and the hubs "
           "on the way saw each organisation's noised numbers, nobody saw an exact one.";
  }
  return "Each organisation cut its numbers into two random shares. Each aggregator saw one share "
         "of each organisation, which says nothing, and added noise to the sum of them. The asker "
         "saw the two noised sums, hubs saw only sealed shares. Both aggregators together could "
         "have seen each organisation's exact numbers.";
}

}  // namespace candour::query
