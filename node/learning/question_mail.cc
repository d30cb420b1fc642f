// Notes that members leave at the hub that collects, and that aggregators fetch there.
#include <algorithm>

#include "crypto/encoding.h"
#include "federation/sync/serve.h"
#include "node/learning/question_desk.h"
#include "node/learning/question_notes.h"

namespace candour {

using storage::Reader;

const Hub* CollectorOf(const Manifest& manifest) {
  return manifest.hubs.empty() ? nullptr : &manifest.hubs.front();
}

Result<query::Signer> SignerIn(const Services& services, const NetworkView& network) {
  auto keys = services.vault.CreateMemberKeys(network.id);
  if (!keys) return Fail(keys.error());
  const FeedKey* feed = query::SigningKeyOf(network.manifest->manifest, network.self);
  if (feed == nullptr || feed->key.key != keys->feed.public_key().view()) {
    return Fail(ErrorCode::kUnavailable, "FEED_KEY",
                "network " + network.manifest->manifest.name +
                    ": the manifest names no feed key of this node; ask its governors");
  }
  return query::Signer{feed->key, keys->feed};
}

namespace {

// Of the two aggregators: their list, their agreement, their sum. Empty for any other note.
std::optional<char> SumStepOf(const Bytes& note) {
  const auto text = query::TextOfNote(note, "NOTE_MALFORMED");
  if (!text) return std::nullopt;
  if (text->starts_with(query::kRosterFirstLine)) return '1';
  if (text->starts_with(query::kAgreedFirstLine)) return '2';
  if (text->starts_with(query::kSumFirstLine)) return '3';
  return std::nullopt;
}

// What these notes say is judged by who reads them: the other side, and CombineSums.
Result<Bytes> PlaceForSum(const PeerIdentity& who, const Bytes& note, char step,
                          const query::SignedPlan& plan, const Manifest& manifest) {
  const std::vector<MemberId>& named = plan.plan.aggregators;
  if (std::find(named.begin(), named.end(), who.member) == named.end()) return Fail(NotVisible());
  const auto text = query::OpenSigned(note, manifest, who.member, "NOTE_NOT_SIGNED");
  if (!text) return Fail(text.error());
  return PlaceOfSumNote(step, who.member);
}

// A report of the caller's own on a plan that this hub collects for.
Result<Bytes> PlaceFor(const PeerIdentity& who, const Bytes& note, const query::SignedPlan& plan,
                       const Manifest& manifest) {
  if (const auto step = SumStepOf(note)) return PlaceForSum(who, note, *step, plan, manifest);
  const auto report = query::OpenReport(note, plan, manifest);
  if (!report) return Fail(report.error());
  if (report->report.member != who.member) {
    return Fail(ErrorCode::kInvalid, "REPORT_OF_ANOTHER",
                "a member brings its own report, and nobody else's");
  }
  return PlaceOfReport(who.member);
}

// Both aggregators have to find the same reports.
bool TooLate(const node::v1::StoredQuestion& question, const Bytes& note, WallSeconds now) {
  const auto plan = PlanOfNote(question.plan_note());
  if (!plan) return true;
  return plan->tier == query::Tier::kAggregators && plan->Expired(now) && !SumStepOf(note);
}

Error Differs(const crypto::Hash& plan) {
  return {ErrorCode::kConflict, "REPORT_DIFFERS",
          "question " + crypto::HexEncode(plan.view()).substr(0, 8) +
              ": another report of this member is held, and there is one for ever"};
}

}  // namespace

// Where the note belongs; empty when it comes too late. On the caller's thread, because reports are
// large and signed.
Result<Bytes> QuestionDesk::PlaceOf(const PeerIdentity& who, const SubmitReportRequest& request) {
  const QuestionKey key{request.network, request.plan};
  // A member may be quicker than this node's own clerk.
  if (!LoadQuestion(*services_.turns.Snapshot(), key)) TakeNews();
  const auto snapshot = services_.turns.Snapshot();
  const auto question = LoadQuestion(*snapshot, key);
  const auto network = NetworkById(services_.turns, *snapshot, key.network);
  const Hub* collector = network ? CollectorOf(network->manifest->manifest) : nullptr;
  if (!question || collector == nullptr || collector->member != network->self) {
    return Fail(NotVisible());
  }
  if (!question->answer_note().empty()) return Bytes();
  const Manifest& manifest = network->manifest->manifest;
  const auto plan = query::OpenPlan(question->plan_note(), manifest);
  if (!plan) return Fail(plan.error());
  return PlaceFor(who, request.note, *plan, manifest);
}

Result<SubmitReportReply> QuestionDesk::Submit(const PeerIdentity& who,
                                               const SubmitReportRequest& request) {
  const QuestionKey key{request.network, request.plan};
  const auto place = PlaceOf(who, request);
  if (!place) return Fail(place.error());
  SubmitReportReply reply;
  const Status done = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
    LocalTurn turn;
    const auto question = LoadQuestion(store, key);
    if (!question) return Fail(NotVisible());
    reply.settled = place->empty() || !question->answer_note().empty() ||
                    TooLate(*question, request.note, now.wall);
    if (reply.settled) return turn;
    const auto held = MailAt(store, key.plan, *place);
    if (held && *held != request.note) return Fail(Differs(key.plan));
    if (!held) turn.writes.push_back(PutMail(key.plan, {*place, request.note}));
    return turn;
  });
  if (!done) return Fail(done.error());
  return reply;
}

Result<FetchReportsReply> QuestionDesk::Fetch(const PeerIdentity& who,
                                              const FetchReportsRequest& request) {
  const QuestionKey key{request.network, request.plan};
  const auto snapshot = services_.turns.Snapshot();
  const auto question = LoadQuestion(*snapshot, key);
  const auto network = NetworkById(services_.turns, *snapshot, key.network);
  if (!question || !network) return Fail(NotVisible());
  const auto plan = query::OpenPlan(question->plan_note(), network->manifest->manifest);
  if (!plan) return Fail(NotVisible());
  const std::vector<MemberId>& may = plan->plan.aggregators;
  if (std::find(may.begin(), may.end(), who.member) == may.end()) return Fail(NotVisible());
  FetchReportsReply reply;
  size_t bytes = 0;
  for (Mail& mail : LoadMail(*snapshot, key.plan, request.after, kReportsPerPageMax)) {
    bytes += mail.note.size();
    if (bytes > kReportBytesPerReplyMax && !reply.reports.empty()) break;
    reply.reports.push_back({std::move(mail.place), std::move(mail.note)});
  }
  return reply;
}

}  // namespace candour
