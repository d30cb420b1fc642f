// The file that `show --proof` writes: everything needed to check one item with no node at hand.
//
//   candour-proof/v1
//   leaf <base64>
//   [blob <base64>]            absent once withdrawn
//   [retract-leaf <base64>]    then the bundle proves this leaf
//   manifest <base64 of a signed note>    one line a version, from the first to the one in force
//   bundle <base64 of a C2SP tlog-proof>
#pragma once

#include <string>
#include <vector>

#include "candour/node/v1/learning.pb.h"
#include "federation/base/result.h"

namespace candour::ctl {

std::string FormatProofFile(const node::v1::GetProofResponse& proof);
// kInvalid for anything but the lines above, in that order, with strict base64.
Result<node::v1::GetProofResponse> ParseProofFile(const std::string& text);

// What a checked proof says. All of it follows from the first manifest in the file; whether that is
// the network's is for the reader to compare by `genesis`.
struct CheckedProof {
  std::string network;
  std::string organisation;
  std::string genesis;  // hex: hash of the network's first manifest
  uint64_t manifest_version = 0;
  std::string origin;
  uint64_t index = 0;
  uint64_t size = 0;
  int64_t day = 0;
  std::vector<std::string> seen_by;  // Members whose cosignature verifies.
  std::string title;
  bool withdrawn = false;
  int64_t withdrawn_day = 0;
  std::string reason;
};
// kCorrupt with the name of the check that failed: MANIFEST, CHECKPOINT, INCLUSION, LEAF, BODY.
Result<CheckedProof> CheckProof(const node::v1::GetProofResponse& proof);

std::string ShowChecked(const CheckedProof& checked);

}  // namespace candour::ctl
