#include "federation/core/twins.h"

#include <algorithm>

namespace candour {
namespace {

constexpr size_t kProcessesMax = 16;

}  // namespace

void Twins::OnHello(const PeerIdentity& who, const std::string& boot, Instant now) {
  if (boot.empty()) return;
  const Key key{who.network, who.member};
  Boots& boots = boots_[key];
  const auto [entry, fresh] = boots.processes.try_emplace(boot, Process{now, now});
  Process& self = entry->second;
  self.last = now;
  boots.latest = boot;
  if (fresh && !OthersWatch(key, boot)) boots.cloned = false;
  for (const auto& [other, process] : boots.processes) {
    const Instant both = std::max(self.first, process.first);
    if (other != boot && std::min(self.last, process.last) - both > hand_over_) boots.cloned = true;
  }
  if (boots.processes.size() <= kProcessesMax) return;
  auto oldest = std::min_element(
      boots.processes.begin(), boots.processes.end(),
      [](const auto& a, const auto& b) { return a.second.last < b.second.last; });
  boots.processes.erase(oldest);
}

void Twins::OnWatch(WatcherHandle watcher, const PeerIdentity& who, Instant now) {
  const Key key{who.network, who.member};
  const auto boots = boots_.find(key);
  if (boots == boots_.end()) return;
  Stream stream{key, {boots->second.latest}};
  for (const auto& [boot, process] : boots->second.processes) {
    if (now - process.last <= hand_over_) stream.of.insert(boot);
  }
  watchers_[watcher] = std::move(stream);
}

bool Twins::OthersWatch(const Key& key, const std::string& boot) const {
  return std::any_of(watchers_.begin(), watchers_.end(), [&](const auto& entry) {
    return entry.second.key == key && !entry.second.of.contains(boot);
  });
}

bool Twins::HasTwin(const PeerIdentity& who, const std::string& boot, Instant now) {
  const Key key{who.network, who.member};
  const auto found = boots_.find(key);
  if (found == boots_.end()) return false;
  if (Cloned(who, now) || OthersWatch(key, boot)) return true;
  const auto& processes = found->second.processes;
  const auto self = processes.find(boot);
  if (self == processes.end()) return false;
  return std::any_of(processes.begin(), processes.end(), [&](const auto& other) {
    return other.first != boot && other.second.last >= self->second.first &&
           now - other.second.last <= hand_over_;
  });
}

bool Twins::Cloned(const PeerIdentity& who, Instant now) {
  const Key key{who.network, who.member};
  const auto found = boots_.find(key);
  if (found == boots_.end()) return false;
  Boots& boots = found->second;
  const auto latest = boots.processes.find(boots.latest);
  const bool over = latest != boots.processes.end() && now - latest->second.first > hand_over_;
  if (over && OthersWatch(key, boots.latest)) boots.cloned = true;
  return boots.cloned;
}

}  // namespace candour
