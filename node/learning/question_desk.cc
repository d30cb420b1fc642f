#include "node/learning/question_desk.h"

#include <algorithm>
#include <utility>

#include "candour/node/v1/query.pb.h"
#include "crypto/encoding.h"
#include "crypto/prg.h"
#include "crypto/random.h"
#include "federation/core/core.h"
#include "federation/query/noise.h"
#include "federation/query/share.h"
#include "federation/sync/serve.h"
#include "node/learning/audit.h"
#include "node/learning/cubes.h"
#include "node/learning/question_notes.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

using node::v1::StoredQuestion;
using storage::Reader;

constexpr size_t kFoundPerPage = 64;
// Plans of one feed that name a manifest which is not here yet. More are not kept.
constexpr size_t kAheadPerFeedMax = 16;

query::OwnerDecision OwnerOf(const StoredQuestion& question) {
  switch (question.owner()) {
    case node::v1::QUESTION_DECISION_APPROVED:
      return query::OwnerDecision::kApproved;
    case node::v1::QUESTION_DECISION_DECLINED:
      return query::OwnerDecision::kDeclined;
    default:
      return query::OwnerDecision::kNone;
  }
}

bool Names(const std::vector<std::string>& names, const Manifest& manifest) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return Slug(name) == Slug(manifest.name) || name == manifest.network.hex();
  });
}

// Whether this node has a part in the sum of that question.
bool Aggregates(const StoredQuestion& question, const NetworkView& network) {
  const auto plan = PlanOfNote(question.plan_note());
  if (!plan) return false;
  const std::vector<MemberId>& named = plan->aggregators;
  return std::find(named.begin(), named.end(), network.self) != named.end();
}

// What this node says, and what it costs.
struct Saying {
  query::Report report;
  std::vector<query::Charge> charges;
  storage::LocalWrites frozen;
};

Result<query::Report> CountsOf(const query::SignedPlan& plan, const NetworkView& network,
                               const std::vector<int64_t>& counts) {
  if (plan.plan.tier == query::Tier::kAggregators) {
    return query::MakeShares(plan, network.manifest->manifest, network.self, counts,
                             {.share = crypto::RandomBytes(crypto::kPrgSeedBytes),
                              .ephemeral_a = crypto::RandomBytes(32),
                              .ephemeral_b = crypto::RandomBytes(32)});
  }
  crypto::Prg prg(crypto::RandomBytes(crypto::kPrgSeedBytes));
  query::Report report{.plan = plan.hash, .member = network.self};
  report.noised = query::AddNoise(counts, plan.plan.epsilon, prg);
  return report;
}

Saying Say(const Reader& store, const query::SignedPlan& plan, const NetworkView& network,
           query::Decision decision) {
  Saying saying;
  saying.report = {.plan = plan.hash, .member = network.self, .declined = decision.reason};
  if (decision.verdict == query::Verdict::kDecline) return saying;
  const query::Cube& cube = *query::FindCube(plan.plan.cube, plan.plan.cube_version);
  auto report = CountsOf(plan, network, CubeCells(store, cube, plan.plan.window));
  if (!report) {
    saying.report.declined = query::Decline::kAggregators;
    return saying;
  }
  saying.report = std::move(*report);
  saying.charges = std::move(decision.charges);
  saying.frozen = FreezeCells(store, cube, plan.plan.window);
  return saying;
}

}  // namespace

QuestionDesk::QuestionDesk(Services& services, QueryRules rules, Ports ports)
    : services_(services),
      rules_(std::move(rules)),
      ports_(std::move(ports)),
      aggregator_(services_, SumPorts()) {}

Aggregator::Ports QuestionDesk::SumPorts() {
  return {.fetch = [this](const FetchReportsRequest& request) -> Result<FetchReportsReply> {
            auto reply = AskCollector({request.network, request.plan}, request);
            if (!reply) return Fail(reply.error());
            return std::get<FetchReportsReply>(std::move(*reply));
          },
          .submit = [this](const SubmitReportRequest& request) -> Status {
            auto reply = AskCollector({request.network, request.plan}, request);
            if (!reply) return Fail(reply.error());
            return {};
          },
          .kex_private = ports_.kex_private};
}

// Over this node's connection, or from its own desk when it collects itself.
Result<Reply> QuestionDesk::AskCollector(const QuestionKey& key, const Request& request) {
  std::optional<NetworkView> network;
  {
    const auto snapshot = services_.turns.Snapshot();
    network = NetworkById(services_.turns, *snapshot, key.network);
  }
  const Hub* collector = network ? CollectorOf(network->manifest->manifest) : nullptr;
  if (collector == nullptr) return Fail(NotVisible());
  if (collector->member != network->self) {
    return ports_.ask_hub(key.network, collector->member, request);
  }
  const PeerIdentity self{key.network, network->self, {}};
  if (const auto* note = std::get_if<SubmitReportRequest>(&request)) {
    auto taken = Submit(self, *note);
    return taken ? Result<Reply>(Reply(*taken)) : Fail(taken.error());
  }
  auto held = Fetch(self, std::get<FetchReportsRequest>(request));
  return held ? Result<Reply>(Reply(std::move(*held))) : Fail(held.error());
}

bool QuestionDesk::Aggregate(const QuestionKey& key, const NetworkView& network,
                             const Bytes& plan_note) {
  const auto plan = query::OpenPlan(plan_note, network.manifest->manifest);
  if (!plan) return false;
  const Aggregator::Progress progress = aggregator_.Step(key, network, *plan);
  if (progress == Aggregator::Progress::kWaits) {
    sums_.Failed(key, services_.turns.Time().instant);
  } else {
    sums_.Done(key);
  }
  return progress == Aggregator::Progress::kMoved;
}

bool QuestionDesk::Work() {
  due_ = {};
  TakeNews();
  std::vector<QuestionKey> open;
  {
    const auto snapshot = services_.turns.Snapshot();
    open = LoadOpen(*snapshot);
  }
  due_.open = !open.empty();
  deliveries_.Keep(open);
  sums_.Keep(open);
  bool changed = false;
  for (const QuestionKey& key : open) changed = Step(key) || changed;
  return changed;
}

QuestionDesk::Due QuestionDesk::due() const {
  Due due = due_;
  for (const Retries* retries : {&deliveries_, &sums_}) {
    const auto next = retries->Next(services_.turns.Time().instant);
    if (next && (!due.again || *next < *due.again)) due.again = next;
  }
  return due;
}

// Rounds until nothing more can be read, so that where a plan and its answer are both here, both
// are known before anything is decided.
void QuestionDesk::TakeNews() {
  while (TakeRound()) {
  }
}

bool QuestionDesk::TakeRound() {
  bool taken = false;
  std::map<FeedId, size_t> waiting;
  std::optional<FoundNote> after;
  while (true) {
    const auto page = LoadFound(*services_.turns.Snapshot(), after, kFoundPerPage);
    if (page.empty()) return taken;
    for (const FoundNote& note : page) {
      const Admission admission = TakeFound(note);
      if (admission == Admission::kRead) taken = true;
      const bool ahead = admission == Admission::kWaitsForManifest;
      if (ahead && ++waiting[note.feed] > kAheadPerFeedMax) Forget(note);
    }
    after = page.back();
  }
}

// A note stays found until what it needs is here: the manifest or the plan that it names.
Admission QuestionDesk::TakeFound(const FoundNote& found) {
  Admission admission = Admission::kWaitsForPlan;
  const Status done = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
    LocalTurn turn;
    const auto note = NoteAt(store, found);
    const auto state = store.Feed(found.feed);
    const auto manifest = state ? services_.turns.ManifestOf(state->network) : nullptr;
    if (note && !manifest) return turn;
    admission = note ? AdmitNote({store, *manifest, *state, found, now.wall}, *note, turn.writes)
                     : Admission::kRead;
    if (admission == Admission::kRead) turn.writes.push_back(DropFound(found));
    return turn;
  });
  return done ? admission : Admission::kWaitsForPlan;
}

void QuestionDesk::Forget(const FoundNote& found) {
  (void)services_.turns.Run([&](const Reader&, Now) -> Result<LocalTurn> {
    LocalTurn turn;
    turn.writes.push_back(DropFound(found));
    return turn;
  });
}

query::AnswerPolicy QuestionDesk::Policy(const Reader&, const NetworkView& network) const {
  query::AnswerPolicy policy;
  policy.epsilon_max = rules_.epsilon_max;
  if (!rules_.purposes.empty()) {
    policy.purposes = {rules_.purposes.begin(), rules_.purposes.end()};
  }
  if (rules_.answers == QueryRules::Answers::kAfterApproval) {
    policy.approval = query::Approval::kOwnerDecides;
  }
  const bool listed = rules_.networks.empty() || Names(rules_.networks, network.manifest->manifest);
  if (!listed) policy.purposes_of[network.id] = {};
  return policy;
}

query::BudgetPolicy QuestionDesk::Budget(const Reader& store) const {
  query::BudgetPolicy budget{.per_quarter = rules_.budget, .per_network = {}};
  for (const NetworkView& network : Networks(services_.turns, store)) {
    for (const auto& [name, share] : rules_.network_budgets) {
      if (Names({name}, network.manifest->manifest)) budget.per_network[network.id] = share;
    }
  }
  return budget;
}

query::BudgetLedger QuestionDesk::Ledger(const Reader& store) const {
  return query::BudgetLedger(Budget(store), LoadCharges(store));
}

// The report, its charges and the frozen counts are one batch: nothing is disclosed that is not
// paid for, whenever this node stops.
Result<LocalTurn> QuestionDesk::DecideTurn(const Reader& store, Now now,
                                           const QuestionKey& key) const {
  LocalTurn turn;
  auto question = LoadQuestion(store, key);
  const auto network = NetworkById(services_.turns, store, key.network);
  if (!question || !network || !question->report_note().empty()) return turn;
  if (!question->answer_note().empty()) {  // Too late: nothing is disclosed, and nothing paid.
    question->set_outcome(kNoReply);
    turn.writes = {PutQuestion(key, *question), DropOpen(key)};
    return turn;
  }
  const auto plan = query::OpenPlan(question->plan_note(), network->manifest->manifest);
  const auto signer = SignerIn(services_, *network);
  if (!plan) {
    question->set_outcome(plan.error().reason);
    turn.writes = {PutQuestion(key, *question), DropOpen(key)};
    return turn;
  }
  if (!signer) return turn;
  if (plan->plan.manifest_version > network->manifest->manifest.version) return turn;
  query::PlanCase plan_case{*plan, *network->manifest, network->self, OwnerOf(*question)};
  if (rules_.answers == QueryRules::Answers::kNever) {
    plan_case.owner = query::OwnerDecision::kDeclined;
  }
  query::Decision decision =
      query::DecidePlan(plan_case, Policy(store, *network), Ledger(store), now.wall);
  if (decision.verdict == query::Verdict::kWait) {
    if (question->waits_for_owner()) return turn;
    question->set_waits_for_owner(true);
    turn.writes.push_back(PutQuestion(key, *question));
    return turn;
  }
  Saying saying = Say(store, *plan, *network, std::move(decision));
  question->set_report_note(query::SignText(query::FormatReport(saying.report), *signer));
  question->set_outcome(OutcomeOf(saying.report));
  question->set_waits_for_owner(false);
  turn.writes = std::move(saying.frozen);
  for (const query::Charge& charge : saying.charges) turn.writes.push_back(PutCharge(charge));
  turn.writes.push_back(PutQuestion(key, *question));
  AddAudit(store, NodeItself(),
           {"query.report", crypto::HexEncode(key.plan.view()).substr(0, 16),
            question->outcome() + ", " +
                std::to_string(saying.charges.empty() ? 0 : plan->plan.epsilon) +
                " thousandths in each of " + std::to_string(saying.charges.size()) + " quarters"},
           now.wall, turn.writes);
  return turn;
}

void QuestionDesk::WaitForTheEnd(const StoredQuestion& question) {
  const auto plan = PlanOfNote(question.plan_note());
  if (!plan || plan->Expired(services_.turns.Time().wall)) return;
  if (!due_.over || plan->expires < *due_.over) due_.over = plan->expires;
}

// At most one thing of one question; the next pass goes on.
bool QuestionDesk::Step(const QuestionKey& key) {
  std::optional<NetworkView> network;
  std::optional<StoredQuestion> question;
  {
    const auto snapshot = services_.turns.Snapshot();
    network = NetworkById(services_.turns, *snapshot, key.network);
    question = LoadQuestion(*snapshot, key);
  }
  if (!network || !question) return false;
  WaitForTheEnd(*question);
  // Who may have forgotten what it signed discloses nothing.
  if (!services_.turns.SigningBlocked(key.network).empty()) return false;
  if (question->report_note().empty()) {
    bool decided = false;
    const Status done = services_.turns.Run([&](const Reader& store, Now now) {
      Result<LocalTurn> turn = DecideTurn(store, now, key);
      decided = turn && !turn->writes.empty();
      return turn;
    });
    if (done && decided) return true;
  } else if (!question->delivered()) {
    if (Deliver(key, *network, question->report_note())) return true;
  }
  if (Aggregates(*question, *network) && Aggregate(key, *network, question->plan_note())) {
    return true;
  }
  return Collect(key, *network, *question);
}

bool QuestionDesk::Deliver(const QuestionKey& key, const NetworkView& network, const Bytes& note) {
  const Hub* collector = CollectorOf(network.manifest->manifest);
  if (collector == nullptr) return false;
  if (collector->member != network.self) {
    const auto reply = ports_.ask_hub(key.network, collector->member,
                                      SubmitReportRequest{key.network, key.plan, note});
    // A conflict will not go away: the hub holds another note of ours, and says so in its log.
    if (!reply && reply.error().code != ErrorCode::kConflict) {
      // Most often the plan is still on its way to the hub.
      deliveries_.Failed(key, services_.turns.Time().instant);
      return false;
    }
  }
  deliveries_.Done(key);
  const Status done = services_.turns.Run([&](const Reader& store, Now) -> Result<LocalTurn> {
    LocalTurn turn;
    auto question = LoadQuestion(store, key);
    if (!question) return turn;
    question->set_delivered(true);
    turn.writes.push_back(PutQuestion(key, *question));
    if (collector->member == network.self) {
      turn.writes.push_back(PutMail(key.plan, {PlaceOfReport(network.self), note}));
    } else if (!Aggregates(*question, network)) {
      turn.writes.push_back(DropOpen(key));
    }
    return turn;
  });
  return done.has_value();
}

}  // namespace candour
