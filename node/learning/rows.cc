#include "node/learning/rows.h"

#include <vector>

#include "crypto/encoding.h"

namespace candour {
namespace {

using storage::LocalFamily;
using storage::LocalWrite;
using storage::Reader;

constexpr size_t kPrefixCharactersMin = 8;
constexpr size_t kIdCharacters = 26;

std::string Key(std::string_view prefix, std::string_view rest) {
  return std::string(prefix) + std::string(rest);
}

template <class Row>
std::optional<Row> LoadMeta(const Reader& store, const std::string& key) {
  auto bytes = store.Get(LocalFamily::kMeta, key);
  Row row;
  if (!bytes || !row.ParseFromString(*bytes)) return std::nullopt;
  return row;
}

template <class Row>
LocalWrite PutMeta(std::string key, const Row& row) {
  return {LocalFamily::kMeta, std::move(key), row.SerializeAsString()};
}

template <class Row>
Result<Row> LoadById(const Reader& store, LocalFamily family, const RecordId& id) {
  const char* what = family == LocalFamily::kDraft ? "draft " : "record ";
  auto bytes = store.Get(family, id.view());
  if (!bytes) {
    return Fail(ErrorCode::kNotFound, "NOT_FOUND", what + ShowId(id) + " is not here");
  }
  Row row;
  if (!row.ParseFromString(*bytes)) {
    return Fail(ErrorCode::kCorrupt, "ROW_CORRUPT",
                what + ShowId(id) + " cannot be read; restore it from a backup");
  }
  return row;
}

// The first 16 bytes that a prefix can stand for: its digits, then zeros.
std::optional<RecordId> LowestWithPrefix(std::string_view shown) {
  std::string padded(shown);
  padded.resize(kIdCharacters, '0');
  auto raw = crypto::Crockford16Decode(padded);
  if (!raw) return std::nullopt;
  return RecordId::From(*raw);
}

// Crockford's base32 as it is shown, so that "o" and "0" name the same thing.
std::optional<std::string> Canonical(std::string_view shown) {
  auto low = LowestWithPrefix(shown);
  if (!low) return std::nullopt;
  return ShowId(*low).substr(0, shown.size());
}

Result<RecordId> FindById(const Reader& store, LocalFamily family, std::string_view shown) {
  std::string what = family == LocalFamily::kDraft ? "draft " : "record ";
  Error absent{ErrorCode::kNotFound, "NOT_FOUND", what + std::string(shown) + " is not here"};
  if (shown.size() < kPrefixCharactersMin || shown.size() > kIdCharacters) return Fail(absent);
  auto canonical = Canonical(shown);
  if (!canonical) return Fail(absent);
  std::vector<RecordId> found;
  store.Scan(family, "", LowestWithPrefix(shown)->view(),
             [&](std::string_view key, std::string_view) {
               auto id = RecordId::From(key);
               if (!id || !ShowId(*id).starts_with(*canonical)) return false;
               found.push_back(*id);
               return found.size() < 2;
             });
  if (found.empty()) return Fail(absent);
  if (found.size() > 1) {
    return Fail(ErrorCode::kConflict, "NAME_AMBIGUOUS",
                what + std::string(shown) + " names more than one; give more characters");
  }
  return found.front();
}

template <class Row>
std::vector<Keyed<Row>> ScanMeta(const Reader& store, std::string_view prefix) {
  std::vector<Keyed<Row>> rows;
  store.Scan(LocalFamily::kMeta, prefix, "", [&](std::string_view key, std::string_view value) {
    Row row;
    if (row.ParseFromString(std::string(value))) {
      rows.push_back({std::string(key.substr(prefix.size())), std::move(row)});
    }
    return true;
  });
  return rows;
}

std::optional<RecordId> LoadIdRow(const Reader& store, const std::string& key) {
  auto bytes = store.Get(LocalFamily::kMeta, key);
  return bytes ? RecordId::From(*bytes) : std::nullopt;
}

}  // namespace

std::string ShowId(const RecordId& id) { return crypto::Crockford16Encode(id.view()); }
std::string ShowItem(const ItemId& item) { return crypto::Crockford16Encode(item.view()); }

Result<node::v1::StoredDraft> LoadDraft(const Reader& store, const DraftId& id) {
  return LoadById<node::v1::StoredDraft>(store, LocalFamily::kDraft, id);
}
LocalWrite PutDraft(const node::v1::StoredDraft& draft) {
  return {LocalFamily::kDraft, draft.id(), draft.SerializeAsString()};
}
LocalWrite DropDraft(const DraftId& id) { return {LocalFamily::kDraft, id.str(), std::nullopt}; }

Result<node::v1::StoredRecord> LoadRecord(const Reader& store, const RecordId& id) {
  return LoadById<node::v1::StoredRecord>(store, LocalFamily::kRecord, id);
}
LocalWrite PutRecord(const node::v1::StoredRecord& record) {
  return {LocalFamily::kRecord, record.id(), record.SerializeAsString()};
}

Result<RecordId> FindDraft(const Reader& store, std::string_view shown) {
  return FindById(store, LocalFamily::kDraft, shown);
}
Result<RecordId> FindRecord(const Reader& store, std::string_view shown) {
  return FindById(store, LocalFamily::kRecord, shown);
}

std::optional<RecordId> RecordOfItem(const Reader& store, const ItemId& item) {
  return LoadIdRow(store, Key("work/", item.view()));
}
LocalWrite PutRecordOfItem(const ItemId& item, const RecordId& record) {
  return {LocalFamily::kMeta, Key("work/", item.view()), record.str()};
}

std::optional<RecordId> RecordOfImport(const Reader& store, std::string_view fingerprint) {
  return LoadIdRow(store, Key("import/", fingerprint));
}
LocalWrite PutRecordOfImport(std::string_view fingerprint, const RecordId& record) {
  return {LocalFamily::kMeta, Key("import/", fingerprint), record.str()};
}

std::optional<node::v1::StoredUser> LoadUser(const Reader& store, std::string_view name) {
  return LoadMeta<node::v1::StoredUser>(store, Key("user/", name));
}
std::vector<node::v1::StoredUser> LoadUsers(const Reader& store) {
  std::vector<node::v1::StoredUser> users;
  for (auto& [key, row] : ScanMeta<node::v1::StoredUser>(store, "user/")) {
    users.push_back(std::move(row));
  }
  return users;
}
LocalWrite PutUser(const node::v1::StoredUser& user) {
  return PutMeta(Key("user/", user.user().name()), user);
}

std::optional<node::v1::StoredMembership> LoadMembership(const Reader& store,
                                                         const NetworkId& network) {
  return LoadMeta<node::v1::StoredMembership>(store, Key("own/", network.view()));
}
std::vector<std::pair<NetworkId, node::v1::StoredMembership>> LoadMemberships(const Reader& store) {
  std::vector<std::pair<NetworkId, node::v1::StoredMembership>> out;
  for (auto& [key, row] : ScanMeta<node::v1::StoredMembership>(store, "own/")) {
    if (auto network = NetworkId::From(key)) out.emplace_back(*network, std::move(row));
  }
  return out;
}
LocalWrite PutMembership(const NetworkId& network, const node::v1::StoredMembership& membership) {
  return PutMeta(Key("own/", network.view()), membership);
}

std::optional<node::v1::StoredSigned> LoadSigned(const Reader& store, const NetworkId& network,
                                                 uint64_t version) {
  return LoadMeta<node::v1::StoredSigned>(store,
                                          Key("signed/", network.str() + crypto::U64(version)));
}
LocalWrite PutSigned(const NetworkId& network, uint64_t version,
                     const node::v1::StoredSigned& row) {
  return PutMeta(Key("signed/", network.str() + crypto::U64(version)), row);
}

std::optional<node::v1::StoredTicket> LoadTicket(const Reader& store, std::string_view spki) {
  return LoadMeta<node::v1::StoredTicket>(store, Key("ticket/", spki));
}
LocalWrite PutTicket(const node::v1::StoredTicket& ticket) {
  return PutMeta(Key("ticket/", ticket.spki_sha256()), ticket);
}
std::vector<Keyed<node::v1::StoredPending>> LoadPending(const Reader& store) {
  return ScanMeta<node::v1::StoredPending>(store, "pending/");
}
LocalWrite PutPending(std::string_view id, const node::v1::StoredPending& pending) {
  return PutMeta(Key("pending/", id), pending);
}
LocalWrite DropPending(std::string_view id) {
  return {LocalFamily::kMeta, Key("pending/", id), std::nullopt};
}
std::vector<node::v1::StoredJoin> LoadJoins(const Reader& store) {
  std::vector<node::v1::StoredJoin> joins;
  for (auto& [key, row] : ScanMeta<node::v1::StoredJoin>(store, "join/")) {
    joins.push_back(std::move(row));
  }
  return joins;
}
LocalWrite PutJoin(const node::v1::StoredJoin& join) {
  return PutMeta(Key("join/", join.network_id()), join);
}
LocalWrite DropJoin(const NetworkId& network) {
  return {LocalFamily::kMeta, Key("join/", network.view()), std::nullopt};
}

}  // namespace candour
