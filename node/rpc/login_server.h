// login.sock: tells who connects by SO_PEERCRED and hands out a session.
//
// One line in, one line out, then the connection closes:
//   "CANDOUR1 <user or ->\n"  ->  "OK <64 hex> <user> <role,role>\n"  or  "ERR <sentence>\n"
// A connection has one second; they are served one after the other on one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "node/rpc/sessions.h"

namespace candour::rpc {

// The answer to one line (with or without its end) from `uid`.
std::string AnswerLogin(Sessions& sessions, uint32_t uid, std::string_view line);

class LoginServer {
 public:
  // Replaces a socket file that is left over. kUnavailable when it cannot listen there.
  static Result<std::unique_ptr<LoginServer>> Start(const std::string& path, Sessions& sessions);
  ~LoginServer();  // Stops, and removes the socket file.

 private:
  class Impl;
  explicit LoginServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace candour::rpc
