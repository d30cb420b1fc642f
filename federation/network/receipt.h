// Receipts of a withdrawal: who has signed that it holds no text of it any more, in a file that
// verifies with no node at hand (protocol section 4).
//
//   <manifest note whose members are counted>
//   --
//   <C2SP tlog-proof of the RETRACT leaf, or of a taken-down item, one per cosigned size>
//   -- ...
//
// A proof's `extra` is the leaf itself. A receipt attests; it guarantees nothing. Pure.
#pragma once

#include <string>
#include <vector>

#include "federation/network/manifest.h"

namespace candour {

struct Receipt {
  std::string manifest_note;
  std::vector<std::string> proofs;
};

std::string FormatReceipt(const Receipt& receipt);
// Form only. kInvalid RECEIPT_MALFORMED.
Result<Receipt> ParseReceipt(std::string_view text);

struct CheckedReceipt {
  struct Confirmed {
    std::string member;
    WallSeconds at = 0;  // The newest line's own time.
    uint64_t size = 0;
  };
  std::string network;
  uint64_t manifest_version = 0;
  crypto::Hash manifest_hash;
  std::string publisher;
  std::string origin;
  uint64_t index = 0;  // Of the proven leaf.
  bool takedown = false;
  uint16_t reason = 0;
  uint64_t day = 0;  // Of a RETRACT.
  std::vector<Confirmed> confirmed;  // In the manifest's order.
  std::vector<std::string> silent;
  bool complete() const { return silent.empty(); }
};

// kCorrupt RECEIPT_REFUSED, naming the check that failed: the manifest's own threshold, a proof
// under the feed's key, one leaf in all of them, a withdrawal or a takedown.
Result<CheckedReceipt> CheckReceipt(const Receipt& receipt);

}  // namespace candour
