// The two calls of somebody who holds a ticket and is no member yet (protocol section 5, Joining).
//
// Both dial once, block the calling thread for at most `timeout`, and hang up. Reasons:
// HUB_UNREACHABLE, HUB_PIN_MISMATCH (somebody else answers there; names both fingerprints), or what
// the hub said. Thread-safe.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "node/learning/ports.h"

namespace candour::rpc {

class TicketDialer final : public JoinDialer {
 public:
  explicit TicketDialer(std::chrono::milliseconds timeout = std::chrono::seconds(20));
  ~TicketDialer() override;

  Result<peer::v1::JoinResponse> Join(const Ticket& ticket,
                                      const peer::v1::JoinRequest& request) override;
  // One page; ask again from the last version's successor until a page is empty.
  Result<std::vector<ManifestsReply::Version>> Manifests(const Ticket& ticket,
                                                         uint64_t from) override;

  // Calls under way fail soon, later ones at once.
  void Stop();

 private:
  class Calls;
  const std::chrono::milliseconds timeout_;
  const std::unique_ptr<Calls> calls_;
};

}  // namespace candour::rpc
