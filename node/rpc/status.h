// Errors to and from gRPC: the only place that maps codes.
//
// Every error carries one google.rpc.ErrorInfo in its trailer (proto/candour/node/v1/error.proto),
// whose reason is Error.reason.
#pragma once

#include <grpcpp/support/status.h>

#include <string>
#include <string_view>

#include "federation/base/result.h"

namespace candour::rpc {

grpc::Status ToGrpc(const Error& error);

// No session, or one that is over: the caller has to log in (again).
grpc::Status LoginNeeded(std::string_view message);

// What a peer answered. `who` names it in the message. Foreign text is cut to 300 bytes and its
// control characters are replaced; a foreign reason that is not a token becomes "PEER_ERROR".
// CANCELLED, DEADLINE_EXCEEDED and codes we never send become kUnavailable.
Error FromGrpc(const grpc::Status& status, std::string_view who);

}  // namespace candour::rpc
