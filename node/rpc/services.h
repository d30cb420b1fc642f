// One function for each service of the local socket. What is passed outlives the service.
// Included by local_server.cc and the service files only.
#pragma once

#include <grpcpp/impl/codegen/service_type.h>

#include <memory>

#include "node/rpc/local_calls.h"
#include "node/rpc/local_server.h"

namespace candour::rpc {

std::unique_ptr<grpc::Service> MakeLearningService(const LocalCalls& calls, Workers& importers,
                                                   LearningHandlers& handlers);
std::unique_ptr<grpc::Service> MakeReviewService(const LocalCalls& calls, ReviewHandlers& handlers);
std::unique_ptr<grpc::Service> MakeNetworkService(const LocalCalls& calls,
                                                  NetworkHandlers& handlers);
std::unique_ptr<grpc::Service> MakeQueryService(const LocalCalls& calls, QueryHandlers& handlers);
std::unique_ptr<grpc::Service> MakeNodeService(const LocalCalls& calls, NodeHandlers& handlers);

}  // namespace candour::rpc
