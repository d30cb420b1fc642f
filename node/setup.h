// Before and beside running: reading the configuration, making a new node, checking one.
#pragma once

#include <string>
#include <vector>

#include "config/options.h"
#include "federation/base/result.h"

namespace candour {

// The options of a configuration file, paths resolved. kInvalid lists every problem with its line.
Result<config::NodeOptions> ReadConfig(const std::string& path);

// Root works for whoever owns the directory or file: takes over that identity for good. Nothing for
// anybody else.
Status BecomeOwner(const std::string& path);

struct NewNode {
  std::string directory;  // Made when absent; must not hold a node yet.
  std::string organisation;
  std::string listen;  // host:port, or empty: dials out only.
};
// Configuration, data directory, keys. Run as root, everything is made for the directory's owner.
// Gives what to say to whoever did it.
Result<std::string> InitNode(const NewNode& node);

// Everything that is wrong with a node that does not run; empty when it may start. Changes nothing.
std::vector<std::string> CheckNode(const std::string& config_path);

}  // namespace candour
