// The members of a made-up network, with every key they need, drawn from one number: equal numbers
// give equal casts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "crypto/ed25519.h"
#include "crypto/hash.h"
#include "federation/core/events.h"
#include "federation/feed/names.h"
#include "federation/network/manifest.h"
#include "federation/network/sign_manifest.h"

namespace candour::sim {

inline constexpr WallSeconds kEpochStart = 1'760'000'000;

inline crypto::Hash Draw(uint64_t seed, const std::string& label) {
  return crypto::Sha256("candour/sim/" + std::to_string(seed) + "/" + label);
}

inline crypto::PrivateKey DrawKey(uint64_t seed, const std::string& label) {
  return *crypto::PrivateKey::FromSeed(Draw(seed, label).view());
}

template <class IdType>
IdType DrawId(uint64_t seed, const std::string& label) {
  return *IdType::From(Draw(seed, label).view().substr(0, 16));
}

struct CastMember {
  MemberId id;
  std::string name;
  crypto::PrivateKey feed;
  crypto::PrivateKey cosigner;
  crypto::Hash spki;
  uint32_t epoch = 0;
};

struct Cast {
  uint64_t seed = 0;
  NetworkId network;
  crypto::PrivateKey governor;
  crypto::VerifierKey governor_key;
  std::vector<CastMember> members;  // The first is the hub.
  std::string genesis;

  FeedId FeedOf(size_t member) const {
    return FeedIdOf(network, members[member].id, members[member].epoch);
  }
  // New keys and the next epoch; nobody knows of them yet.
  void NewKeys(size_t member) {
    CastMember& m = members[member];
    const std::string name = m.name + "/" + std::to_string(++m.epoch);
    m.feed = DrawKey(seed, "feed" + name);
    m.cosigner = DrawKey(seed, "cosigner" + name);
    m.spki = Draw(seed, "spki" + name);
  }
  PeerIdentity IdentityOf(size_t member) const {
    return {network, members[member].id, members[member].spki};
  }
  OwnKeys KeysOf(size_t member) const {
    const CastMember& m = members[member];
    const crypto::Hash instance = Draw(seed, "instance" + m.name);
    return OwnKeys{network, m.id, m.epoch, m.feed, m.cosigner, 0, {}, instance};
  }
  std::string Sign(const Manifest& manifest) const {
    return *SignManifest(FormatManifest(manifest), {{governor_key, governor}});
  }
};

inline Cast MakeCast(uint64_t seed, size_t count) {
  const auto network = DrawId<NetworkId>(seed, "network");
  const crypto::PrivateKey governor = DrawKey(seed, "governor");
  const auto governor_key =
      crypto::VerifierKey::Ed25519(GovernorName(network, 1), governor.public_key());
  Cast cast{seed, network, governor, governor_key, {}, {}};

  Manifest manifest;
  manifest.network = network;
  manifest.version = 1;
  manifest.issued = kEpochStart - 1000;
  manifest.expires = kEpochStart + 400 * kSecondsPerDay;
  manifest.threshold = 1;
  manifest.name = "North";
  manifest.governors = {governor_key};
  for (size_t i = 0; i < count; ++i) {
    const std::string name = i == 0    ? "Hub"
                             : i <= 26 ? std::string("Member") + static_cast<char>('A' + i - 1)
                                       : "Member" + std::to_string(i);
    CastMember member{DrawId<MemberId>(seed, "member" + name), name, DrawKey(seed, "feed" + name),
                      DrawKey(seed, "cosigner" + name), Draw(seed, "spki" + name)};
    manifest.members.push_back({member.id, i == 0 ? "rwh" : "rw", name, {member.spki}});
    manifest.feeds.push_back(
        {member.id, 0,
         crypto::VerifierKey::Ed25519(FeedOrigin(FeedIdOf(network, member.id, 0)),
                                      member.feed.public_key()),
         std::nullopt});
    manifest.cosigners.push_back(
        {member.id, crypto::VerifierKey::Cosignature(CosignerName(network, member.id),
                                                     member.cosigner.public_key())});
    cast.members.push_back(std::move(member));
  }
  manifest.hubs = {{cast.members[0].id, "hub.example:7700"}};
  cast.genesis = cast.Sign(manifest);
  return cast;
}

}  // namespace candour::sim
