// The world of service nodes: carries what they say to each other, and has the clock.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/unit/node/learning/service_node.h"

namespace candour::service_test {

class World final : public JoinDialer {
 public:
  Duration batch_window{0};  // Of the nodes that are added from now on.

  // The first node answers at "a.example:7700", the next at "b.example:7700", ...
  ServiceNode& AddNode(const std::string& organisation);

  Now now() const { return now_; }
  void Pass(Duration time);
  // Until nobody has anything left to say, erase or index.
  void Settle();
  // A node hangs up and dials its hubs once more, with the keys it has now.
  void Redial(ServiceNode& node);

  // JoinDialer, for every node.
  Result<peer::v1::JoinResponse> Join(const Ticket& ticket,
                                      const peer::v1::JoinRequest& request) override;
  Result<std::vector<ManifestsReply::Version>> Manifests(const Ticket& ticket,
                                                         uint64_t from) override;

 private:
  friend class ServiceNode;
  struct Link {
    ServiceNode* from = nullptr;
    ServiceNode* to = nullptr;
    PeerIdentity who;
    WatcherHandle watcher = 0;
  };
  struct Call {
    PeerHandle peer = 0;
    CallHandle call = 0;
  };
  ServiceNode* At(const std::string& address);
  void Dial(ServiceNode& from, const DialHubs& dial);
  void Ask(const AskPeer& ask);
  void Answer(const AnswerPeer& answer);
  void Watch(const OpenWatch& open);
  void Hint(const SendHint& hint);
  void HangUp(WatcherHandle watcher);
  void Drop(PeerHandle peer);
  void Post(std::function<void()> work) { mail_.push_back(std::move(work)); }

  Now now_{Instant{Duration{3'600'000}}, kStart};
  std::vector<std::unique_ptr<ServiceNode>> nodes_;
  std::map<PeerHandle, Link> links_;
  std::map<CallHandle, Call> calls_;
  std::deque<std::function<void()>> mail_;
  uint64_t last_handle_ = 0;
};

}  // namespace candour::service_test
