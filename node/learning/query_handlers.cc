#include "node/learning/query_handlers.h"

#include <algorithm>
#include <set>

#include "crypto/encoding.h"
#include "node/learning/audit.h"
#include "node/learning/authorise.h"
#include "node/learning/question_view.h"

namespace candour {
namespace {

using storage::Reader;

constexpr size_t kPageDefault = 50;
constexpr size_t kPageMax = 200;

struct Line {
  QuestionKey key;
  node::v1::StoredQuestion question;
  NetworkView network;
};

// Newest first; of equal age by name.
std::vector<Line> Ledger(Turns& turns, const Reader& store, const std::string& network) {
  std::vector<Line> lines;
  for (auto& [key, question] : LoadQuestions(store)) {
    auto view = NetworkById(turns, store, key.network);
    if (!view) continue;
    const std::string& name = view->manifest->manifest.name;
    if (!network.empty() && Slug(name) != Slug(network) && view->id.hex() != network) continue;
    lines.push_back({key, std::move(question), std::move(*view)});
  }
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    if (a.question.received_at() != b.question.received_at()) {
      return a.question.received_at() > b.question.received_at();
    }
    return a.key < b.key;
  });
  return lines;
}

}  // namespace

Result<node::v1::ListCubesResponse> QueryHandlers::ListCubes(const Principal& who,
                                                             const node::v1::ListCubesRequest&) {
  if (auto ok = Authorise(who, UserAction::kReadNetworks); !ok) return Fail(ok.error());
  node::v1::ListCubesResponse response;
  for (const query::Cube& cube : query::Cubes()) ShowCube(cube, *response.add_cubes());
  return response;
}

Result<node::v1::ListLedgerResponse> QueryHandlers::ListLedger(
    const Principal& who, const node::v1::ListLedgerRequest& request) {
  if (auto ok = Authorise(who, UserAction::kReadNetworks); !ok) return Fail(ok.error());
  const auto snapshot = services_.turns.Snapshot();
  const std::vector<Line> lines = Ledger(services_.turns, *snapshot, request.network());
  const uint64_t from = crypto::ParseDecimal(request.page_token()).value_or(0);
  if (!request.page_token().empty() && !crypto::ParseDecimal(request.page_token())) {
    return Fail(ErrorCode::kInvalid, "PAGE_TOKEN_INVALID",
                "the page token is not one that this node gave out; begin without it");
  }
  const size_t size = request.page_size() == 0
                          ? kPageDefault
                          : std::min<size_t>(request.page_size(), kPageMax);
  node::v1::ListLedgerResponse response;
  for (size_t i = from; i < lines.size() && i < from + size; ++i) {
    ShowQuestion({lines[i].key, lines[i].question, lines[i].network},
                 services_.turns.Time().wall, *response.add_questions());
  }
  if (from + size < lines.size()) response.set_next_page_token(std::to_string(from + size));
  return response;
}

Result<node::v1::GetBudgetResponse> QueryHandlers::GetBudget(const Principal& who,
                                                             const node::v1::GetBudgetRequest&) {
  if (auto ok = Authorise(who, UserAction::kReadBudget); !ok) return Fail(ok.error());
  const auto snapshot = services_.turns.Snapshot();
  const query::BudgetLedger ledger = desk_.Ledger(*snapshot);
  std::set<int32_t> quarters;
  for (const query::Charge& charge : LoadCharges(*snapshot)) quarters.insert(charge.quarter);
  node::v1::GetBudgetResponse response;
  response.set_per_quarter(desk_.Budget(*snapshot).per_quarter);
  for (const int32_t quarter : quarters) {
    auto& shown = *response.add_quarters();
    shown.set_quarter(query::FormatPeriod({query::PeriodUnit::kQuarter, quarter}));
    shown.set_spent(ledger.Spent(quarter));
    for (const NetworkView& network : Networks(services_.turns, *snapshot)) {
      auto& share = *shown.add_networks();
      share.set_network(network.manifest->manifest.name);
      share.set_left(ledger.Left(quarter, network.id));
    }
  }
  return response;
}

Result<node::v1::DecideQuestionResponse> QueryHandlers::DecideQuestion(
    const Principal& who, const node::v1::DecideQuestionRequest& request) {
  if (auto ok = Authorise(who, UserAction::kDecideQuestions); !ok) return Fail(ok.error());
  if (request.decision() == node::v1::QUESTION_DECISION_UNSPECIFIED) {
    return Fail(ErrorCode::kInvalid, "DECISION_MISSING", "say whether to answer or to decline");
  }
  const auto key = FindQuestion(*services_.turns.Snapshot(), request.name());
  if (!key) return Fail(key.error());
  const Status done = services_.turns.Run([&](const Reader& store, Now now) -> Result<LocalTurn> {
    LocalTurn turn;
    auto question = LoadQuestion(store, *key);
    if (!question || !question->report_note().empty()) {
      return Fail(ErrorCode::kConflict, "DECIDED_ALREADY",
                  "this node has answered or declined that question; what was said stays said");
    }
    question->set_owner(request.decision());
    turn.writes.push_back(PutQuestion(*key, *question));
    AddAudit(store, who,
             {"query.decide", crypto::HexEncode(key->plan.view()).substr(0, 16),
              request.decision() == node::v1::QUESTION_DECISION_APPROVED ? "approved" : "declined"},
             now.wall, turn.writes);
    return turn;
  });
  if (!done) return Fail(done.error());
  const auto snapshot = services_.turns.Snapshot();
  const auto question = LoadQuestion(*snapshot, *key);
  const auto network = NetworkById(services_.turns, *snapshot, key->network);
  node::v1::DecideQuestionResponse response;
  if (question && network) {
    ShowQuestion({*key, *question, *network}, services_.turns.Time().wall,
                 *response.mutable_question());
  }
  return response;
}

}  // namespace candour
