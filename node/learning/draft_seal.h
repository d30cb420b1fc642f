// Seals a draft's original so that destroying one small key destroys it.
//
// Every draft has its own random key; the original is sealed with it (AES-256-GCM, the draft id as
// associated data), and the key itself is sealed with node.key. Dropping the wrapped key and
// sweeping the store leaves nothing that anybody could open, node.key or not.
#pragma once

#include <string>
#include <string_view>

#include "candour/node/v1/stored.pb.h"
#include "federation/base/ids.h"
#include "federation/base/result.h"

namespace candour {

// Fills wrapped_key and sealed_original of a draft whose id is set. Uses fresh randomness.
void SealOriginal(std::string_view node_key, const node::v1::DraftInput& original,
                  node::v1::StoredDraft& draft);

// kNotFound when the key was destroyed, kCorrupt when it does not open (another node's key file?).
Result<node::v1::DraftInput> OpenOriginal(std::string_view node_key,
                                          const node::v1::StoredDraft& draft);

// What people wrote beside the original is sealed with the same key: SealWork moves edits and masks
// into sealed_work, OpenWork brings them back. Without a key (destroyed) both leave them alone.
void SealWork(std::string_view node_key, node::v1::StoredDraft& draft);
Status OpenWork(std::string_view node_key, node::v1::StoredDraft& draft);

// A small secret sealed with node.key: nonce || ciphertext || tag.
std::string SealWithNodeKey(std::string_view node_key, std::string_view what,
                            std::string_view secret);
Result<std::string> OpenWithNodeKey(std::string_view node_key, std::string_view what,
                                    std::string_view sealed);

}  // namespace candour
