// Cosignatures (C2SP tlog-cosignature v1.0.1, protocol section 1.4): type 0x04, over a time and a
// checkpoint's text. The line does not bind the cosigner's name: one key per (member, network).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "crypto/note.h"
#include "crypto/outcome.h"

namespace candour::crypto {

// `time` in POSIX seconds. `checkpoint_text` is the note's text with its last \n.
SignatureLine Cosign(std::string_view name, const PrivateKey& key, std::string_view checkpoint_text,
                     uint64_t time);

// The time of a verifying line.
Outcome<uint64_t> VerifyCosignature(const VerifierKey& key, std::string_view checkpoint_text,
                                    const SignatureLine& line);

// The time a line claims, unverified. Refuses a line of another length than 72 bytes.
Outcome<uint64_t> CosignatureTime(const SignatureLine& line);

}  // namespace candour::crypto
