// The folder keys/ beside the database: what must never be in it, nor in a backup of it.
//
//   keys/                 0700
//     node.key            32 random bytes: wraps what is sealed in the store
//     node.id             16 random bytes: the store says whose it is
//     <network hex>/      feed.key cosigner.key tls.key tls.crt kex.key governor-<n>.key
//
// Every file is 0600 and written whole or not at all. Opening refuses a folder or file that others
// can read, a link, and an unknown owner, and names the command that mends it. Contents are opaque
// bytes here. Thread-safe after Open, but for two writes of one file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/hash.h"
#include "federation/base/ids.h"
#include "federation/base/result.h"

namespace candour::storage {

enum class KeyFile : uint8_t { kFeed, kCosigner, kTlsKey, kTlsCertificate, kKex };
// Those in use, or those for the next epoch ("next-feed.key").
enum class KeySlot : uint8_t { kCurrent, kNext };

class KeyFolder {
 public:
  // Opens the folder, or makes it with a fresh node.key and node.id when it does not exist.
  static Result<KeyFolder> OpenOrCreate(const std::string& path);
  static Result<KeyFolder> Open(const std::string& path);

  const std::string& path() const { return path_; }
  const std::string& node_id() const { return node_id_; }    // 16 bytes.
  const std::string& node_key() const { return node_key_; }  // 32 bytes.
  // HMAC(node secret, network): what this node calls itself in Hello; differs in each network.
  crypto::Hash InstanceIn(const NetworkId& network) const;

  std::vector<NetworkId> Networks() const;  // That have a folder, in order.
  // kNotFound when there is none.
  Result<std::string> Read(const NetworkId& network, KeyFile file,
                           KeySlot slot = KeySlot::kCurrent) const;
  Status Write(const NetworkId& network, KeyFile file, std::string_view content,
               KeySlot slot = KeySlot::kCurrent) const;
  // The next epoch's key takes the place of the one in use; no error when there is no next one.
  Status Promote(const NetworkId& network, KeyFile file) const;
  Result<std::string> ReadGovernor(const NetworkId& network, uint32_t number) const;
  Status WriteGovernor(const NetworkId& network, uint32_t number, std::string_view content) const;
  std::vector<uint32_t> Governors(const NetworkId& network) const;  // Numbers, ascending.

  // A small secret sealed with a key derived from node.key, for one purpose and object only:
  // `context` (such as a draft's id) must be the same when it is opened. Fresh randomness.
  std::string WrapKey(std::string_view context, std::string_view key) const;
  // kCorrupt when it does not open: another context, or another node's key.
  Result<std::string> UnwrapKey(std::string_view context, std::string_view wrapped) const;

 private:
  explicit KeyFolder(std::string path) : path_(std::move(path)) {}
  std::string PathOf(const NetworkId& network, std::string_view name) const;
  Status WriteNamed(const NetworkId& network, std::string_view name,
                    std::string_view content) const;

  std::string path_;
  std::string node_id_;
  std::string node_key_;
};

}  // namespace candour::storage
