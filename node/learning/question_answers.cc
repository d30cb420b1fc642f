// Answers: added up and published by the hub that collects, believed and read by everybody else.
#include <algorithm>
#include <map>
#include <set>

#include "crypto/encoding.h"
#include "federation/core/core.h"
#include "federation/query/answer.h"
#include "node/learning/audit.h"
#include "node/learning/question_desk.h"
#include "node/learning/question_notes.h"
#include "node/learning/question_view.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

using node::v1::StoredQuestion;
using storage::Reader;

constexpr size_t kAllMail = SIZE_MAX;

struct Collected {
  std::vector<query::SignedReport> reports;
  std::map<Bytes, Bytes> sums;  // Notes of aggregators, by place.
  std::vector<Bytes> places;
};

Collected LoadReports(const Reader& store, const query::SignedPlan& plan,
                      const Manifest& manifest) {
  Collected collected;
  for (const Mail& mail : LoadMail(store, plan.hash, "", kAllMail)) {
    collected.places.push_back(mail.place);
    if (mail.place.starts_with('a')) collected.sums[mail.place] = mail.note;
    auto report = query::OpenReport(mail.note, plan, manifest);
    if (report) collected.reports.push_back(std::move(*report));
  }
  return collected;
}

bool AllHere(const Collected& collected, const Manifest& manifest) {
  std::set<MemberId> here;
  for (const auto& report : collected.reports) here.insert(report.report.member);
  return std::all_of(manifest.members.begin(), manifest.members.end(),
                     [&](const Member& member) { return here.contains(member.id); });
}

// A week after the end the sums of the aggregators are waited for no longer.
bool GivenUp(const query::Plan& plan, WallSeconds now) {
  return now >= plan.expires + 7 * kSecondsPerDay;
}

Result<query::Answer> FromSums(const query::SignedPlan& plan, const Manifest& manifest,
                               const Collected& collected, WallSeconds now) {
  const MemberId& a = plan.plan.aggregators[0];
  const MemberId& b = plan.plan.aggregators[1];
  const auto note = [&](char step, const MemberId& side) -> std::string_view {
    const auto found = collected.sums.find(PlaceOfSumNote(step, side));
    return found == collected.sums.end() ? std::string_view() : std::string_view(found->second);
  };
  const query::AggregatorNotes notes{.agreed_a = note('2', a),
                                     .agreed_b = note('2', b),
                                     .sum_a = note('3', a),
                                     .sum_b = note('3', b)};
  auto answer = query::CombineSums(plan, manifest, notes, collected.reports);
  if (answer) return answer;
  const auto answering =
      std::count_if(collected.reports.begin(), collected.reports.end(),
                    [](const query::SignedReport& report) { return report.report.answers(); });
  const bool hopeless = static_cast<uint64_t>(answering) < plan.plan.min_nodes;
  if (!hopeless && !GivenUp(plan.plan, now)) return answer;
  return query::CombineReports(plan, manifest, collected.reports);
}

// What the answer says of one member; empty when it says nothing.
std::optional<std::string> OutcomeIn(const query::Answer& answer, const MemberId& member) {
  for (const query::MemberOutcome& outcome : answer.members) {
    if (outcome.member == member) return NameOf(outcome);
  }
  return std::nullopt;
}

}  // namespace

// Opening reports takes time, so the loop sees only the result. Once for ever: the turn that
// publishes is the one that sees that nothing was published, and that no report came meanwhile.
bool QuestionDesk::Collect(const QuestionKey& key, const NetworkView& network,
                           const StoredQuestion& question) {
  const Manifest& manifest = network.manifest->manifest;
  const Hub* collector = CollectorOf(manifest);
  if (collector == nullptr || collector->member != network.self) return false;
  if (!question.answer_note().empty()) return false;
  const auto plan = query::OpenPlan(question.plan_note(), manifest);
  if (!plan) return false;
  const WallSeconds now = services_.turns.Time().wall;
  const bool over = plan->plan.Expired(now);
  const bool sums = plan->plan.tier == query::Tier::kAggregators;
  Tried tried{.notes = 0, .over = over, .given_up = GivenUp(plan->plan, now)};
  Collected collected;
  {
    const auto snapshot = services_.turns.Snapshot();
    tried.notes = CountMail(*snapshot, key.plan);
    if (!over && (sums || tried.notes < manifest.members.size())) return false;
    const auto before = tried_.find(key);
    if (before != tried_.end() && before->second == tried) return false;
    collected = LoadReports(*snapshot, *plan, manifest);
  }
  const bool whole = over || AllHere(collected, manifest);
  const auto answer = sums ? FromSums(*plan, manifest, collected, now)
                           : query::CombineReports(*plan, manifest, collected.reports);
  if (!whole || !answer) {
    tried_[key] = tried;
    return false;
  }
  tried_.erase(key);
  const auto signer = SignerIn(services_, network);
  if (!signer) return false;
  return PublishAnswer(key, collected.places,
                       query::SignText(query::FormatAnswer(*answer), *signer));
}

bool QuestionDesk::PublishAnswer(const QuestionKey& key, const std::vector<Bytes>& places,
                                 const Bytes& note) {
  bool closed = false;
  const Status done = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
    LocalTurn turn;
    auto question = LoadQuestion(store, key);
    if (!question || !question->answer_note().empty()) return turn;
    if (CountMail(store, key.plan) != places.size()) return turn;
    turn.event = PublishedNote(key.network, note, now.wall);
    question->set_answer_note(note);
    turn.writes = {PutQuestion(key, *question), DropOpen(key)};
    // Nobody needs a member's own noised counts any more.
    for (const Bytes& place : places) turn.writes.push_back(DropMail(key.plan, place));
    AddAudit(store, NodeItself(),
             {"query.collect", crypto::HexEncode(key.plan.view()).substr(0, 16),
              std::to_string(places.size()) + " notes of members added up"},
             now.wall, turn.writes);
    closed = true;
    return turn;
  });
  return done && closed;
}

Admission AdmitAnswer(const FoundCase& found, const Bytes& note, storage::LocalWrites& writes) {
  const Manifest& manifest = found.manifest.manifest;
  const auto text = query::TextOfNote(note, "NOTE_MALFORMED");
  const auto answer = text ? query::ParseAnswer(*text) : Fail(text.error());
  const Hub* collector = CollectorOf(manifest);
  if (!answer || collector == nullptr || collector->member != found.feed.member) {
    return Admission::kRead;
  }
  const QuestionKey key{manifest.network, answer->plan};
  auto question = LoadQuestion(found.store, key);
  if (!question) return Admission::kWaitsForPlan;
  if (!query::OpenSigned(note, manifest, collector->member, "ANSWER_NOT_SIGNED")) {
    return Admission::kRead;
  }
  const bool ours = question->answer_note() == note;
  if (!question->answer_note().empty() && !ours) return Admission::kRead;  // The first one stays.
  question->set_answer_note(note);
  question->set_answer_feed(found.found.feed.str());
  question->set_answer_index(found.found.index);
  if (!question->report_note().empty()) {
    writes.push_back(DropOpen(key));
    // Who declined too late reads what everybody else reads of it. Who answered has paid for it.
    const auto self = LoadMembership(found.store, key.network);
    const auto member = self ? MemberId::From(self->member_id()) : std::nullopt;
    const auto outcome = member ? OutcomeIn(*answer, *member) : std::nullopt;
    if (outcome && question->outcome() != kAnswered) question->set_outcome(*outcome);
  }
  writes.push_back(PutQuestion(key, *question));
  return Admission::kRead;
}

void CountOutcomes(const Bytes& answer_note, node::v1::Question& out) {
  const auto text = query::TextOfNote(answer_note, "NOTE_MALFORMED");
  const auto answer = text ? query::ParseAnswer(*text) : Fail(text.error());
  if (!answer) return;
  for (const query::MemberOutcome& member : answer->members) {
    switch (member.outcome) {
      case query::Outcome::kAnswered:
        out.set_answered(out.answered() + 1);
        break;
      case query::Outcome::kDeclined:
        out.set_declined(out.declined() + 1);
        break;
      case query::Outcome::kSilent:
      case query::Outcome::kDropped:
        out.set_silent(out.silent() + 1);
        break;
    }
  }
}

}  // namespace candour
