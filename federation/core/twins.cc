#include "federation/core/twins.h"

#include <algorithm>

namespace candour {
namespace {

constexpr size_t kEarlierMax = 16;

}  // namespace

void Twins::OnHello(const PeerIdentity& who, const std::string& boot, Instant now) {
  if (boot.empty()) return;
  const Key key{who.network, who.member};
  Boots& boots = boots_[key];
  if (boot == boots.newest) return;
  if (boots.earlier.contains(boot)) {
    // A greeting that its process sent before it ended may be read late.
    if (now - boots.since > hand_over_) boots.cloned = true;
    return;
  }
  if (!boots.newest.empty()) {
    if (boots.earlier.size() == kEarlierMax) boots.earlier.erase(boots.earlier.begin());
    boots.earlier.insert(boots.newest);
  }
  boots.newest = boot;
  boots.since = now;
  if (!OthersWatch(key, boot)) boots.cloned = false;
}

void Twins::OnWatch(WatcherHandle watcher, const PeerIdentity& who) {
  const Key key{who.network, who.member};
  const auto boots = boots_.find(key);
  if (boots != boots_.end()) watchers_[watcher] = {key, boots->second.newest};
}

bool Twins::OthersWatch(const Key& key, const std::string& boot) const {
  return std::any_of(watchers_.begin(), watchers_.end(), [&](const auto& entry) {
    return entry.second.first == key && entry.second.second != boot;
  });
}

bool Twins::HasTwin(const PeerIdentity& who, const std::string& boot, Instant now) {
  const Key key{who.network, who.member};
  const auto boots = boots_.find(key);
  if (boots == boots_.end()) return false;
  const bool later = !boot.empty() && boot != boots->second.newest;
  return later || Cloned(who, now) || OthersWatch(key, boots->second.newest);
}

bool Twins::Cloned(const PeerIdentity& who, Instant now) {
  const Key key{who.network, who.member};
  const auto found = boots_.find(key);
  if (found == boots_.end()) return false;
  Boots& boots = found->second;
  if (now - boots.since > hand_over_ && OthersWatch(key, boots.newest)) boots.cloned = true;
  return boots.cloned;
}

}  // namespace candour
