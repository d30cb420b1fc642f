// Cosignatures on their way: what both ends know anyway does not travel. The name stands in the
// manifest, the head's text follows from the tree that the receiver holds.
//
// Pure and thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crypto/ed25519.h"
#include "crypto/note.h"
#include "federation/base/bytes.h"
#include "federation/base/ids.h"

namespace candour {

using crypto::kSignatureBytes;  // Ed25519.

struct Cosignature {
  uint32_t key_id = 0;  // Which key of the manifest; two may share it.
  uint64_t time = 0;    // POSIX seconds
  Bytes signature;      // kSignatureBytes

  bool operator==(const Cosignature&) const = default;
};

// Cosignatures of one head of one feed. Its root is not said: they verify against the one held.
struct CosignedHead {
  FeedId feed;
  uint64_t size = 0;
  std::vector<Cosignature> lines;
};

// Of a stored line (protocol section 1.4); empty when it is of another form.
std::optional<Cosignature> CosignatureOf(BytesView line);
// As a note holds it, under that name.
crypto::SignatureLine LineOf(const Cosignature& cosignature, const std::string& name);

}  // namespace candour
