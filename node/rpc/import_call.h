// ImportLearning at the server: a stream of chunks, pulled by a handler on a thread of its own.
// Included by learning_service.cc only.
#pragma once

#include <grpcpp/support/server_callback.h>

#include "candour/node/v1/learning.pb.h"
#include "node/learning/learning_handlers.h"
#include "node/rpc/local_calls.h"

namespace candour::rpc {

grpc::ServerReadReactor<node::v1::ImportLearningRequest>* BeginImport(
    grpc::CallbackServerContext* context, node::v1::ImportLearningResponse* response,
    const LocalCalls& calls, Workers& importers, LearningHandlers& handlers);

}  // namespace candour::rpc
