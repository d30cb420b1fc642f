// The key folder as one file, sealed with a passphrase: for a safe, away from every backup.
//
// Text: a line that names the format, one with the cost of scrypt and the salt, and the sealed
// folder in base64. Whoever has the file, the passphrase and a backup is this node.
#pragma once

#include <string>
#include <string_view>

#include "crypto/scrypt.h"
#include "federation/base/result.h"

namespace candour::storage {

inline constexpr size_t kPassphraseBytesMin = 12;

// The text of the file. kInvalid PASSPHRASE_SHORT; else what reading the folder gives.
Result<std::string> SealKeyFolder(const std::string& folder, std::string_view passphrase,
                                  const crypto::ScryptCost& cost = {});

// Makes the folder from such a text, whole or not at all. kConflict KEYS_EXIST when it is there,
// kDenied PASSPHRASE_WRONG, kCorrupt KEY_FILE_DAMAGED.
Status OpenKeyFolder(std::string_view text, std::string_view passphrase, const std::string& folder);

}  // namespace candour::storage
