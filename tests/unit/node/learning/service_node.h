// Whole nodes without processes: the services over a real store, a real core and a real index, on
// one thread, with a clock that stands until it is moved.
//
// World delivers what the cores say to each other when Settle() is called. A handler's own turn is
// committed before it returns; sweeps, indexing and everything between nodes happen in Settle().
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "federation/core/core.h"
#include "node/index/index.h"
#include "node/learning/learning_handlers.h"
#include "node/learning/network_handlers.h"
#include "node/learning/node_handlers.h"
#include "node/learning/review_handlers.h"
#include "node/learning/tally.h"
#include "node/storage/rocksdb_store.h"
#include "tests/unit/node/storage/store_fixture.h"

namespace candour::service_test {

inline constexpr WallSeconds kStart = 1'760'000'000;  // 2025-10-09 08:53:20 UTC

class World;

class ServiceNode final : public Turns, public KeyVault {
 public:
  ServiceNode(World& world, std::string organisation, std::string address);

  // Turns.
  Status Run(const Decide& decide) override;
  std::unique_ptr<storage::Reader> Snapshot() override { return store_->Snapshot(); }
  std::shared_ptr<const SignedManifest> ManifestOf(const NetworkId& network) override;
  std::vector<PeerReport> Peers() override { return core_.Peers(); }
  Now Time() override;
  std::string SigningBlocked(const NetworkId& network) override {
    return core_.SigningBlocked(network);
  }
  // The clock moves on by all of `patience` when it is not ready at once.
  bool Await(Duration patience, const Ready& ready) override;

  // KeyVault. Keys follow from the organisation and the network.
  Result<MemberKeys> CreateMemberKeys(const NetworkId& network) override;
  Result<GovernorKey> CreateGovernorKey(const NetworkId& network) override;
  Result<GovernorKey> LoadGovernorKey(const NetworkId& network) override;
  crypto::Hash ListenerSpki() const override { return Draw("listener"); }
  std::string NodeKey() const override { return std::string(Draw("node-key").view()); }

  const storage::Reader& store() const { return store_->Latest(); }
  const std::string& address() const { return address_; }
  const std::string& folder() const { return folder_.path(); }
  Services& services() { return services_; }
  // Commits rows behind the services' back.
  void Put(storage::LocalWrites writes);
  void PutFeedState(const FeedState& state);
  // Every row of every family, for comparing before and after.
  std::string Dump() const;

  // What the running daemon would say of itself.
  NodeFacts facts;
  std::vector<PeerLink> links;
  bool sweeps = true;  // False: withdrawals stay hidden and are not erased yet.

 private:
  friend class World;
  crypto::Hash Draw(const std::string& label) const;
  Status Handle(const std::optional<Event>& event, storage::LocalWrites writes);
  void Carry(const Action& action);
  // True when there was something to do.
  bool Sweep();
  bool Index();

  World& world_;
  std::string organisation_;
  std::string address_;
  storage::TempFolder folder_;
  std::unique_ptr<storage::RocksDbStore> store_;
  std::unique_ptr<index::Index> index_;
  std::unique_ptr<anonymise::Anonymiser> anonymiser_;
  Core core_;
  std::set<NetworkId> governed_;
  bool sweep_due_ = false;
  Services services_;

 public:
  LearningHandlers learning;
  ReviewHandlers review;
  NetworkHandlers networks;
  NodeHandlers node;
};

class World final : public JoinDialer {
 public:
  // The first node answers at "a.example:7700", the next at "b.example:7700", ...
  ServiceNode& AddNode(const std::string& organisation);

  Now now() const { return now_; }
  void Pass(Duration time);
  // Until nobody has anything left to say, erase or index.
  void Settle();

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
