#include "node/key_vault.h"

#include <utility>

#include "crypto/random.h"
#include "crypto/x25519.h"
#include "node/storage/file_io.h"

namespace candour {
namespace {

using storage::KeyFile;
using storage::KeyFolder;
using storage::KeySlot;

constexpr size_t kSecretBytes = 32;

tl::unexpected<Error> BadKey(const NetworkId& network, std::string_view what) {
  return Fail(ErrorCode::kCorrupt, "KEY_CORRUPT",
              "keys of network " + network.hex() + ": " + std::string(what) +
                  "; restore them from the exported keys");
}

bool IsAbsent(const Error& error) { return error.code == ErrorCode::kNotFound; }

Result<crypto::TlsIdentity> Generate(const char* name, WallSeconds now) {
  auto identity = crypto::GenerateSelfSigned(
      crypto::CertificateOptions{.common_name = name, .uri_san = "", .now_seconds = now});
  if (!identity) {
    return Fail(ErrorCode::kUnavailable, "TLS_KEY", "cannot make a TLS key: " + identity.error());
  }
  return *identity;
}

Result<crypto::PrivateKey> Parse(const NetworkId& network, std::string seed) {
  auto key = crypto::PrivateKey::FromSeed(seed);
  crypto::Wipe(seed);
  if (!key) return BadKey(network, "a signing key does not have 32 bytes");
  return *key;
}

}  // namespace

Result<std::unique_ptr<NodeKeys>> NodeKeys::OpenOrCreate(const std::string& folder,
                                                         WallSeconds now) {
  Result<KeyFolder> keys = KeyFolder::OpenOrCreate(folder);
  if (!keys) return Fail(keys.error());
  std::unique_ptr<NodeKeys> vault(new NodeKeys(std::move(*keys), now));
  Status listener = vault->LoadListener();
  if (!listener && IsAbsent(listener.error())) listener = vault->MakeListener();
  if (!listener) return Fail(listener.error());
  return vault;
}

Result<std::unique_ptr<NodeKeys>> NodeKeys::Open(const std::string& folder, WallSeconds now) {
  Result<KeyFolder> keys = KeyFolder::Open(folder);
  if (!keys) return Fail(keys.error());
  std::unique_ptr<NodeKeys> vault(new NodeKeys(std::move(*keys), now));
  if (Status listener = vault->LoadListener(); !listener) return Fail(listener.error());
  return vault;
}

Status NodeKeys::LoadListener() {
  auto key = storage::ReadSmallFile(folder_.path() + "/listener.key");
  if (!key) return Fail(key.error());
  auto certificate = storage::ReadSmallFile(folder_.path() + "/listener.crt");
  if (!certificate) return Fail(certificate.error());
  const auto spki = crypto::SpkiSha256FromKeyPem(*key);
  const auto shown = crypto::SpkiSha256FromPem(*certificate);
  if (!spki || !shown || *spki != *shown) {
    return Fail(ErrorCode::kCorrupt, "KEY_CORRUPT",
                folder_.path() +
                    "/listener.key and listener.crt do not belong together; restore "
                    "them from the exported keys");
  }
  listener_ = {.cert_pem = std::move(*certificate), .key_pem = std::move(*key)};
  listener_spki_ = *spki;
  return {};
}

Status NodeKeys::MakeListener() {
  Result<crypto::TlsIdentity> made = Generate("candour listener", now_);
  if (!made) return Fail(made.error());
  // The key last: a certificate without a key is made again, never the other way round.
  Status written = storage::ReplaceFile(folder_.path() + "/listener.crt", made->cert_pem);
  if (written) written = storage::ReplaceFile(folder_.path() + "/listener.key", made->key_pem);
  if (!written) return written;
  return LoadListener();
}

Result<std::string> NodeKeys::SecretOf(const NetworkId& network, KeyFile file, KeySlot slot) {
  Result<std::string> held = folder_.Read(network, file, slot);
  if (held || !IsAbsent(held.error())) return held;
  std::string fresh = crypto::RandomBytes(kSecretBytes);
  if (Status written = folder_.Write(network, file, fresh, slot); !written) {
    return Fail(written.error());
  }
  return fresh;
}

Status NodeKeys::MakeTls(const NetworkId& network, KeySlot slot) {
  const Result<std::string> key = folder_.Read(network, KeyFile::kTlsKey, slot);
  if (key) return {};
  if (!IsAbsent(key.error())) return Fail(key.error());
  Result<crypto::TlsIdentity> made = Generate("candour node", now_);
  if (!made) return Fail(made.error());
  const Status written = folder_.Write(network, KeyFile::kTlsCertificate, made->cert_pem, slot);
  if (!written) return written;
  return folder_.Write(network, KeyFile::kTlsKey, made->key_pem, slot);
}

Result<MemberKeys> NodeKeys::CreateMemberKeys(const NetworkId& network) {
  const std::lock_guard<std::mutex> lock(making_);
  return MakeKeys(network, KeySlot::kCurrent);
}

Result<MemberKeys> NodeKeys::CreateNextKeys(const NetworkId& network) {
  const std::lock_guard<std::mutex> lock(making_);
  return MakeKeys(network, KeySlot::kNext);
}

Result<MemberKeys> NodeKeys::TakeNextKeys(const NetworkId& network) {
  const std::lock_guard<std::mutex> lock(making_);
  // The feed key last: while it is not in its place the step is not done.
  for (const KeyFile file : {KeyFile::kCosigner, KeyFile::kKex, KeyFile::kTlsCertificate,
                             KeyFile::kTlsKey, KeyFile::kFeed}) {
    if (Status moved = folder_.Promote(network, file); !moved) return Fail(moved.error());
  }
  return MakeKeys(network, KeySlot::kCurrent);
}

// Those that are there, and new ones in place of those that are not.
Result<MemberKeys> NodeKeys::MakeKeys(const NetworkId& network, KeySlot slot) {
  Result<std::string> feed_seed = SecretOf(network, KeyFile::kFeed, slot);
  if (!feed_seed) return Fail(feed_seed.error());
  Result<std::string> cosigner_seed = SecretOf(network, KeyFile::kCosigner, slot);
  if (!cosigner_seed) return Fail(cosigner_seed.error());
  Result<std::string> kex = SecretOf(network, KeyFile::kKex, slot);
  if (!kex) return Fail(kex.error());
  if (Status tls = MakeTls(network, slot); !tls) return Fail(tls.error());

  Result<crypto::PrivateKey> feed = Parse(network, std::move(*feed_seed));
  if (!feed) return Fail(feed.error());
  Result<crypto::PrivateKey> cosigner = Parse(network, std::move(*cosigner_seed));
  if (!cosigner) return Fail(cosigner.error());
  const auto kex_public = crypto::X25519PublicKey(*kex);
  crypto::Wipe(*kex);
  if (!kex_public) return BadKey(network, kex_public.error());
  const Result<std::string> certificate = folder_.Read(network, KeyFile::kTlsCertificate, slot);
  if (!certificate) return Fail(certificate.error());
  const auto spki = crypto::SpkiSha256FromPem(*certificate);
  if (!spki) return BadKey(network, spki.error());
  return MemberKeys{.feed = std::move(*feed),
                    .cosigner = std::move(*cosigner),
                    .tls_spki = *spki,
                    .kex_public = *kex_public};
}

Result<GovernorKey> NodeKeys::CreateGovernorKey(const NetworkId& network, uint32_t number) {
  const std::lock_guard<std::mutex> lock(making_);
  Result<GovernorKey> held = ReadGovernor(network, number);
  if (held || !IsAbsent(held.error())) return held;
  const Status written =
      folder_.WriteGovernor(network, number, crypto::RandomBytes(kSecretBytes));
  if (!written) return Fail(written.error());
  return ReadGovernor(network, number);
}

Result<GovernorKey> NodeKeys::ReadGovernor(const NetworkId& network, uint32_t number) const {
  Result<std::string> seed = folder_.ReadGovernor(network, number);
  if (!seed) return Fail(seed.error());
  Result<crypto::PrivateKey> key = Parse(network, std::move(*seed));
  if (!key) return Fail(key.error());
  return GovernorKey{.number = number, .key = std::move(*key)};
}

Result<GovernorKey> NodeKeys::LoadGovernorKey(const NetworkId& network) {
  const std::vector<uint32_t> numbers = folder_.Governors(network);
  if (numbers.empty()) {
    return Fail(ErrorCode::kNotFound, "NO_GOVERNOR_KEY",
                "this node holds no governor key of network " + network.hex() +
                    "; ask a governor of the network");
  }
  return ReadGovernor(network, numbers.back());
}

Result<crypto::TlsIdentity> NodeKeys::ClientTls(const NetworkId& network) const {
  Result<std::string> certificate = folder_.Read(network, KeyFile::kTlsCertificate);
  if (!certificate) return Fail(certificate.error());
  Result<std::string> key = folder_.Read(network, KeyFile::kTlsKey);
  if (!key) return Fail(key.error());
  return crypto::TlsIdentity{.cert_pem = std::move(*certificate), .key_pem = std::move(*key)};
}

Result<OwnKeys> NodeKeys::Own(const NetworkId& network, const MemberId& member,
                              uint32_t epoch) const {
  Result<std::string> feed_seed = folder_.Read(network, KeyFile::kFeed);
  if (!feed_seed) return Fail(feed_seed.error());
  Result<std::string> cosigner_seed = folder_.Read(network, KeyFile::kCosigner);
  if (!cosigner_seed) return Fail(cosigner_seed.error());
  Result<crypto::PrivateKey> feed = Parse(network, std::move(*feed_seed));
  if (!feed) return Fail(feed.error());
  Result<crypto::PrivateKey> cosigner = Parse(network, std::move(*cosigner_seed));
  if (!cosigner) return Fail(cosigner.error());
  return OwnKeys{.network = network,
                 .member = member,
                 .epoch = epoch,
                 .feed = std::move(*feed),
                 .cosigner = std::move(*cosigner),
                 .guard_size = 0,
                 .guard_root = {},
                 .instance = folder_.InstanceIn(network)};
}

}  // namespace candour
