// Who may read, write, relay or ask: one pure function that decides and explains.
//
// Everything that discloses runs this code, and so does ExplainVisibility.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "federation/base/ids.h"
#include "federation/base/time.h"
#include "federation/network/manifest.h"

namespace candour {

struct Decision {
  bool allowed = false;
  std::string rule;    // Stable id: "member-reads", "hub-relays", "expired", "not-a-member",
                       // "role-missing", ...
  std::string reason;  // The rule in words, naming the member and the network.
};

enum class Access { kReadBodies, kReadLog, kWrite, kRelay, kAskNetwork, kGetManifests, kGovern };

// May `who` do that in the network now? Unknown members are answered as strangers. Expiry closes
// disclosure (kReadBodies, kAskNetwork, kWrite of new entries) and leaves receipt open.
// kReadBodies: role r or h. kWrite: role w and an open feed. kAskNetwork: role q. kReadLog,
// kRelay (hand on what others signed) and kGetManifests: any member. kGovern (see what governors
// are about to sign): role g or h.
Decision Decide(const Manifest& manifest, const MemberId& who, Access access, WallSeconds now);

struct AudienceEntry {
  MemberId member;
  std::string organisation;
  Decision decision;
};

// The audience of anything a member publishes in the network: made here and nowhere else. The
// entries are the other members that may read it; none means nobody.
class Audience {
 public:
  const NetworkId& network() const { return network_; }
  const MemberId& publisher() const { return publisher_; }
  const std::vector<AudienceEntry>& entries() const { return entries_; }
  bool Includes(const MemberId& member) const;

 private:
  friend Result<Audience> DecideAudience(const Manifest&, const MemberId&, WallSeconds);
  NetworkId network_;
  MemberId publisher_;
  std::vector<AudienceEntry> entries_;
};

// kPolicy when the publisher may not write there now.
Result<Audience> DecideAudience(const Manifest& manifest, const MemberId& publisher,
                                WallSeconds now);

}  // namespace candour
