// What candourd does with a node that does not run: putting a backup back, and its keys in and out
// of a sealed file.
#pragma once

#include <string>
#include <string_view>

#include "federation/base/result.h"

namespace candour {

struct Restore {
  std::string config;  // Of the node that comes back; its keys are in place already.
  std::string folder;  // Of the backups; empty: the configuration's.
  uint32_t number = 0;  // 0: the newest.
};
// The database comes from the backup, the index goes (it is rebuilt), and every own feed is marked:
// nothing is signed and nothing of others is shown until what the hubs hold has been caught up
// with. Gives what to say. Refuses while the node runs and where there is a database.
Result<std::string> RestoreNode(const Restore& restore);

// Writes keys/ sealed to a new file (an existing one is refused).
Result<std::string> ExportKeys(const std::string& config, const std::string& file,
                               std::string_view passphrase);
// Makes keys/ from such a file; refuses where there are keys.
Result<std::string> ImportKeys(const std::string& config, const std::string& file,
                               std::string_view passphrase);

// From a file (its first line), or typed twice or once at the terminal without being shown.
enum class AskHow { kOnce, kTwice };
Result<std::string> ReadPassphrase(const std::string& file, AskHow how);

}  // namespace candour
