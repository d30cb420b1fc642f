#include "federation/network/manifest_edit.h"

#include <algorithm>

#include "crypto/merkle.h"
#include "federation/feed/names.h"
#include "federation/network/manifest_values.h"

namespace candour {
namespace {

tl::unexpected<Error> Refuse(ErrorCode code, const char* reason, const Manifest& manifest,
                             const std::string& what) {
  return Fail(code, reason, "network " + manifest.name + ": " + what);
}

Result<Member*> Find(Manifest& next, const MemberId& member) {
  for (Member& found : next.members) {
    if (found.id == member) return &found;
  }
  return Refuse(ErrorCode::kNotFound, "MEMBER_UNKNOWN", next,
                "it has no member " + member.hex().substr(0, 8));
}

template <class Line>
void DropLines(std::vector<Line>& lines, const MemberId& member) {
  std::erase_if(lines, [&](const Line& line) { return line.member == member; });
}

}  // namespace

Result<std::string> OrderedRoles(std::string_view letters) {
  std::string ordered;
  for (const char role : kRoleOrder) {
    if (letters.find(role) != std::string_view::npos) ordered.push_back(role);
  }
  if (ordered.size() == letters.size()) return ordered;
  return Fail(ErrorCode::kInvalid, "ROLES_INVALID",
              "roles are letters of rwhqag, each once: r read, w write, h hub, q ask, a "
              "aggregate, g governor");
}

Status SetRoles(Manifest& next, const MemberId& member, std::string_view roles) {
  const auto ordered = OrderedRoles(roles);
  if (!ordered) return Fail(ordered.error());
  const auto found = Find(next, member);
  if (!found) return Fail(found.error());
  (*found)->roles = *ordered;
  if (!(*found)->Has('h')) DropLines(next.hubs, member);
  return {};
}

Status SetParam(Manifest& next, std::string_view name, int64_t value) {
  const ParamRule* rule = FindParamRule(name);
  if (rule == nullptr) {
    std::string known;
    for (const ParamRule& each : ParamRules()) known += " " + std::string(each.name);
    return Refuse(ErrorCode::kInvalid, "PARAM_UNKNOWN", next,
                  "there is no parameter " + std::string(name) + "; there are:" + known);
  }
  if (value < rule->min || value > rule->max) {
    return Refuse(ErrorCode::kInvalid, "PARAM_RANGE", next,
                  std::string(name) + " is from " + std::to_string(rule->min) + " to " +
                      std::to_string(rule->max));
  }
  if (value == rule->fallback) {
    next.params.erase(std::string(name));
  } else {
    next.params[std::string(name)] = value;
  }
  return {};
}

Status SetHub(Manifest& next, const MemberId& member, const std::string& address) {
  if (const auto found = Find(next, member); !found) return Fail(found.error());
  DropLines(next.hubs, member);
  if (!address.empty()) next.hubs.push_back({member, address});
  return {};
}

Status AddGovernor(Manifest& next, std::string_view vkey) {
  const auto key = crypto::VerifierKey::Parse(vkey);
  if (!key || key->type != crypto::kTypeEd25519 || !GovernorNumber(next.network, key->name)) {
    return Refuse(ErrorCode::kInvalid, "VKEY_INVALID", next,
                  "that is no governor key of this network; it is made with: candour network "
                  "governor-key");
  }
  for (const crypto::VerifierKey& held : next.governors) {
    if (held.name != key->name) continue;
    return Refuse(ErrorCode::kConflict, "GOVERNOR_NUMBER", next,
                  "governor " + std::to_string(*GovernorNumber(next.network, key->name)) +
                      " is there already; make the new key again, it gets the next number");
  }
  next.governors.push_back(*key);
  return {};
}

Status RemoveGovernor(Manifest& next, uint32_t number) {
  const std::string name = GovernorName(next.network, number);
  const size_t gone =
      std::erase_if(next.governors, [&](const auto& key) { return key.name == name; });
  if (gone == 0) {
    return Refuse(ErrorCode::kNotFound, "GOVERNOR_UNKNOWN", next,
                  "it has no governor " + std::to_string(number));
  }
  if (next.governors.size() < next.threshold) {
    return Refuse(ErrorCode::kPolicy, "THRESHOLD_OUT_OF_REACH", next,
                  std::to_string(next.threshold) + " must sign and " +
                      std::to_string(next.governors.size()) +
                      " would be left; lower the threshold");
  }
  return {};
}

Status SetThreshold(Manifest& next, uint32_t threshold) {
  if (threshold == 0 || threshold > next.governors.size()) {
    return Refuse(ErrorCode::kInvalid, "THRESHOLD_INVALID", next,
                  "from 1 to " + std::to_string(next.governors.size()) + " governors can sign");
  }
  next.threshold = threshold;
  return {};
}

Status RemoveMember(Manifest& next, const MemberId& member, const Cuts& cuts) {
  if (const auto found = Find(next, member); !found) return Fail(found.error());
  if (next.members.size() == 1) {
    return Refuse(ErrorCode::kPolicy, "LAST_MEMBER", next, "it would be left without members");
  }
  std::erase_if(next.members, [&](const Member& m) { return m.id == member; });
  DropLines(next.hubs, member);
  if (next.hubs.empty()) {
    return Refuse(ErrorCode::kPolicy, "LAST_HUB", next,
                  "it would be left without a hub; name another one first, with: candour network "
                  "propose --hub MEMBER=host:port");
  }
  DropLines(next.attributes, member);
  DropLines(next.cosigners, member);
  DropLines(next.kex, member);
  for (FeedKey& feed : next.feeds) {
    if (feed.member != member || feed.closed) continue;
    const auto cut = cuts.find(FeedIdOf(next.network, member, feed.epoch));
    feed.closed = cut == cuts.end() ? FeedKey::Cut{0, crypto::EmptyRoot()} : cut->second;
  }
  return {};
}

Status Rotate(Manifest& next, const Rotation& keys, const FeedKey::Cut& cut) {
  const auto found = Find(next, keys.member);
  if (!found) return Fail(found.error());
  FeedKey* open = nullptr;
  for (FeedKey& feed : next.feeds) {
    if (feed.member == keys.member && (open == nullptr || feed.epoch > open->epoch)) open = &feed;
  }
  if (open == nullptr || open->epoch + 1 != keys.epoch) {
    return Refuse(ErrorCode::kConflict, "EPOCH_NOT_NEXT", next,
                  "the keys are for epoch " + std::to_string(keys.epoch) +
                      ", which is not the next one of " + (*found)->name + "; make them again");
  }
  if (!open->closed) open->closed = cut;
  next.feeds.push_back({keys.member, keys.epoch, keys.feed, std::nullopt});
  (*found)->spki = keys.spki;
  DropLines(next.cosigners, keys.member);
  next.cosigners.push_back({keys.member, keys.cosigner});
  DropLines(next.kex, keys.member);
  if (!keys.kex.empty()) next.kex.push_back({keys.member, keys.kex});
  return {};
}

Status AddTakedown(Manifest& next, const Takedown& takedown) {
  for (const Takedown& held : next.takedowns) {
    if (held.feed != takedown.feed || held.index != takedown.index) continue;
    return Refuse(ErrorCode::kConflict, "TAKEN_DOWN", next, "it is taken down already");
  }
  next.takedowns.push_back(takedown);
  return {};
}

}  // namespace candour
