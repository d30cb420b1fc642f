// What a manifest asks of what is held already: closed epochs end where the governors cut them,
// taken-down items are erased, and withdrawals reach back into older epochs.
//
// Runs in turns of its own, so that everything it reads is what earlier turns stored.
#include <algorithm>
#include <utility>

#include "federation/core/core_impl.h"
#include "federation/feed/names.h"
#include "federation/feed/proofs.h"
#include "federation/sync/cuts.h"
#include "federation/sync/epochs.h"
#include "federation/sync/takedowns.h"

namespace candour {
namespace {

bool HasCuts(const Manifest& manifest) {
  return std::any_of(manifest.feeds.begin(), manifest.feeds.end(),
                     [](const FeedKey& key) { return key.closed.has_value(); });
}

// Whether growth of this feed may change what a cut, a takedown or another epoch makes of it.
bool Touches(const Manifest& manifest, const FeedId& feed) {
  const FeedKey* key = manifest.FindFeed(feed);
  if (key == nullptr) return false;
  if (key->closed || key->epoch > 0) return true;
  return std::any_of(manifest.takedowns.begin(), manifest.takedowns.end(),
                     [&](const Takedown& line) { return line.feed == feed; });
}

}  // namespace

void Core::Impl::WantUpkeep(const NetworkId& id, const StoreView& store) {
  const Network* network = Find(id);
  const Manifest* manifest = network ? network->manifest() : nullptr;
  if (!manifest) return;
  const bool asked = HasCuts(*manifest) || !manifest->takedowns.empty();
  if (!asked && !AnyTakenDown(*manifest, store)) return;
  upkeep_due_.insert(id);
  // While two texts stand, an older version is in force again: what the newer one took down stays.
  if (network->chain.version() == manifest->version) takedowns_due_.insert(id);
}

void Core::Impl::WantUpkeepOf(const NetworkId& id, const FeedId& feed) {
  const Network* network = Find(id);
  const Manifest* manifest = network ? network->manifest() : nullptr;
  if (manifest && Touches(*manifest, feed)) upkeep_due_.insert(id);
}

void Core::Impl::Upkeep(TurnBook& book) {
  for (const NetworkId& id : std::exchange(upkeep_due_, {})) {
    Network* network = Find(id);
    if (!network || !network->own || !network->manifest()) continue;
    const Manifest& manifest = *network->manifest();
    // Who was removed keeps what it has.
    if (!manifest.FindMember(network->own->keys().member)) continue;
    if (CutFeeds(*network, book)) {
      upkeep_due_.insert(id);  // The rest reads what this turn leaves behind.
      continue;
    }
    if (takedowns_due_.erase(id) > 0 && LiftTakedowns(manifest, book)) {
      upkeep_due_.insert(id);
      continue;
    }
    ApplyTakedowns(manifest, book);
    RetryElsewhere(manifest, book);
  }
}

// True when a feed was cut.
bool Core::Impl::CutFeeds(Network& network, TurnBook& book) {
  const Manifest& manifest = *network.manifest();
  bool any = false;
  for (const FeedKey& key : manifest.feeds) {
    if (!key.closed) continue;
    const FeedId feed = FeedIdOf(manifest.network, key.member, key.epoch);
    const auto held = book.store().Feed(feed);
    if (!held || !Contradicts(*held, *key.closed)) continue;
    const OwnKeys& own = network.own->keys();
    if (key.member == own.member) {
      // Until this node signs with its new key, only it knows what has to be signed again.
      if (own.epoch <= key.epoch) continue;
      const auto root = RootAtSize(book.store(), feed, key.closed->size);
      if (root && *root == key.closed->root) {
        network.own->Reappend(*held, key.closed->size, book);
      }
    }
    ApplyCut(*held, *key.closed, manifest, book);
    any = true;
  }
  return any;
}

}  // namespace candour
