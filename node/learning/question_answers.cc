// Answers: added up and published by the hub that collects, believed and read by everybody else.
#include <algorithm>
#include <map>
#include <set>

#include "candour/learning/v1/body.pb.h"
#include "crypto/encoding.h"
#include "crypto/random.h"
#include "federation/core/core.h"
#include "federation/feed/leaf.h"
#include "federation/query/answer.h"
#include "node/learning/audit.h"
#include "node/learning/calendar.h"
#include "node/learning/question_desk.h"
#include "node/learning/question_notes.h"
#include "node/learning/question_view.h"

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

// Tier 1 waits for both sums, and gives up a week after the end.
Result<query::Answer> FromSums(const query::SignedPlan& plan, const Manifest& manifest,
                               const Collected& collected, WallSeconds now) {
  constexpr WallSeconds kPatience = 7 * kSecondsPerDay;
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
  if (!hopeless && now < plan.plan.expires + kPatience) return answer;
  return query::CombineReports(plan, manifest, collected.reports);
}

ItemPublished PublishedAnswer(const NetworkView& network, const Bytes& note, WallSeconds now) {
  learning::v1::Body body;
  body.mutable_query()->set_note(note);
  ItemPublished event;
  event.network = network.id;
  event.item = *ItemId::From(crypto::RandomBytes(ItemId::kSize));
  event.salt = crypto::RandomBytes(kSaltBytes);
  event.body = body.SerializeAsString();
  event.day = StartOfDay(now);
  return event;
}

}  // namespace

// Once for ever: the turn that publishes is the one that sees that nothing was published.
bool QuestionDesk::Collect(const QuestionKey& key, const NetworkView& view) {
  const Hub* collector = CollectorOf(view.manifest->manifest);
  if (collector == nullptr || collector->member != view.self) return false;
  bool closed = false;
  const Status done = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
    LocalTurn turn;
    auto question = LoadQuestion(store, key);
    const auto network = NetworkById(services_.turns, store, key.network);
    if (!question || !network || !question->answer_note().empty()) return turn;
    const Manifest& manifest = network->manifest->manifest;
    const auto plan = query::OpenPlan(question->plan_note(), manifest);
    const auto signer = SignerIn(services_, *network);
    if (!plan || !signer) return turn;
    const Collected collected = LoadReports(store, *plan, manifest);
    const bool sums = plan->plan.tier == query::Tier::kAggregators;
    const bool over = plan->plan.Expired(now.wall);
    if (!over && (sums || !AllHere(collected, manifest))) return turn;
    const auto answer = sums ? FromSums(*plan, manifest, collected, now.wall)
                             : query::CombineReports(*plan, manifest, collected.reports);
    if (!answer) return turn;
    const Bytes note = query::SignText(query::FormatAnswer(*answer), *signer);
    turn.event = PublishedAnswer(*network, note, now.wall);
    question->set_answer_note(note);
    turn.writes = {PutQuestion(key, *question), DropOpen(key)};
    // Nobody needs a member's own noised counts any more.
    for (const Bytes& place : collected.places) turn.writes.push_back(DropMail(key.plan, place));
    AddAudit(store, NodeItself(),
             {"query.collect", crypto::HexEncode(key.plan.view()).substr(0, 16),
              std::to_string(collected.reports.size()) + " reports of " +
                  std::to_string(manifest.members.size()) + " members"},
             now.wall, turn.writes);
    closed = true;
    return turn;
  });
  return done && closed;
}

bool AdmitAnswer(const FoundCase& found, const Bytes& note, storage::LocalWrites& writes) {
  const Manifest& manifest = found.manifest.manifest;
  const auto text = query::TextOfNote(note, "NOTE_MALFORMED");
  const auto answer = text ? query::ParseAnswer(*text) : Fail(text.error());
  const Hub* collector = CollectorOf(manifest);
  if (!answer || collector == nullptr || collector->member != found.feed.member) return true;
  const QuestionKey key{manifest.network, answer->plan};
  auto question = LoadQuestion(found.store, key);
  if (!question) return false;  // The plan that it answers is on its way.
  if (!query::OpenSigned(note, manifest, collector->member, "ANSWER_NOT_SIGNED")) return true;
  const bool ours = question->answer_note() == note;
  if (!question->answer_note().empty() && !ours) return true;  // The first one stays.
  question->set_answer_note(note);
  question->set_answer_feed(found.found.feed.str());
  question->set_answer_index(found.found.index);
  writes.push_back(PutQuestion(key, *question));
  if (!question->report_note().empty()) writes.push_back(DropOpen(key));
  return true;
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
