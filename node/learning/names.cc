#include "node/learning/names.h"

#include <algorithm>

#include "crypto/encoding.h"
#include "federation/feed/names.h"
#include "node/learning/rows.h"

namespace candour {
namespace {

constexpr size_t kPrefixCharactersMin = 8;
constexpr size_t kIdCharacters = 26;
constexpr char kFormerMember[] = "a former member";

bool Named(std::string_view given, const std::string& name, const std::string& hex) {
  return given == name || Slug(given) == Slug(name) || given == hex;
}

std::optional<ItemId> LowestWithPrefix(std::string_view shown) {
  std::string padded(shown);
  padded.resize(kIdCharacters, '0');
  auto raw = crypto::Crockford16Decode(padded);
  return raw ? ItemId::From(*raw) : std::nullopt;
}

// Whose closed feeds the manifest still names.
std::vector<Member> FormerMembers(const Manifest& manifest) {
  std::vector<Member> former;
  for (const FeedKey& key : manifest.feeds) {
    const bool known = std::any_of(former.begin(), former.end(),
                                   [&](const Member& m) { return m.id == key.member; });
    if (known || manifest.FindMember(key.member) != nullptr) continue;
    former.push_back({key.member, "", kFormerMember, {}});
  }
  return former;
}

Status ChainsWithPrefix(const storage::Reader& store, const FeedId& feed, std::string_view shown,
                        std::vector<ItemChain>& found) {
  auto low = LowestWithPrefix(shown);
  if (!low || shown.size() < kPrefixCharactersMin || shown.size() > kIdCharacters) {
    return Fail(NoItem(shown));
  }
  std::string canonical = ShowItem(*low).substr(0, shown.size());
  for (auto& chain : store.ChainsFrom(feed, *low, 2)) {
    if (ShowItem(chain.item).starts_with(canonical)) found.push_back(std::move(chain));
  }
  return {};
}

}  // namespace

Error NoItem(std::string_view name) {
  return {ErrorCode::kNotFound, "NOT_FOUND",
          std::string(name) + " is not here; candour search finds what is"};
}

std::string Slug(std::string_view name) {
  std::string slug;
  for (unsigned char c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<unsigned char>(c - 'A' + 'a');
    bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
    if (plain) {
      slug.push_back(static_cast<char>(c));
    } else if (!slug.empty() && slug.back() != '-') {
      slug.push_back('-');
    }
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

std::vector<NetworkView> Networks(Turns& turns, const storage::Reader& store) {
  std::vector<NetworkView> out;
  for (const auto& [network, row] : LoadMemberships(store)) {
    auto self = MemberId::From(row.member_id());
    auto manifest = turns.ManifestOf(network);
    if (!self || !manifest) continue;
    const auto own = store.Feed(FeedIdOf(network, *self, row.epoch()));
    const bool recovering = own && own->status == FeedStatus::kRecovering;
    out.push_back({network, *self, std::move(manifest), recovering});
  }
  return out;
}

Result<NetworkView> FindNetwork(Turns& turns, const storage::Reader& store, std::string_view name) {
  std::vector<NetworkView> found;
  for (auto& network : Networks(turns, store)) {
    if (Named(name, network.manifest->manifest.name, network.id.hex())) {
      found.push_back(std::move(network));
    }
  }
  if (found.empty()) {
    return Fail(ErrorCode::kNotFound, "NETWORK_UNKNOWN",
                "this node is in no network named " + std::string(name) +
                    "; candour network list shows those it is in");
  }
  if (found.size() > 1) {
    return Fail(ErrorCode::kConflict, "NAME_AMBIGUOUS",
                "two networks are named " + std::string(name) + "; use the id from network list");
  }
  return found.front();
}

Result<Member> FindMemberByName(const NetworkView& network, std::string_view name) {
  const Member* found = nullptr;
  for (const Member& member : network.manifest->manifest.members) {
    if (!Named(name, member.name, member.id.hex())) continue;
    if (found != nullptr) {
      return Fail(ErrorCode::kConflict, "NAME_AMBIGUOUS",
                  "two members are named " + std::string(name) + "; use the member id");
    }
    found = &member;
  }
  if (found != nullptr) return *found;
  return Fail(ErrorCode::kNotFound, "MEMBER_UNKNOWN",
              "network " + network.manifest->manifest.name + " has no member " + std::string(name));
}

std::vector<FeedId> FeedsOf(const Manifest& manifest, const MemberId& member) {
  std::vector<const FeedKey*> keys;
  for (const FeedKey& key : manifest.feeds) {
    if (key.member == member) keys.push_back(&key);
  }
  std::sort(keys.begin(), keys.end(), [](auto* a, auto* b) { return a->epoch < b->epoch; });
  std::vector<FeedId> feeds;
  for (const FeedKey* key : keys) {
    feeds.push_back(FeedIdOf(manifest.network, member, key->epoch));
  }
  return feeds;
}

Result<ItemPlace> FindItem(Turns& turns, const storage::Reader& store, std::string_view name) {
  size_t first = name.find('/');
  size_t last = name.rfind('/');
  if (first == std::string_view::npos || first == last) return Fail(NoItem(name));
  auto network = FindNetwork(turns, store, name.substr(0, first));
  if (!network) return Fail(NoItem(name));
  auto place = FindItemIn(store, *network, name.substr(first + 1));
  if (!place && place.error().reason == "NOT_FOUND") return Fail(NoItem(name));
  return place;
}

Result<ItemPlace> FindItemIn(const storage::Reader& store, const NetworkView& network,
                             std::string_view name) {
  const Manifest& manifest = network.manifest->manifest;
  const size_t slash = name.rfind('/');
  if (slash == std::string_view::npos) return Fail(NoItem(name));
  std::vector<Member> publishers;
  if (auto member = FindMemberByName(network, name.substr(0, slash))) {
    publishers.push_back(std::move(*member));
  } else if (Slug(name.substr(0, slash)) == Slug(kFormerMember)) {
    publishers = FormerMembers(manifest);
  }
  std::vector<ItemPlace> found;
  for (const Member& publisher : publishers) {
    for (const FeedId& feed : FeedsOf(manifest, publisher.id)) {
      std::vector<ItemChain> chains;
      if (auto ok = ChainsWithPrefix(store, feed, name.substr(slash + 1), chains); !ok) {
        return Fail(NoItem(name));
      }
      for (ItemChain& chain : chains) {
        std::erase_if(found, [&](const ItemPlace& place) {
          return place.publisher.id == publisher.id && place.chain.item == chain.item;
        });
        found.push_back({network, publisher, feed, std::move(chain)});
      }
    }
  }
  if (found.empty()) return Fail(NoItem(name));
  if (found.size() > 1) {
    return Fail(ErrorCode::kConflict, "NAME_AMBIGUOUS",
                std::string(name) + " names more than one item; give more characters");
  }
  return found.front();
}

std::optional<ItemPlace> PlaceOf(Turns& turns, const storage::Reader& store, const FeedId& feed,
                                 const ItemId& item) {
  auto state = store.Feed(feed);
  auto chain = store.Chain(feed, item);
  if (!state || !chain) return std::nullopt;
  for (auto& network : Networks(turns, store)) {
    if (network.id != state->network) continue;
    const Member* publisher = network.manifest->manifest.FindMember(state->member);
    Member shown =
        publisher != nullptr ? *publisher : Member{state->member, "", kFormerMember, {}};
    return ItemPlace{network, shown, feed, *chain};
  }
  return std::nullopt;
}

std::string ItemName(const ItemPlace& place) {
  return Slug(place.network.manifest->manifest.name) + "/" + Slug(place.publisher.name) + "/" +
         ShowItem(place.chain.item);
}

}  // namespace candour
