// How people name networks, members and items, and how those names are found again.
//
// A network and a member are named by their display name or its slug ("golden-vale"), or by id in
// hex. An item is NETWORK/MEMBER/ITEM, ITEM being 8 to 26 characters of its id.
#pragma once

#include <string>
#include <string_view>

#include "federation/base/ids.h"
#include "federation/base/result.h"
#include "federation/network/manifest.h"
#include "node/learning/ports.h"

namespace candour {

std::string Slug(std::string_view name);  // "ZA1 Vale Trust" -> "za1-vale-trust"

struct NetworkView {
  NetworkId id;
  MemberId self;
  std::shared_ptr<const SignedManifest> manifest;
  // Restored or copied, and not caught up yet: nothing of this network is shown.
  bool recovering = false;
};

// The networks this node is a member of and has a manifest for, by id.
std::vector<NetworkView> Networks(Turns& turns, const storage::Reader& store);

// kNotFound with the next command; kConflict when two networks have that name.
Result<NetworkView> FindNetwork(Turns& turns, const storage::Reader& store, std::string_view name);

Result<Member> FindMemberByName(const NetworkView& network, std::string_view name);

// Where an item stands.
struct ItemPlace {
  NetworkView network;
  Member publisher;
  FeedId feed;
  ItemChain chain;
};
// The one answer for an item that is absent and for one that may not be read.
Error NoItem(std::string_view name);

// MEMBER/ITEM in one network. An item with one id in several epochs of its publisher stands where
// the newest has it.
Result<ItemPlace> FindItemIn(const storage::Reader& store, const NetworkView& network,
                             std::string_view name);
Result<ItemPlace> FindItem(Turns& turns, const storage::Reader& store, std::string_view name);

// The place of an item of a feed, by its ids; empty when the feed is in no network of this node.
std::optional<ItemPlace> PlaceOf(Turns& turns, const storage::Reader& store, const FeedId& feed,
                                 const ItemId& item);

std::string ItemName(const ItemPlace& place);  // golden-vale/za1-trust/0F3K...

// All of a member's feeds, oldest epoch first.
std::vector<FeedId> FeedsOf(const Manifest& manifest, const MemberId& member);

}  // namespace candour
