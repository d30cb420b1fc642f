// Typed access to the rows that only this node has: keys, encodings and the shapes in stored.proto.
//
// Load functions give kNotFound for an absent row and kCorrupt for one that does not parse; Put and
// Drop functions give the write to add to a turn.
#pragma once

#include <optional>
#include <string>

#include "candour/node/v1/stored.pb.h"
#include "federation/base/ids.h"
#include "federation/base/result.h"
#include "node/storage/local_rows.h"

namespace candour {

using DraftId = RecordId;  // An approved draft keeps its id.

std::string ShowId(const RecordId& id);  // 26 characters of Crockford's base32.
std::string ShowItem(const ItemId& item);

Result<node::v1::StoredDraft> LoadDraft(const storage::Reader& store, const DraftId& id);
storage::LocalWrite PutDraft(const node::v1::StoredDraft& draft);
storage::LocalWrite DropDraft(const DraftId& id);

Result<node::v1::StoredRecord> LoadRecord(const storage::Reader& store, const RecordId& id);
storage::LocalWrite PutRecord(const node::v1::StoredRecord& record);

// The draft or record that a full id or a unique prefix of at least 8 characters names; kNotFound,
// or kConflict when the prefix is not unique.
Result<RecordId> FindDraft(const storage::Reader& store, std::string_view shown);
Result<RecordId> FindRecord(const storage::Reader& store, std::string_view shown);

std::optional<RecordId> RecordOfItem(const storage::Reader& store, const ItemId& item);
storage::LocalWrite PutRecordOfItem(const ItemId& item, const RecordId& record);

std::optional<RecordId> RecordOfImport(const storage::Reader& store, std::string_view fingerprint);
storage::LocalWrite PutRecordOfImport(std::string_view fingerprint, const RecordId& record);

std::optional<node::v1::StoredUser> LoadUser(const storage::Reader& store, std::string_view name);
std::vector<node::v1::StoredUser> LoadUsers(const storage::Reader& store);
storage::LocalWrite PutUser(const node::v1::StoredUser& user);

std::optional<node::v1::StoredMembership> LoadMembership(const storage::Reader& store,
                                                         const NetworkId& network);
std::vector<std::pair<NetworkId, node::v1::StoredMembership>> LoadMemberships(
    const storage::Reader& store);
storage::LocalWrite PutMembership(const NetworkId& network,
                                  const node::v1::StoredMembership& membership);

// Which text of a version this node's governor key has signed.
std::optional<node::v1::StoredSigned> LoadSigned(const storage::Reader& store,
                                                 const NetworkId& network, uint64_t version);
storage::LocalWrite PutSigned(const NetworkId& network, uint64_t version,
                              const node::v1::StoredSigned& row);

// Rows under "ticket/", "pending/" and "join/", by the rest of their key.
template <class Row>
struct Keyed {
  std::string key;
  Row row;
};
std::optional<node::v1::StoredTicket> LoadTicket(const storage::Reader& store,
                                                 std::string_view spki);
storage::LocalWrite PutTicket(const node::v1::StoredTicket& ticket);
std::vector<Keyed<node::v1::StoredPending>> LoadPending(const storage::Reader& store);
storage::LocalWrite PutPending(std::string_view id, const node::v1::StoredPending& pending);
storage::LocalWrite DropPending(std::string_view id);
std::vector<node::v1::StoredJoin> LoadJoins(const storage::Reader& store);
storage::LocalWrite PutJoin(const node::v1::StoredJoin& join);
storage::LocalWrite DropJoin(const NetworkId& network);

}  // namespace candour
