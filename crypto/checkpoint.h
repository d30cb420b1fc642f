// Checkpoints (C2SP tlog-checkpoint v1.0.0, protocol section 1.3): origin, size and root of a log.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "crypto/merkle.h"
#include "crypto/note.h"
#include "crypto/outcome.h"

namespace candour::crypto {

struct Checkpoint {
  std::string origin;  // also the name of the key that signs it
  uint64_t size = 0;
  Hash root;

  bool operator==(const Checkpoint&) const = default;

  TreeHead head() const { return {.size = size, .root = root}; }
  // The note's text: three lines, each with its \n.
  std::string Format() const;
  // Exactly what Format gives; extension lines are refused.
  static Outcome<Checkpoint> Parse(std::string_view text);
  // The origin's own line, type 0x01, named as the origin.
  SignatureLine Sign(const PrivateKey& key) const;
};

struct SignedCheckpoint {
  Checkpoint checkpoint;
  Note note;  // verified lines only

  bool operator==(const SignedCheckpoint&) const = default;
};

// OpenNote, and the text is a checkpoint, and its origin's own 0x01 line is among those verified.
// The caller still compares checkpoint.origin with the log it asked for.
Outcome<SignedCheckpoint> OpenCheckpoint(std::string_view bytes,
                                         std::span<const VerifierKey> known);

// The note of a checkpoint with the origin's line alone.
std::string SignCheckpoint(const Checkpoint& checkpoint, const PrivateKey& key);

}  // namespace candour::crypto
