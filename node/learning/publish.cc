// Publishing: an approved record becomes one item in each network named.
#include "crypto/random.h"
#include "federation/core/core.h"
#include "federation/feed/leaf.h"
#include "federation/network/audience.h"
#include "node/learning/audit.h"
#include "node/learning/authorise.h"
#include "node/learning/calendar.h"
#include "node/learning/judgement.h"
#include "node/learning/names.h"
#include "node/learning/placements.h"
#include "node/learning/release.h"
#include "node/learning/requests.h"
#include "node/learning/review_handlers.h"
#include "node/learning/rows.h"
#include "node/learning/scrub.h"
#include "node/learning/visibility.h"

namespace candour {
namespace {

using node::v1::StoredRecord;
using storage::Reader;

// Takes what the gatekeepers made: text that was scanned again, and an audience that was decided.
Result<std::string> SerialiseBody(const ScrubbedLearning& scrubbed, const StoredRecord& record,
                                  const node::v1::Release& release) {
  learning::v1::Body body;
  body.set_work_id(record.work_id());
  body.set_language("en-GB");
  *body.mutable_learning() = Coarsen(ReleasedPart(scrubbed.learning()), release);
  std::string bytes = body.SerializeAsString();
  if (bytes.size() > kBodyBytesMax) {
    return Fail(ErrorCode::kFull, "BODY_TOO_LONG",
                "a published body may hold 60 KiB; shorten the record's text");
  }
  return bytes;
}

bool PlacedIn(const StoredRecord& record, const NetworkId& network) {
  for (const auto& placement : record.placements()) {
    if (placement.network_id() == network.view() && placement.withdrawn_at() == 0) return true;
  }
  return false;
}

Status MayPublish(const StoredRecord& record) {
  std::string name = "record " + ShowId(*RecordId::From(record.id()));
  if (record.state() == node::v1::REPORT_STATE_KEPT) {
    return Fail(ErrorCode::kPolicy, "KEPT_STAYS_HERE",
                name + " was kept by the machine alone and never leaves this node");
  }
  if (record.state() == node::v1::REPORT_STATE_WITHDRAWN) {
    return Fail(ErrorCode::kConflict, "WITHDRAWN", name + " was withdrawn; its text is erased");
  }
  return {};
}

Result<LocalTurn> PublishTurn(const Reader& store, const Principal& who, const RecordId& id,
                              const Audience& audience, std::string body, Now now) {
  auto record = LoadRecord(store, id);
  if (!record) return Fail(record.error());
  if (auto may = MayPublish(*record); !may) return Fail(may.error());
  if (PlacedIn(*record, audience.network())) return LocalTurn{};  // Already there.
  ItemPublished event;
  event.network = audience.network();
  event.item = *ItemId::From(crypto::RandomBytes(ItemId::kSize));
  event.salt = crypto::RandomBytes(kSaltBytes);
  event.body = std::move(body);
  event.day = StartOfDay(now.wall);
  auto& placement = *record->add_placements();
  placement.set_network_id(event.network.str());
  placement.set_item_id(event.item.str());
  record->set_state(node::v1::REPORT_STATE_PUBLISHED);
  record->set_revision(record->revision() + 1);
  LocalTurn turn;
  turn.writes.push_back(PutRecord(*record));
  turn.writes.push_back(PutRecordOfItem(event.item, id));
  AddAudit(store, who, {"publish", ShowId(id), "network " + event.network.hex()}, now.wall,
           turn.writes);
  turn.event = std::move(event);
  return turn;
}

bool Signed(Turns& turns, const Reader& store, const RecordId& id) {
  const auto record = LoadRecord(store, id);
  if (!record) return true;
  for (const auto& placement : record->placements()) {
    if (placement.withdrawn_at() == 0 && !PlaceOfPlacement(turns, store, placement)) return false;
  }
  return true;
}

// Whoever asked gets the name of what was signed.
// Where signing is blocked for a reason of its own there is nothing to wait for.
void AwaitSignatures(Turns& turns, const RecordId& id, const std::vector<Audience>& audiences) {
  for (const Audience& audience : audiences) {
    if (!turns.SigningBlocked(audience.network()).empty()) return;
  }
  (void)turns.Await(kSignaturePatience,
                    [&](const Reader& store) { return Signed(turns, store, id); });
}

}  // namespace

Result<node::v1::PublishResponse> ReviewHandlers::Publish(const Principal& who,
                                                          const node::v1::PublishRequest& request) {
  if (auto ok = Authorise(who, UserAction::kPublish); !ok) return Fail(ok.error());
  if (request.networks().empty()) {
    return Fail(ErrorCode::kPolicy, "AUDIENCE_EMPTY",
                "name at least one network; an empty audience is nobody");
  }
  auto snapshot = services_.turns.Snapshot();
  auto id = FindRecord(*snapshot, request.record_id());
  if (!id) return Fail(id.error());
  auto record = LoadRecord(*snapshot, *id);
  if (!record) return Fail(record.error());
  if (auto may = MayPublish(*record); !may) return Fail(may.error());
  auto scrubbed = RescanAll(services_.anonymiser, record->learning());
  if (!scrubbed) return Fail(scrubbed.error());
  const node::v1::Release release = ChooseRelease(*snapshot, ReleasedPart(scrubbed->learning()),
                                                  RecordsHeld(*snapshot));
  auto body = SerialiseBody(*scrubbed, *record, release);
  if (!body) return Fail(body.error());

  // Every network is decided on before the first of them is written to.
  std::vector<Audience> audiences;
  node::v1::PublishResponse response;
  *response.mutable_release() = release;
  for (const auto& name : request.networks()) {
    auto network = FindNetwork(services_.turns, *snapshot, name);
    if (!network) return Fail(network.error());
    auto audience =
        DecideAudience(network->manifest->manifest, network->self, services_.turns.Time().wall);
    if (!audience) return Fail(audience.error());
    ShowAudience(*audience, network->manifest->manifest.name, *response.mutable_audience());
    audiences.push_back(std::move(*audience));
  }
  snapshot.reset();
  if (request.validate_only()) return response;

  for (const Audience& audience : audiences) {
    auto status = services_.turns.Run([&](const Reader& store, Now now) {
      return PublishTurn(store, who, *id, audience, *body, now);
    });
    if (!status) return Fail(status.error());
  }
  AwaitSignatures(services_.turns, *id, audiences);
  auto after = services_.turns.Snapshot();
  auto published = LoadRecord(*after, *id);
  if (!published) return Fail(published.error());
  ShowPlacements(services_.turns, *after, *published, *response.mutable_placements());
  return response;
}

}  // namespace candour
