#include "federation/network/audience.h"

#include <algorithm>

namespace candour {
namespace {

Decision Allow(const std::string& rule, const std::string& reason) {
  return {.allowed = true, .rule = rule, .reason = reason};
}

Decision Deny(const std::string& rule, const std::string& reason) {
  return {.allowed = false, .rule = rule, .reason = reason};
}

bool HasOpenFeed(const Manifest& manifest, const MemberId& member) {
  return std::any_of(manifest.feeds.begin(), manifest.feeds.end(),
                     [&](const FeedKey& feed) { return feed.member == member && !feed.closed; });
}

// What the roles alone say.
Decision ByRole(const Manifest& manifest, const Member& member, Access access) {
  const std::string& who = member.name;
  const std::string& where = manifest.name;
  switch (access) {
    case Access::kReadBodies:
      if (member.Has('h')) return Allow("hub-relays", who + " is a hub of " + where);
      if (member.Has('r')) return Allow("member-reads", who + " reads in " + where);
      return Deny("role-missing", who + " has no role to read in " + where);
    case Access::kReadLog:
      return Allow("member-log", who + " is a member of " + where + ", which keeps every log");
    case Access::kWrite:
      if (!member.Has('w')) return Deny("role-missing", who + " has no role to write in " + where);
      if (!HasOpenFeed(manifest, member.id)) {
        return Deny("feed-closed", "every feed of " + who + " in " + where + " is closed");
      }
      return Allow("member-writes", who + " writes in " + where);
    case Access::kRelay:
      if (member.Has('h')) return Allow("hub-relays", who + " is a hub of " + where);
      return Allow("member-relays", who + " is a member of " + where + " and hands on its feeds");
    case Access::kAskNetwork:
      if (!member.Has('q')) return Deny("role-missing", who + " has no role to ask in " + where);
      return Allow("member-asks", who + " asks in " + where);
    case Access::kGetManifests:
      return Allow("member-manifests", who + " is a member of " + where);
    case Access::kGovern:
      if (member.Has('g')) return Allow("member-governs", who + " is a governor of " + where);
      if (member.Has('h')) return Allow("hub-relays", who + " is a hub of " + where);
      return Deny("role-missing", who + " neither governs nor relays in " + where);
  }
  return Deny("unknown-access", "this kind of access is unknown in " + where);
}

bool ClosedByExpiry(Access access) {
  return access == Access::kReadBodies || access == Access::kWrite || access == Access::kAskNetwork;
}

}  // namespace

Decision Decide(const Manifest& manifest, const MemberId& who, Access access, WallSeconds now) {
  const Member* member = manifest.FindMember(who);
  if (member == nullptr) {
    return Deny("not-a-member", who.hex() + " is not a member of " + manifest.name);
  }
  Decision decision = ByRole(manifest, *member, access);
  if (decision.allowed && ClosedByExpiry(access) && manifest.Expired(now)) {
    return Deny("expired", "the manifest of " + manifest.name +
                               " has expired, so nothing is disclosed to or by " + member->name +
                               " until the governors renew it");
  }
  return decision;
}

bool Audience::Includes(const MemberId& member) const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [&](const AudienceEntry& e) { return e.member == member; });
}

Result<Audience> DecideAudience(const Manifest& manifest, const MemberId& publisher,
                                WallSeconds now) {
  const Decision write = Decide(manifest, publisher, Access::kWrite, now);
  if (!write.allowed) {
    return Fail(ErrorCode::kPolicy, "MAY_NOT_PUBLISH",
                "network " + manifest.name + ": " + write.reason +
                    "; ask its coordinator, or publish elsewhere");
  }
  Audience audience;
  audience.network_ = manifest.network;
  audience.publisher_ = publisher;
  for (const Member& member : manifest.members) {
    if (member.id == publisher) continue;
    Decision read = Decide(manifest, member.id, Access::kReadBodies, now);
    if (!read.allowed) continue;
    audience.entries_.push_back(
        {.member = member.id, .organisation = member.name, .decision = std::move(read)});
  }
  return audience;
}

}  // namespace candour
