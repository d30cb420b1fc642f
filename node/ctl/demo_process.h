// A candourd started for the demo: made, run and waited for until it says that it is ready.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "federation/base/result.h"

namespace candour::ctl {

struct DemoNode {
  std::string code;     // zh1
  std::string name;     // organisation
  std::string address;  // host:port for peers; empty: dials out only
  std::string directory;
  pid_t pid = 0;
};

// A loopback port that is free at this moment.
Result<std::string> FreeAddress();

// As the demo's user: when run as root, children give that up for an unprivileged uid.
// Runs a program to its end; its output goes to `log`. kUnavailable with the log's path otherwise.
Status RunToEnd(const std::vector<std::string>& words, const std::string& log);

// Starts candourd on a node's configuration in a session of its own, waits at most `seconds` for
// its word that it is ready, and fills in the pid.
Status StartNode(const std::string& daemon, DemoNode& node, int seconds);

// SIGTERM, then waits at most `seconds` for its end. True when it is gone.
bool StopProcess(pid_t pid, int seconds);

// Hands a directory to whom the daemons run as.
Status OwnDirectory(const std::string& path);

}  // namespace candour::ctl
