// How a local call runs: session first, then the handler, both on a worker thread.
// Included by the service files only.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "node/rpc/sessions.h"
#include "node/rpc/unary_call.h"
#include "node/rpc/workers.h"

namespace candour::rpc {

std::string SessionToken(const grpc::CallbackServerContext& context);

struct LocalCalls {
  Sessions& sessions;
  Workers& workers;
  CallTerms terms;

  template <class Handlers, class Request, class Response>
  grpc::ServerUnaryReactor* Run(grpc::CallbackServerContext* context, const Request* request,
                                Response* response, Handlers& handlers,
                                Result<Response> (Handlers::*method)(const Principal&,
                                                                     const Request&)) const {
    const auto call = UnaryCall<Response>::Begin(context, response, terms, {});
    grpc::ServerUnaryReactor* const reactor = call->reactor();
    // The call may be ended by its deadline while the handler runs: it works on its own copy.
    const bool taken =
        workers.Submit([call, &handlers, method, &all = sessions, token = SessionToken(*context),
                        copy = std::make_shared<Request>(*request)] {
          const Result<Principal> who = all.Find(token);
          if (!who) return call->Refuse(LoginNeeded(who.error().message));
          Result<Response> answer = (handlers.*method)(*who, *copy);
          call->Finish([&](Response& out) {
            if (!answer) return ToGrpc(answer.error());
            out.Swap(&*answer);
            return grpc::Status::OK;
          });
        });
    if (!taken) {
      call->Refuse(ToGrpc({ErrorCode::kFull, "NODE_BUSY",
                           "this node has too much to do at the moment; try again shortly"}));
    }
    return reactor;
  }
};

}  // namespace candour::rpc
