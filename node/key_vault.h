// The node's private keys: the key folder of node/storage with the formats of what is in it.
//
// Feed, cosigner, kex and governor keys are 32 raw bytes each, TLS keys PKCS #8 PEM. The key of the
// peer listener is keys/listener.key with keys/listener.crt: one for the whole node
// (docs/decisions/0002-listener-key.md). Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "crypto/x509.h"
#include "federation/core/events.h"
#include "node/learning/ports.h"
#include "node/storage/key_folder.h"

namespace candour {

class NodeKeys final : public KeyVault {
 public:
  // Makes what is missing: the folder, node.key, node.id, the listener's key.
  static Result<std::unique_ptr<NodeKeys>> OpenOrCreate(const std::string& folder, WallSeconds now);
  // Makes nothing; kNotFound names the first thing that is not there.
  static Result<std::unique_ptr<NodeKeys>> Open(const std::string& folder, WallSeconds now);

  Result<MemberKeys> CreateMemberKeys(const NetworkId& network) override;
  Result<GovernorKey> CreateGovernorKey(const NetworkId& network, uint32_t number) override;
  Result<GovernorKey> LoadGovernorKey(const NetworkId& network) override;
  Result<MemberKeys> CreateNextKeys(const NetworkId& network) override;
  Result<MemberKeys> TakeNextKeys(const NetworkId& network) override;
  crypto::Hash ListenerSpki() const override { return listener_spki_; }
  std::string NodeKey() const override { return folder_.node_key(); }

  const crypto::TlsIdentity& listener() const { return listener_; }
  Result<crypto::TlsIdentity> ClientTls(const NetworkId& network) const;
  // Everything but what the guard file knows. kNotFound when the network has no keys here.
  Result<OwnKeys> Own(const NetworkId& network, const MemberId& member, uint32_t epoch) const;
  const storage::KeyFolder& folder() const { return folder_; }

 private:
  NodeKeys(storage::KeyFolder folder, WallSeconds now) : folder_(std::move(folder)), now_(now) {}
  Status LoadListener();
  Status MakeListener();
  Status MakeTls(const NetworkId& network, storage::KeySlot slot);
  Result<std::string> SecretOf(const NetworkId& network, storage::KeyFile file,
                               storage::KeySlot slot);
  Result<MemberKeys> MakeKeys(const NetworkId& network, storage::KeySlot slot);
  Result<GovernorKey> ReadGovernor(const NetworkId& network, uint32_t number) const;

  const storage::KeyFolder folder_;
  const WallSeconds now_;  // For the dates of certificates, which nobody checks.
  crypto::TlsIdentity listener_;
  crypto::Hash listener_spki_;
  std::mutex making_;  // Two makers of one file.
};

}  // namespace candour
