// A feed's leaves and newest checkpoint, for export.
#include <algorithm>

#include "crypto/encoding.h"
#include "federation/feed/batch.h"
#include "federation/feed/leaf.h"
#include "federation/feed/names.h"
#include "node/learning/authorise.h"
#include "node/learning/names.h"
#include "node/learning/network_handlers.h"

namespace candour {
namespace {

Error NoFeed(const std::string& name) {
  return {ErrorCode::kNotFound, "FEED_UNKNOWN",
          "no feed " + name +
              " is here; name it NETWORK/MEMBER (see: candour network members) or " +
              "candour/f/..."};
}

struct FoundFeed {
  FeedId id;
  FeedKey key;
};

// The member's newest feed for NETWORK/MEMBER.
Result<FoundFeed> FindFeed(Turns& turns, const storage::Reader& store, const std::string& name) {
  const auto found = [](const NetworkView& network, const FeedKey& key) {
    return FoundFeed{FeedIdOf(network.id, key.member, key.epoch), key};
  };
  for (const NetworkView& network : Networks(turns, store)) {
    for (const FeedKey& key : network.manifest->manifest.feeds) {
      if (key.key.name == name) return found(network, key);
    }
  }
  const size_t slash = name.rfind('/');
  if (slash == std::string::npos) return Fail(NoFeed(name));
  auto network = FindNetwork(turns, store, name.substr(0, slash));
  if (!network) return Fail(network.error());
  auto member = FindMemberByName(*network, name.substr(slash + 1));
  if (!member) return Fail(member.error());
  const FeedKey* newest = nullptr;
  for (const FeedKey& key : network->manifest->manifest.feeds) {
    if (key.member != member->id) continue;
    if (newest == nullptr || key.epoch > newest->epoch) newest = &key;
  }
  if (newest == nullptr) return Fail(NoFeed(name));
  return found(*network, *newest);
}

}  // namespace

Result<node::v1::GetFeedResponse> NetworkHandlers::GetFeed(
    const Principal& who, const node::v1::GetFeedRequest& request) {
  if (auto ok = Authorise(who, UserAction::kReadNetworks); !ok) return Fail(ok.error());
  auto snapshot = services_.turns.Snapshot();
  auto feed = FindFeed(services_.turns, *snapshot, request.feed());
  if (!feed) return Fail(feed.error());
  const auto checkpoint = snapshot->CheckpointAtOrBefore(feed->id, ~uint64_t{0});
  if (!checkpoint || checkpoint->size == 0) {
    return Fail(ErrorCode::kNotFound, "FEED_EMPTY", "feed " + request.feed() + " has no entry yet");
  }
  node::v1::GetFeedResponse response;
  response.set_origin(feed->key.key.name);
  response.set_vkey(feed->key.key.ToString());
  response.set_checkpoint(checkpoint->note);
  response.set_size(checkpoint->size);
  response.set_start(request.start());
  if (request.start() < checkpoint->size) {
    const uint64_t count = std::min(checkpoint->size - request.start(), kBatchLeavesMax);
    response.set_leaves(snapshot->Leaves(feed->id, request.start(), count));
  }
  return response;
}

}  // namespace candour
