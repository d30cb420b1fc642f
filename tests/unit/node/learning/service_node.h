// Whole nodes without processes: the services over a real store, a real core and a real index, on
// one thread, with a clock that stands until it is moved.
//
// World delivers what the cores say to each other when Settle() is called. A handler's own turn is
// committed before it returns; sweeps, indexing and everything between nodes happen in Settle().
#pragma once

#include <gtest/gtest.h>

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

namespace candour {
class QuestionDesk;
class QueryHandlers;
}  // namespace candour

namespace candour::service_test {

inline constexpr WallSeconds kStart = 1'760'000'000;  // 2025-10-09 08:53:20 UTC

class World;

class ServiceNode final : public Turns, public KeyVault {
 public:
  ServiceNode(World& world, std::string organisation, std::string address);
  ~ServiceNode() override;

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
  Result<GovernorKey> CreateGovernorKey(const NetworkId& network, uint32_t number) override;
  Result<MemberKeys> CreateNextKeys(const NetworkId& network) override;
  Result<MemberKeys> TakeNextKeys(const NetworkId& network) override;
  Result<GovernorKey> LoadGovernorKey(const NetworkId& network) override;
  crypto::Hash ListenerSpki() const override { return Draw("listener"); }
  std::string NodeKey() const override { return std::string(Draw("node-key").view()); }

  const storage::Reader& store() const { return store_->Latest(); }
  const std::string& address() const { return address_; }
  const std::string& folder() const { return folder_.path(); }
  Services& services() { return services_; }
  // Commits rows behind the services' back.
  void Put(storage::LocalWrites writes);
  void PutFeedState(const FeedState& state) { PutCore({PutFeed{state}}); }
  void PutCore(const WriteSet& writes);
  // Every row of every family, for comparing before and after.
  std::string Dump() const;

  // What the running daemon would say of itself.
  NodeFacts facts;
  std::vector<PeerLink> links;
  bool online = true;  // False: no hub hears its notes about questions.
  bool works = true;   // False: nobody works on questions here.
  bool sweeps = true;  // False: withdrawals stay hidden and are not erased yet.

 private:
  friend class World;
  crypto::Hash Draw(const std::string& label) const;
  MemberKeys KeysOf(const NetworkId& network, uint32_t epoch) const;
  Status Handle(const std::optional<Event>& event, storage::LocalWrites writes);
  void Carry(const Action& action);
  // True when there was something to do.
  bool Sweep();
  bool Index();
  Result<Reply> AskHub(const NetworkId& network, const MemberId& hub, const Request& request);

  World& world_;
  std::string organisation_;
  std::string address_;
  storage::TempFolder folder_;
  std::unique_ptr<storage::RocksDbStore> store_;
  std::unique_ptr<index::Index> index_;
  std::unique_ptr<anonymise::Anonymiser> anonymiser_;
  Core core_;
  std::map<NetworkId, uint32_t> governed_, epochs_;
  std::set<NetworkId> next_made_;
  bool sweep_due_ = false;
  Services services_;

 public:
  LearningHandlers learning;
  ReviewHandlers review;
  NetworkHandlers networks;
  NodeHandlers node;

 private:
  const std::unique_ptr<QuestionDesk> desk_;
  const std::unique_ptr<QueryHandlers> asking_;

 public:
  QuestionDesk& questions;
  QueryHandlers& query;
};

}  // namespace candour::service_test
