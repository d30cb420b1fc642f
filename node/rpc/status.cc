#include "node/rpc/status.h"

#include <algorithm>

#include "candour/node/v1/error.pb.h"

namespace candour::rpc {
namespace {

constexpr char kInfoType[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr size_t kForeignTextMax = 300;
constexpr size_t kReasonMax = 64;

grpc::StatusCode CodeOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalid:
      return grpc::StatusCode::INVALID_ARGUMENT;
    case ErrorCode::kNotFound:
      return grpc::StatusCode::NOT_FOUND;
    case ErrorCode::kDenied:
      return grpc::StatusCode::PERMISSION_DENIED;
    case ErrorCode::kConflict:
      return grpc::StatusCode::ABORTED;
    case ErrorCode::kFull:
      return grpc::StatusCode::RESOURCE_EXHAUSTED;
    case ErrorCode::kUnavailable:
      return grpc::StatusCode::UNAVAILABLE;
    case ErrorCode::kCorrupt:
      return grpc::StatusCode::DATA_LOSS;
    case ErrorCode::kPolicy:
      return grpc::StatusCode::FAILED_PRECONDITION;
  }
  return grpc::StatusCode::UNKNOWN;
}

ErrorCode CodeOf(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::OUT_OF_RANGE:
    case grpc::StatusCode::UNIMPLEMENTED:
      return ErrorCode::kInvalid;
    case grpc::StatusCode::NOT_FOUND:
      return ErrorCode::kNotFound;
    case grpc::StatusCode::PERMISSION_DENIED:
    case grpc::StatusCode::UNAUTHENTICATED:
      return ErrorCode::kDenied;
    case grpc::StatusCode::ABORTED:
    case grpc::StatusCode::ALREADY_EXISTS:
      return ErrorCode::kConflict;
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return ErrorCode::kFull;
    case grpc::StatusCode::DATA_LOSS:
      return ErrorCode::kCorrupt;
    case grpc::StatusCode::FAILED_PRECONDITION:
      return ErrorCode::kPolicy;
    default:
      return ErrorCode::kUnavailable;
  }
}

grpc::Status Make(grpc::StatusCode code, std::string_view kind, std::string_view reason,
                  std::string_view message) {
  node::v1::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain("candour");
  (*info.mutable_metadata())["code"] = std::string(kind);
  node::v1::ErrorTrailer trailer;
  trailer.set_code(code);
  trailer.set_message(std::string(message));
  node::v1::ErrorDetail* detail = trailer.add_details();
  detail->set_type_url(kInfoType);
  detail->set_value(info.SerializeAsString());
  return grpc::Status(code, std::string(message), trailer.SerializeAsString());
}

bool IsToken(std::string_view reason) {
  return !reason.empty() && reason.size() <= kReasonMax &&
         std::all_of(reason.begin(), reason.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

std::string ReasonIn(const std::string& trailer_bytes) {
  constexpr size_t kTrailerMax = 8192;
  node::v1::ErrorTrailer trailer;
  node::v1::ErrorInfo info;
  if (trailer_bytes.size() > kTrailerMax || !trailer.ParseFromString(trailer_bytes)) return {};
  for (const node::v1::ErrorDetail& detail : trailer.details()) {
    if (detail.type_url() != kInfoType || !info.ParseFromString(detail.value())) continue;
    return IsToken(info.reason()) ? info.reason() : "PEER_ERROR";
  }
  return {};
}

std::string Printable(std::string_view text) {
  std::string out(text.substr(0, kForeignTextMax));
  for (char& c : out) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7f) c = '?';
  }
  return out;
}

const char* FallbackReason(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return "PEER_SILENT";
    case grpc::StatusCode::CANCELLED:
      return "PEER_GONE";
    case grpc::StatusCode::UNAVAILABLE:
      return "PEER_UNREACHABLE";
    default:
      return "PEER_ERROR";
  }
}

}  // namespace

grpc::Status ToGrpc(const Error& error) {
  return Make(CodeOf(error.code), CodeName(error.code), error.reason, error.message);
}

grpc::Status LoginNeeded(std::string_view message) {
  return Make(grpc::StatusCode::UNAUTHENTICATED, "DENIED", "SESSION_REQUIRED", message);
}

Error FromGrpc(const grpc::Status& status, std::string_view who) {
  Error error;
  error.code = CodeOf(status.error_code());
  error.reason = ReasonIn(status.error_details());
  if (error.reason.empty()) error.reason = FallbackReason(status.error_code());
  error.message = std::string(who) + ": " + Printable(status.error_message());
  return error;
}

}  // namespace candour::rpc
