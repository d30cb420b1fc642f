#include "federation/base/result.h"

namespace candour {

const char* CodeName(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalid:
      return "INVALID";
    case ErrorCode::kNotFound:
      return "NOT_FOUND";
    case ErrorCode::kDenied:
      return "DENIED";
    case ErrorCode::kConflict:
      return "CONFLICT";
    case ErrorCode::kFull:
      return "FULL";
    case ErrorCode::kUnavailable:
      return "UNAVAILABLE";
    case ErrorCode::kCorrupt:
      return "CORRUPT";
    case ErrorCode::kPolicy:
      return "POLICY";
  }
  return "UNKNOWN";
}

}  // namespace candour
