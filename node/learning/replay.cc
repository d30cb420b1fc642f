#include "node/learning/replay.h"

#include <algorithm>
#include <vector>

#include "node/learning/audit.h"
#include "node/learning/calendar.h"
#include "node/learning/names.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

using node::v1::StoredPlacement;
using node::v1::StoredRecord;
using storage::Reader;

// The retraction that our feed holds of a placement which the record still believes in.
std::optional<Retraction> Missed(const NetworkView& network, const Reader& store,
                                 const StoredPlacement& placement) {
  const auto item = ItemId::From(placement.item_id());
  if (!item || placement.withdrawn_at() != 0 || placement.network_id() != network.id.view()) {
    return std::nullopt;
  }
  for (const FeedId& feed : FeedsOf(network.manifest->manifest, network.self)) {
    const auto chain = store.Chain(feed, *item);
    if (!chain || !chain->retracted || chain->versions.empty()) continue;
    return store.RetractionOf(feed, chain->versions.back());
  }
  return std::nullopt;
}

bool AnyMissed(const NetworkView& network, const Reader& store, const StoredRecord& record) {
  return std::any_of(
      record.placements().begin(), record.placements().end(),
      [&](const auto& placement) { return Missed(network, store, placement).has_value(); });
}

std::vector<RecordId> RecordsToMend(const NetworkView& network, const Reader& store) {
  std::vector<RecordId> ids;
  const auto look = [&](std::string_view key, std::string_view row) {
    StoredRecord record;
    const auto id = RecordId::From(key);
    if (id && record.ParseFromString(std::string(row)) && AnyMissed(network, store, record)) {
      ids.push_back(*id);
    }
    return true;
  };
  store.Scan(storage::LocalFamily::kRecord, "", "", look);
  return ids;
}

LocalTurn Mend(const NetworkView& network, const Reader& store, const RecordId& id, Now now) {
  LocalTurn turn;
  auto record = LoadRecord(store, id);
  if (!record) return turn;
  for (auto& placement : *record->mutable_placements()) {
    const auto missed = Missed(network, store, placement);
    if (!missed) continue;
    placement.set_withdrawn_at(static_cast<int64_t>(missed->day));
    placement.set_withdraw_reason(missed->reason);
    record->set_withdraw_reason(missed->reason);
  }
  const bool placed = std::any_of(record->placements().begin(), record->placements().end(),
                                  [](const auto& p) { return p.withdrawn_at() == 0; });
  record->set_revision(record->revision() + 1);
  if (!placed) {
    record->clear_learning();
    record->set_state(node::v1::REPORT_STATE_WITHDRAWN);
    record->set_withdrawn_at(StartOfDay(now.wall));
    turn.after = LocalTurn::After::kSweep;
  }
  turn.writes.push_back(PutRecord(*record));
  AddAudit(store, {"node", "", {}},
           {"withdraw.replay", ShowId(id), placed ? "network " + network.id.hex() : "erased"},
           now.wall, turn.writes);
  return turn;
}

}  // namespace

Result<uint64_t> ReplayWithdrawals(Turns& turns, const NetworkId& network) {
  auto view = FindNetwork(turns, *turns.Snapshot(), network.hex());
  if (!view) return Fail(view.error());
  const std::vector<RecordId> ids = RecordsToMend(*view, *turns.Snapshot());
  for (const RecordId& id : ids) {
    Status mended = turns.Run([&](const Reader& store, Now now) {
      return Result<LocalTurn>(Mend(*view, store, id, now));
    });
    if (!mended) return Fail(mended.error());
  }
  return ids.size();
}

}  // namespace candour
