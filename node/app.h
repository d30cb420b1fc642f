// A running node: opens everything, wires it by hand, takes it down again.
#pragma once

#include <memory>
#include <string>

#include "config/options.h"
#include "federation/base/result.h"
#include "node/opened.h"

namespace candour {

extern const char kVersion[];  // "0.1.0"

class App {
 public:
  // `options` with resolved paths. When this returns, peers and people are served. Errors name the
  // file or address and the next step; nothing runs then.
  static Result<std::unique_ptr<App>> Start(const config::NodeOptions& options, Place place);
  ~App();  // Stop()s.

  // "candour.sock, login.sock and 0.0.0.0:7443".
  std::string Sockets() const;
  int peer_port() const;  // 0 when it only dials out.
  // Ends everything begun in order. Takes well under 5 s unless the disk hangs.
  void Stop();

 private:
  class Impl;
  explicit App(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace candour
