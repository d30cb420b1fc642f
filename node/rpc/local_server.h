// The node.v1 services on a unix socket, for the people and programs of this organisation.
//
// Every call carries a session (metadata "candour-session") and runs its handler on a worker
// thread, which may block. Every call is finished at Stop().
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "federation/base/result.h"
#include "node/rpc/sessions.h"

namespace candour {
class Workers;
class LearningHandlers;
class ReviewHandlers;
class NetworkHandlers;
class NodeHandlers;
class QueryHandlers;
}  // namespace candour

namespace candour::rpc {

struct LocalHandlers {
  LearningHandlers& learning;
  ReviewHandlers& review;
  NetworkHandlers& network;
  NodeHandlers& node;
  QueryHandlers& query;
};

struct LocalServerOptions {
  std::string socket;  // Path; its file is made 0660 and an old one is replaced.
  int message_bytes_max = 4 << 20;
  std::chrono::milliseconds call_deadline{120'000};
  size_t imports_max = 2;  // At once; each has a thread of its own.
};

class LocalServer {
 public:
  // Everything passed by reference outlives the server.
  static Result<std::unique_ptr<LocalServer>> Start(LocalServerOptions options, Sessions& sessions,
                                                    Workers& workers, LocalHandlers handlers);
  ~LocalServer();  // Stop()s.

  void Stop();

 private:
  class Impl;
  explicit LocalServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace candour::rpc
