// What this node last signed in each of its own feeds, kept outside the database so that an older
// copy of the database is noticed (protocol section 6, own-feed safety).
//
// The file also names the machine and its own inode: a copy of the data directory on another
// machine, or put back from a file backup, does not match. What follows from a mismatch is the
// caller's to decide, before it calls Record: Record writes the machine and inode of here and now.
// Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "crypto/hash.h"
#include "federation/base/ids.h"
#include "federation/base/result.h"

namespace candour::storage {

struct GuardMark {
  uint64_t size = 0;
  crypto::Hash root;
  bool operator==(const GuardMark&) const = default;
};

struct GuardReport {
  bool present = false;  // False at the first start; then the other fields say nothing.
  bool machine_matches = false;
  bool inode_matches = false;
  bool trusted() const { return present && machine_matches && inode_matches; }
};

class GuardFile {
 public:
  // `machine`: SHA-256 of what identifies this machine, as MachineHash() gives. kCorrupt when the
  // file is there and is not a whole guard file.
  static Result<GuardFile> Load(std::string path, const crypto::Hash& machine);

  const GuardReport& report() const { return report_; }
  const std::map<FeedId, GuardMark>& marks() const { return marks_; }

  // Durable on return. kInvalid when `mark` is smaller than the one that stands: the caller was
  // about to sign a second history.
  Status Record(const FeedId& feed, const GuardMark& mark);

 private:
  GuardFile(std::string path, const crypto::Hash& machine)
      : path_(std::move(path)), machine_(machine) {}
  Status Parse(std::string_view text, uint64_t inode);
  std::string Format(uint64_t inode) const;

  std::string path_;
  crypto::Hash machine_;
  GuardReport report_;
  std::map<FeedId, GuardMark> marks_;
};

// SHA-256 over /etc/machine-id; over nothing when the machine has none.
crypto::Hash MachineHash();

}  // namespace candour::storage
