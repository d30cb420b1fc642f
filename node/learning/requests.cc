#include "node/learning/requests.h"

#include <algorithm>

namespace candour {

Status CheckRequestId(std::string_view request_id) {
  bool printable = std::all_of(request_id.begin(), request_id.end(),
                               [](char c) { return c > 0x20 && c < 0x7f; });
  if (request_id.size() <= 64 && printable) return {};
  return Fail(ErrorCode::kInvalid, "REQUEST_ID_INVALID",
              "request_id must be 1 to 64 printable characters without spaces");
}

std::string RequestKey(const Principal& who, std::string_view request_id) {
  return "request/" + who.user + "/" + std::string(request_id);
}

}  // namespace candour
