// The core: everything a node decides about feeds, networks and peers, without touching the world.
//
// One event in, one Turn out. The caller commits turn.writes atomically and durably, then carries
// out turn.actions in order; only then may the next event be handled. Reads go through the
// StoreView given with the event, which shows all earlier turns and nothing of this one. When
// Deadline() has passed the caller handles a TimerFired. Equal calls give equal turns. Not
// thread-safe: one loop owns it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "federation/core/actions.h"
#include "federation/core/events.h"
#include "federation/network/manifest.h"
#include "federation/port/store.h"
#include "federation/sync/serve.h"

namespace candour {

struct Turn {
  Status outcome;  // Of a local event: why it was refused, with nothing written.
  WriteSet writes;
  std::vector<Action> actions;
};

struct CoreOptions {
  SelfDescription self;
  Duration batch_window{250};
  Duration cosign_interval{600'000};
  Duration reconcile_interval{86'400'000};
  Duration poll_interval{60'000};  // A watching peer is asked for news even when no hint came.
  Duration call_timeout{30'000};
  size_t batch_entries_max = 256;
  // How long two processes of one member may overlap, as when one takes over from the other.
  Duration hand_over{60'000};
};

// How one dialled peer stands, for ListPeers.
struct PeerReport {
  PeerHandle peer = 0;
  NetworkId network;
  MemberId hub;
  std::string phase;
  uint64_t leaves_pulled = 0, leaves_pushed = 0, bodies_pulled = 0;
  bool settled = false;      // Everything seen so far is exchanged.
  bool roots_agree = false;  // After the last full comparison.
  std::vector<std::string> differences;
  uint64_t blamed = 0;  // What it brought and no author made, in this process.
};

class Core {
 public:
  explicit Core(CoreOptions options);
  ~Core();

  Turn Handle(const Event& event, Now now, const StoreView& store);
  std::optional<Instant> Deadline() const;

  // The current verified manifest; null when the network is unknown. Valid until the next Handle;
  // copies are cheap.
  std::shared_ptr<const SignedManifest> ManifestOf(const NetworkId& network) const;
  std::vector<PeerReport> Peers() const;
  // Why this node's feed in the network does not sign at the moment; empty when it does.
  std::string SigningBlocked(const NetworkId& network) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace candour
