#include "node/learning/question_notes.h"

#include "candour/learning/v1/body.pb.h"
#include "crypto/random.h"
#include "federation/core/core.h"
#include "federation/feed/leaf.h"
#include "node/learning/calendar.h"

namespace candour {
namespace {

using node::v1::StoredQuestion;

void AdmitPlan(const FoundCase& found, const Bytes& note, const query::SignedPlan& plan,
               storage::LocalWrites& writes) {
  const QuestionKey key{found.manifest.manifest.network, plan.hash};
  if (LoadQuestion(found.store, key)) return;
  StoredQuestion question;
  question.set_network_id(key.network.str());
  question.set_plan_note(note);
  question.set_feed_id(found.found.feed.str());
  question.set_index(found.found.index);
  question.set_received_at(found.now);
  writes.push_back(PutQuestion(key, question));
  writes.push_back(PutOpen(key));
}

}  // namespace

std::optional<NetworkView> NetworkById(Turns& turns, const storage::Reader& store,
                                       const NetworkId& network) {
  for (NetworkView& view : Networks(turns, store)) {
    if (view.id == network) return std::move(view);
  }
  return std::nullopt;
}

Bytes PlaceOfReport(const MemberId& member) { return "r" + member.str(); }

std::string OutcomeOf(const query::Report& report) {
  return report.answers() ? kAnswered : std::string(query::DeclineName(report.declined));
}

std::string NameOf(const query::MemberOutcome& outcome) {
  switch (outcome.outcome) {
    case query::Outcome::kAnswered:
      return kAnswered;
    case query::Outcome::kDeclined:
      return std::string(query::DeclineName(outcome.reason));
    case query::Outcome::kDropped:
      return "DROPPED";
    case query::Outcome::kSilent:
      break;
  }
  return kNoReply;
}

Principal NodeItself() { return {.user = "(this node)", .operator_ = "", .roles = {}}; }

Result<query::Plan> PlanOfNote(const Bytes& note) {
  const auto text = query::TextOfNote(note, "PLAN_MALFORMED");
  return text ? query::ParsePlan(*text) : Fail(text.error());
}

Admission AdmitNote(const FoundCase& found, const Bytes& note, storage::LocalWrites& writes) {
  const auto text = query::TextOfNote(note, "NOTE_MALFORMED");
  if (!text) return Admission::kRead;
  const Manifest& manifest = found.manifest.manifest;
  if (!text->starts_with(query::kPlanFirstLine)) return AdmitAnswer(found, note, writes);
  const auto parsed = query::ParsePlan(*text);
  if (!parsed || parsed->asker != found.feed.member) return Admission::kRead;
  if (parsed->manifest_version > manifest.version) return Admission::kWaitsForManifest;
  if (const auto plan = query::OpenPlan(note, manifest)) AdmitPlan(found, note, *plan, writes);
  return Admission::kRead;
}

ItemPublished PublishedNote(const NetworkId& network, const Bytes& note, WallSeconds now) {
  learning::v1::Body body;
  body.mutable_query()->set_note(note);
  ItemPublished event;
  event.network = network;
  event.item = *ItemId::From(crypto::RandomBytes(ItemId::kSize));
  event.salt = crypto::RandomBytes(kSaltBytes);
  event.body = body.SerializeAsString();
  event.day = StartOfDay(now);
  return event;
}

}  // namespace candour
