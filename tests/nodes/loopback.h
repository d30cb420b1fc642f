// Bare TCP sockets on the loopback interface, for relays between nodes.
#pragma once

#include <string>

#include "federation/base/result.h"

namespace candour::nodes {

struct Listener {
  int fd = -1;  // The caller's to close.
  std::string address;
};
// On a free port.
Result<Listener> ListenOnLoopback();

// To host:port, of which only the port counts; -1 when nobody listens there. The caller's to close.
int ConnectOnLoopback(const std::string& address);

// What is sent goes at once.
void SendAtOnce(int fd);

}  // namespace candour::nodes
