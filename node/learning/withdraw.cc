// Withdrawing: a signed retraction in each network, the text erased here, and who has confirmed.
#include <algorithm>

#include "federation/core/core.h"
#include "federation/feed/leaf.h"
#include "federation/sync/takedowns.h"
#include "node/learning/audit.h"
#include "node/learning/authorise.h"
#include "node/learning/calendar.h"
#include "node/learning/manifest_changes.h"
#include "node/learning/placements.h"
#include "node/learning/reading.h"
#include "node/learning/receipts.h"
#include "node/learning/requests.h"
#include "node/learning/review_handlers.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

using node::v1::StoredRecord;
using storage::Reader;

// A record by its id, or by the name of an item that this node published.
Result<RecordId> OwnRecord(Turns& turns, const Reader& store, const std::string& name) {
  if (name.find('/') == std::string::npos) return FindRecord(store, name);
  auto place = FindItem(turns, store, name);
  if (!place) return Fail(place.error());
  auto record = RecordOfItem(store, place->chain.item);
  if (record && place->publisher.id == place->network.self) return *record;
  return Fail(ErrorCode::kDenied, "NOT_OURS",
              name + " was published by " + place->publisher.name +
                  "; only they can withdraw it - ask them, or a governor of the network");
}

struct Withdrawing {
  RecordId record;
  uint16_t reason = 0;
  std::optional<NetworkId> only;
};

// The next placement that has to be retracted; empty when none is left.
node::v1::StoredPlacement* NextOpen(StoredRecord& record, const Withdrawing& what) {
  for (auto& placement : *record.mutable_placements()) {
    bool named = !what.only || placement.network_id() == what.only->view();
    if (named && placement.withdrawn_at() == 0) return &placement;
  }
  return nullptr;
}

Result<LocalTurn> RetractNext(const Reader& store, const Principal& who, const Withdrawing& what,
                              Now now, std::optional<NetworkId>& done) {
  auto record = LoadRecord(store, what.record);
  if (!record) return Fail(record.error());
  auto* placement = NextOpen(*record, what);
  if (placement == nullptr) return LocalTurn{};
  ItemRetracted event;
  event.network = *NetworkId::From(placement->network_id());
  event.item = *ItemId::From(placement->item_id());
  event.reason = what.reason;
  event.day = StartOfDay(now.wall);
  placement->set_withdrawn_at(event.day);
  placement->set_withdraw_reason(what.reason);
  record->set_revision(record->revision() + 1);
  bool placed = std::any_of(record->placements().begin(), record->placements().end(),
                            [](const auto& p) { return p.withdrawn_at() == 0; });
  if (!placed) record->set_state(node::v1::REPORT_STATE_APPROVED);
  done = event.network;
  LocalTurn turn;
  turn.writes.push_back(PutRecord(*record));
  AddAudit(store, who,
           {"withdraw", ShowId(what.record),
            "network " + event.network.hex() + ", reason " + ReasonText(what.reason)},
           now.wall, turn.writes);
  turn.event = std::move(event);
  return turn;
}

// Everywhere: the record's own text goes too.
Result<LocalTurn> EraseRecord(const Reader& store, const Principal& who, const Withdrawing& what,
                              Now now) {
  auto record = LoadRecord(store, what.record);
  if (!record) return Fail(record.error());
  record->clear_learning();
  record->set_state(node::v1::REPORT_STATE_WITHDRAWN);
  record->set_withdrawn_at(StartOfDay(now.wall));
  record->set_withdraw_reason(what.reason);
  record->set_revision(record->revision() + 1);
  LocalTurn turn;
  turn.writes.push_back(PutRecord(*record));
  turn.after = LocalTurn::After::kSweep;
  AddAudit(store, who, {"erase", ShowId(what.record), ""}, now.wall, turn.writes);
  return turn;
}

// Whether everything of the record that is withdrawn has its retraction in the feed. What never
// left the queue needs none, and where signing is blocked for a reason of its own none comes.
bool RetractionsSigned(Turns& turns, const Reader& store, const RecordId& id) {
  const auto record = LoadRecord(store, id);
  if (!record) return true;
  for (const auto& placement : record->placements()) {
    const auto network = NetworkId::From(placement.network_id());
    if (placement.withdrawn_at() == 0 || !network || !turns.SigningBlocked(*network).empty()) {
      continue;
    }
    const auto place = PlaceOfPlacement(turns, store, placement);
    if (place && !place->chain.retracted) return false;
  }
  return true;
}

Result<std::vector<ItemPlace>> PlacesOf(Turns& turns, const Reader& store,
                                        const std::string& name) {
  std::vector<ItemPlace> places;
  if (name.find('/') != std::string::npos) {
    auto place = FindItem(turns, store, name);
    if (!place) return Fail(place.error());
    places.push_back(std::move(*place));
    return places;
  }
  auto id = FindRecord(store, name);
  if (!id) return Fail(id.error());
  auto record = LoadRecord(store, *id);
  if (!record) return Fail(record.error());
  for (const auto& placement : record->placements()) {
    if (auto place = PlaceOfPlacement(turns, store, placement)) places.push_back(*place);
  }
  return places;
}

}  // namespace

Result<node::v1::WithdrawResponse> ReviewHandlers::Withdraw(
    const Principal& who, const node::v1::WithdrawRequest& request) {
  if (auto ok = Authorise(who, UserAction::kWithdraw); !ok) return Fail(ok.error());
  auto reason = ReasonCode(request.reason());
  if (!reason) return Fail(reason.error());
  Withdrawing what;
  what.reason = *reason;
  {
    auto snapshot = services_.turns.Snapshot();
    auto id = OwnRecord(services_.turns, *snapshot, request.name());
    if (!id) return Fail(id.error());
    what.record = *id;
    if (!request.network().empty()) {
      auto network = FindNetwork(services_.turns, *snapshot, request.network());
      if (!network) return Fail(network.error());
      what.only = network->id;
    }
    auto record = LoadRecord(*snapshot, *id);
    if (record && record->state() == node::v1::REPORT_STATE_WITHDRAWN) {
      return Fail(ErrorCode::kConflict, "WITHDRAWN",
                  request.name() + " was withdrawn on " + DayOf(record->withdrawn_at()));
    }
  }
  // One network a turn; when one fails those before it stay withdrawn and the same call goes on.
  for (;;) {
    std::optional<NetworkId> done;
    auto status = services_.turns.Run(
        [&](const Reader& store, Now now) { return RetractNext(store, who, what, now, done); });
    if (!status) return Fail(status.error());
    if (!done) break;
  }
  if (!what.only) {
    auto status = services_.turns.Run(
        [&](const Reader& store, Now now) { return EraseRecord(store, who, what, now); });
    if (!status) return Fail(status.error());
  }
  (void)services_.turns.Await(kSignaturePatience, [&](const Reader& store) {
    return RetractionsSigned(services_.turns, store, what.record);
  });
  node::v1::WithdrawResponse response;
  auto after = services_.turns.Snapshot();
  if (auto record = LoadRecord(*after, what.record)) {
    ShowPlacements(services_.turns, *after, *record, *response.mutable_placements());
  }
  return response;
}

Result<node::v1::GetWithdrawalResponse> ReviewHandlers::GetWithdrawal(
    const Principal& who, const node::v1::GetWithdrawalRequest& request) {
  if (auto ok = Authorise(who, UserAction::kReadShared); !ok) return Fail(ok.error());
  auto snapshot = services_.turns.Snapshot();
  auto places = PlacesOf(services_.turns, *snapshot, request.name());
  if (!places) return Fail(places.error());
  node::v1::GetWithdrawalResponse response;
  response.set_name(request.name());
  response.set_erased_here(true);
  std::vector<node::v1::Confirmation> rows;
  for (const auto& place : *places) {
    auto item = ReadItem(*snapshot, place);
    if (!item) return Fail(NoItem(request.name()));
    if (!item->withdrawn) continue;
    *response.mutable_withdrawn() = ShowWithdrawal(*item->withdrawn);
    response.set_by_governors(item->withdrawn->by_index == kByTakedown);
    if (item->withdrawn->state != ErasureState::kErased) response.set_erased_here(false);
    for (auto& row : ConfirmationsOf(*snapshot, *item)) rows.push_back(std::move(row));
    if (!request.with_receipts()) continue;
    auto receipt = ReceiptOf(*snapshot, *item);
    if (!receipt) return Fail(receipt.error());
    auto& file = *response.add_receipts();
    file.set_network(place.network.manifest->manifest.name);
    file.set_text(std::move(*receipt));
  }
  if (!response.has_withdrawn()) {
    return Fail(ErrorCode::kNotFound, "NOT_WITHDRAWN", request.name() + " has not been withdrawn");
  }
  // Silent ones first.
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return (a.confirmed_at() == 0) > (b.confirmed_at() == 0);
  });
  response.set_complete(rows.empty() || rows.front().confirmed_at() != 0);
  for (auto& row : rows) *response.add_confirmations() = std::move(row);
  return response;
}

}  // namespace candour
