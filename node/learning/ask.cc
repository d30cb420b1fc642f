// Asking: a question becomes a plan, signed by this node's feed key and published in its feed.
#include <algorithm>

#include "crypto/encoding.h"
#include "federation/network/audience.h"
#include "node/learning/audit.h"
#include "node/learning/authorise.h"
#include "node/learning/calendar.h"
#include "node/learning/query_handlers.h"
#include "node/learning/question_notes.h"
#include "node/learning/question_view.h"
#include "node/learning/requests.h"

namespace candour {
namespace {

using storage::Reader;

constexpr uint32_t kEpsilonDefault = 1000;
constexpr uint32_t kReplySecondsDefault = 86400;
constexpr Duration kSignaturePatience{10'000};

Error NoSuch(const char* reason, const std::string& message) {
  return {ErrorCode::kInvalid, reason, message};
}

Result<query::Window> WindowFor(const node::v1::AskRequest& request, const query::Cube& cube,
                                WallSeconds now) {
  const auto first = query::ParsePeriod(request.first());
  const auto last = query::ParsePeriod(request.last().empty() ? request.first() : request.last());
  const std::string unit =
      cube.period == query::PeriodUnit::kMonth ? "months (2025-04)" : "quarters (2025-Q2)";
  if (!first || !last || first->unit != cube.period || last->unit != cube.period) {
    return Fail(NoSuch("WINDOW_INVALID",
                       "cube " + std::string(cube.name) + " is asked about in whole " + unit));
  }
  const query::Window window{cube.period, first->index, last->index};
  if (!cube.Covers(window)) {
    return Fail(NoSuch("WINDOW_INVALID", "cube " + std::string(cube.name) + " takes 1 to " +
                                             std::to_string(cube.periods_max) +
                                             " periods, the earlier one first"));
  }
  if (query::EndOf(window) > now) {
    return Fail(
        ErrorCode::kPolicy, "WINDOW_OPEN",
        query::FormatPeriod(*last) + " has not ended; only closed periods can be asked about");
  }
  return window;
}

Status AddAggregators(const node::v1::AskRequest& request, const NetworkView& network,
                      query::Plan& plan) {
  for (const auto& name : request.aggregators()) {
    auto member = FindMemberByName(network, name);
    if (!member) return Fail(member.error());
    plan.aggregators.push_back(member->id);
  }
  return {};
}

Result<query::Plan> PlanFor(const node::v1::AskRequest& request, const NetworkView& network,
                            WallSeconds now) {
  auto cube = CubeNamed(request.cube(), request.cube_version());
  if (!cube) return Fail(cube.error());
  auto window = WindowFor(request, **cube, now);
  if (!window) return Fail(window.error());
  const Manifest& manifest = network.manifest->manifest;
  query::Plan plan;
  plan.network = network.id;
  plan.asker = network.self;
  plan.manifest_version = manifest.version;
  plan.manifest = network.manifest->hash;
  plan.purpose = request.purpose();
  plan.cube = (*cube)->name;
  plan.cube_version = (*cube)->version;
  plan.cube_hash = query::CubeHash(**cube);
  plan.window = *window;
  plan.snapshot = StartOfDay(now);
  plan.epsilon =
      request.epsilon_thousandths() == 0 ? kEpsilonDefault : request.epsilon_thousandths();
  plan.tier = request.tier() == 1 ? query::Tier::kAggregators : query::Tier::kNodesNoise;
  plan.min_nodes = static_cast<uint32_t>(manifest.Param("min-nodes"));
  plan.expires =
      now + (request.reply_seconds() == 0 ? kReplySecondsDefault : request.reply_seconds());
  plan.expires = std::min(plan.expires, plan.snapshot + query::kPlanLifetimeMax);
  if (auto added = AddAggregators(request, network, plan); !added) return Fail(added.error());
  // What the text would not say is not asked.
  if (auto parsed = query::ParsePlan(query::FormatPlan(plan)); !parsed) return parsed;
  return plan;
}

// Why this network could never answer, before anything is published.
Status MayAsk(const NetworkView& network, const query::Plan& plan, WallSeconds now) {
  const Manifest& manifest = network.manifest->manifest;
  const Decision ask = Decide(manifest, network.self, Access::kAskNetwork, now);
  if (!ask.allowed) {
    return Fail(ErrorCode::kPolicy, "MAY_NOT_ASK",
                "network " + manifest.name + ": " + ask.reason + "; its coordinator gives role q");
  }
  if (manifest.members.size() < plan.min_nodes) {
    return Fail(ErrorCode::kPolicy, "TOO_FEW_MEMBERS",
                "network " + manifest.name + " has " + std::to_string(manifest.members.size()) +
                    " members, and counts are only summed over " + std::to_string(plan.min_nodes) +
                    " or more");
  }
  if (CollectorOf(manifest) == nullptr) {
    return Fail(ErrorCode::kPolicy, "NO_COLLECTOR", "network " + manifest.name + " has no hub");
  }
  return {};
}

bool SameQuestion(query::Plan a, const query::Plan& b) {
  a.manifest_version = b.manifest_version;
  a.manifest = b.manifest;
  a.snapshot = b.snapshot;
  a.expires = b.expires;
  return a == b;
}

// The newest question of ours that asks the same and is not lost.
std::optional<QuestionKey> AskedBefore(const Reader& store, const query::Plan& plan,
                                       WallSeconds now) {
  std::optional<QuestionKey> found;
  int64_t newest = -1;
  for (const auto& [key, question] : LoadQuestions(store)) {
    if (key.network != plan.network) continue;
    const auto asked = PlanOfNote(question.plan_note());
    if (!asked || !SameQuestion(*asked, plan)) continue;
    if (question.answer_note().empty() && asked->Expired(now)) continue;
    if (question.received_at() < newest) continue;
    newest = question.received_at();
    found = key;
  }
  return found;
}

Result<node::v1::AskResponse> Show(Services& services, const QuestionKey& key) {
  const auto snapshot = services.turns.Snapshot();
  const auto question = LoadQuestion(*snapshot, key);
  const auto network = NetworkById(services.turns, *snapshot, key.network);
  if (!question || !network) {
    return Fail(ErrorCode::kUnavailable, "NOT_SIGNED_YET",
                "the question is queued and is published as soon as this node's feed may sign; "
                "candour query ledger shows it then");
  }
  node::v1::AskResponse response;
  ShowQuestion({key, *question, *network}, services.turns.Time().wall,
               *response.mutable_question());
  return response;
}

}  // namespace

Result<node::v1::AskResponse> QueryHandlers::Ask(const Principal& who,
                                                 const node::v1::AskRequest& request) {
  if (auto ok = Authorise(who, UserAction::kAskNetworks); !ok) return Fail(ok.error());
  auto network = FindNetwork(services_.turns, *services_.turns.Snapshot(), request.network());
  if (!network) return Fail(network.error());
  const WallSeconds now = services_.turns.Time().wall;
  auto plan = PlanFor(request, *network, now);
  if (!plan) return Fail(plan.error());
  if (auto may = MayAsk(*network, *plan, now); !may) return Fail(may.error());
  if (!request.again()) {
    if (const auto before = AskedBefore(*services_.turns.Snapshot(), *plan, now)) {
      auto response = Show(services_, *before);
      if (response) response->set_replayed(true);
      return response;
    }
  }
  auto signer = SignerIn(services_, *network);
  if (!signer) return Fail(signer.error());
  const std::string text = query::FormatPlan(*plan);
  const QuestionKey key{network->id, query::PlanHash(text)};
  const Bytes note = query::SignText(text, *signer);
  if (request.validate_only()) {
    node::v1::AskResponse response;
    node::v1::StoredQuestion planned;
    planned.set_plan_note(note);
    ShowQuestion({key, planned, *network}, now, *response.mutable_question());
    return response;
  }
  auto status = services_.turns.Run([&](const Reader& store, Now at) -> Result<LocalTurn> {
    LocalTurn turn;
    turn.event = PublishedNote(network->id, note, at.wall);
    AddAudit(store, who,
             {"query.ask", crypto::HexEncode(key.plan.view()).substr(0, 16),
              "network " + network->id.hex() + ", cube " + plan->cube + ", " +
                  std::to_string(plan->epsilon) + " thousandths, purpose " + plan->purpose},
             at.wall, turn.writes);
    return turn;
  });
  if (!status) return Fail(status.error());
  (void)services_.turns.Await(kSignaturePatience, [&](const Reader& store) {
    return LoadQuestion(store, key).has_value();
  });
  return Show(services_, key);
}

}  // namespace candour
