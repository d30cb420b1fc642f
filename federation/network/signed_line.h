// One line that people copy from a node to a governor: PREFIX and base64 of a text and its Ed25519
// signature. Which key has to have signed it stands in the text.
#pragma once

#include <string>
#include <string_view>

#include "crypto/ed25519.h"
#include "crypto/outcome.h"

namespace candour {

struct SignedLine {
  std::string text;
  std::string signature;
};

std::string SealLine(std::string_view prefix, std::string_view text, const crypto::PrivateKey& key);

// Space around the line is passed over. The signature is not checked; the refusal says what is
// wrong with the line.
crypto::Outcome<SignedLine> OpenLine(std::string_view prefix, std::string_view line);

}  // namespace candour
