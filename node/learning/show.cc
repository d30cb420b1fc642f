// Reading one piece of learning: this node's own record, or an item of a network.
#include "node/learning/authorise.h"
#include "node/learning/drafts.h"
#include "node/learning/learning_handlers.h"
#include "node/learning/placements.h"
#include "node/learning/reading.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

using storage::Reader;

Result<node::v1::GetLearningResponse> ShowRecord(const Services& services, const Reader& store,
                                                 const std::string& name) {
  auto id = FindRecord(store, name);
  if (!id) return Fail(id.error());
  auto record = LoadRecord(store, *id);
  if (!record) return Fail(record.error());
  if (MayBeWithdrawn(services.turns, store, *record)) {
    return Fail(ErrorCode::kUnavailable, "CATCHING_UP",
                name + " is not shown before this node has caught up: candour status");
  }
  node::v1::GetLearningResponse response;
  response.set_name(ShowId(*id));
  response.set_record_id(ShowId(*id));
  response.set_state(record->state());
  response.set_organisation(services.organisation);
  response.set_etag(Etag(record->revision()));
  if (record->state() != node::v1::REPORT_STATE_WITHDRAWN) {
    *response.mutable_learning() = record->learning();
  }
  ShowPlacements(services.turns, store, *record, *response.mutable_placements());
  return response;
}

void ShowItem(const Reader& store, const VisibleItem& item,
              node::v1::GetLearningResponse& response) {
  response.set_name(ItemName(item.place));
  response.set_organisation(item.place.publisher.name);
  *response.add_placements() = ShowPlacement(store, item);
  response.set_state(item.withdrawn ? node::v1::REPORT_STATE_WITHDRAWN
                                    : node::v1::REPORT_STATE_PUBLISHED);
  if (!item.body) return;
  if (item.body->has_learning()) *response.mutable_learning() = item.body->learning();
  if (item.body->has_response()) *response.mutable_response() = item.body->response();
}

}  // namespace

Result<node::v1::GetLearningResponse> LearningHandlers::GetLearning(
    const Principal& who, const node::v1::GetLearningRequest& request) {
  if (auto ok = Authorise(who, UserAction::kReadShared); !ok) return Fail(ok.error());
  auto snapshot = services_.turns.Snapshot();
  if (request.name().find('/') == std::string::npos) {
    return ShowRecord(services_, *snapshot, request.name());
  }
  auto place = FindItem(services_.turns, *snapshot, request.name());
  if (!place) return Fail(place.error());
  auto item = ReadItem(*snapshot, *place);
  if (!item) return Fail(NoItem(request.name()));
  if (!item->withdrawn && !item->problem.empty()) {
    return Fail(ErrorCode::kUnavailable, "TEXT_MISSING",
                request.name() + ": " + item->problem + "; candour peer sync-now asks again");
  }
  node::v1::GetLearningResponse response;
  ShowItem(*snapshot, *item, response);
  if (place->publisher.id == place->network.self) {
    if (auto record = RecordOfItem(*snapshot, place->chain.item)) {
      response.set_record_id(candour::ShowId(*record));
    }
  }
  return response;
}

}  // namespace candour
