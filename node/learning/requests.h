// Request ids: the same id from the same user within a day gets the first answer again.
#pragma once

#include <string>

#include "candour/node/v1/stored.pb.h"
#include "node/learning/ports.h"

namespace candour {

inline constexpr WallSeconds kRequestRemembered = 86400;

// kInvalid for an id that is too long or not printable.
Status CheckRequestId(std::string_view request_id);

std::string RequestKey(const Principal& who, std::string_view request_id);

// True and fills `response` when this request was answered before.
template <class Response>
bool Replayed(const storage::Reader& store, const Principal& who, std::string_view request_id,
              WallSeconds now, Response& response) {
  if (request_id.empty()) return false;
  auto bytes = store.Get(storage::LocalFamily::kMeta, RequestKey(who, request_id));
  node::v1::StoredRequest row;
  return bytes && row.ParseFromString(*bytes) && row.at() + kRequestRemembered > now &&
         response.ParseFromString(row.response());
}

// Only for responses without record text: they stay in the store for a day.
template <class Response>
void Remember(const Principal& who, std::string_view request_id, WallSeconds now,
              const Response& response, storage::LocalWrites& writes) {
  if (request_id.empty()) return;
  node::v1::StoredRequest row;
  row.set_at(now);
  row.set_response(response.SerializeAsString());
  writes.push_back(
      {storage::LocalFamily::kMeta, RequestKey(who, request_id), row.SerializeAsString()});
}

}  // namespace candour
