#include "federation/query/answer.h"

#include <algorithm>

#include "crypto/encoding.h"
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

void ReadSums(TextReader& reader, Answer& answer) {
  std::optional<std::vector<int64_t>> sums =
      UnpackCells(reader.Base64(kCellsMax * sizeof(int64_t)));
  if (!sums || sums->size() != answer.cells) reader.Refuse("another number of sums than of cells");
  if (!sums || reader.failed()) return;
  answer.sums = std::move(*sums);
  answer.shown = ShowCells(answer.sums, answer.error, answer.min_count);
}

}  // namespace

size_t Answer::answered() const {
  return static_cast<size_t>(std::count_if(
      members.begin(), members.end(),
      [](const MemberOutcome& member) { return member.outcome == Outcome::kAnswered; }));
}

std::string FormatAnswer(const Answer& answer) {
  std::string out = std::string(kAnswerFirstLine) + "\nplan " + Base64Of(answer.plan) + "\ncells " +
                    std::to_string(answer.cells) + "\nerror " + std::to_string(answer.error) +
                    "\nmin-count " + std::to_string(answer.min_count) + "\n";
  for (const MemberOutcome& member : answer.members) out += MemberLine(member);
  if (!answer.sums.empty()) {
    out += "sums " + crypto::Base64Encode(PackCells(answer.sums)) + "\n";
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
  reader.Expect("min-count");
  answer.min_count = static_cast<int64_t>(reader.Number(0, INT64_MAX));
  while (reader.At("member")) {
    answer.members.push_back(ReadMember(reader));
    const size_t n = answer.members.size();
    if (n > 1 && answer.members[n - 1].member <= answer.members[n - 2].member) {
      reader.Refuse("members are not in order");
    }
  }
  if (reader.At("sums")) ReadSums(reader, answer);
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
