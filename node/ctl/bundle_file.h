// A bundle as a file: read record by record in bounded memory, and verified without a node.
#pragma once

#include <fstream>
#include <optional>
#include <string>

#include "federation/sync/bundle_check.h"

namespace candour::ctl {

class BundleFile {
 public:
  // kNotFound FILE_UNREADABLE, kInvalid BUNDLE_DAMAGED when it does not begin as a bundle does.
  static Result<BundleFile> Open(const std::string& path);

  // The next record's own bytes; empty at the end.
  Result<std::string> Next();

 private:
  explicit BundleFile(std::ifstream in) : in_(std::move(in)) {}

  std::ifstream in_;
};

// Everything in it, as BundleCheck does.
Result<BundleSummary> VerifyBundle(const std::string& path,
                                   const std::optional<crypto::Hash>& genesis);

}  // namespace candour::ctl
