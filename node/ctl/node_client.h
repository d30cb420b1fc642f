// A logged-in connection from the command line to its own node.
//
// Connect() finds the sockets, logs in at login.sock and keeps the session for the life of the
// object. Calls block. Errors come back with the node's own reason and message; kUnavailable with
// reason NODE_UNREACHABLE when nobody answers. Not thread-safe.
#pragma once

#include <google/protobuf/message.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "candour/node/v1/learning.pb.h"
#include "federation/base/result.h"

namespace candour::ctl {

struct NodeAddress {
  std::string path;  // A node's directory, its run directory or its candour.toml.
  std::string as;    // Act as this user; empty: whom the uid stands for.
};

// The directory that holds candour.sock and login.sock. kNotFound NODE_UNKNOWN names what was
// tried.
Result<std::string> FindRunDir(const std::string& path);

class NodeClient {
 public:
  static Result<std::unique_ptr<NodeClient>> Connect(const NodeAddress& address);
  ~NodeClient();

  // `method` is "LearningService/GetLearning"; the messages must be that method's.
  Status Call(const std::string& method, const google::protobuf::Message& request,
              google::protobuf::Message& response);

  // Streams a file to ImportLearning. `next` gives chunks; an empty one is the end.
  using Chunks = std::function<Result<std::string>()>;
  Result<node::v1::ImportLearningResponse> Import(const node::v1::ImportHeader& header,
                                                  const Chunks& next);

  const std::string& user() const;
  const std::string& run_dir() const;

 private:
  class Impl;
  explicit NodeClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace candour::ctl
