// One turn's writes as one RocksDB batch, with the changes that projections and peers will be told.
// Internal to node/storage.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "node/storage/engine.h"
#include "node/storage/local_rows.h"

namespace candour::storage {

class TurnBatch {
 public:
  // `before`: the counters of the last committed turn. `batch`, which is emptied, outlives this.
  TurnBatch(Engine& engine, const Counters& before, rocksdb::WriteBatch& batch);

  // kInvalid for rows that no caller may write: a broken run of leaves, a reserved local key.
  Status Add(const WriteSet& writes, const LocalWrites& local);
  // Once, after everything was added.
  rocksdb::WriteBatch& Finish();
  const Counters& after() const { return counters_; }

 private:
  void Write(const PutFeed& write);
  void Write(const PutLeaves& write);
  void Write(const PutTile& write);
  void Write(const PutCheckpoint& write);
  void Write(const PutCosignature& write);
  void Write(const PutBody& write);
  void Write(const EraseBody& write);
  void Write(const PutRetraction& write);
  void Write(const PutChain& write);
  void Write(const PutManifest& write);
  void Write(const PutWanted& write);
  void Write(const DropWanted& write);
  void Write(const PutStaged& write);
  void Write(const DropStaged& write);
  void Write(const PutQuarantine& write);
  void Write(const PutProposal& write);
  void Write(const DropProposal& write);
  void Write(const DropRetraction& write);
  void Write(const CutFeed& write);
  void Write(const DropQuarantine& write);
  void Write(const PutEvidence& write);
  void AddLocal(const LocalWrite& write);

  void Put(Family family, const std::string& key, std::string_view value);
  void Delete(Family family, const std::string& key);
  void AddChange(Change change);
  // The feed changed for its peers; its network is that of its newest state.
  void TouchFeed(const FeedId& feed);
  void WriteFeedChange(const FeedId& feed);
  std::vector<std::string> KeysFrom(Family family, const std::string& prefix,
                                    const std::string& start);
  std::optional<std::string> Stored(Family family, const std::string& key);
  void Refuse(std::string reason, std::string message);

  Engine& engine_;
  Counters counters_;
  rocksdb::WriteBatch& batch_;
  std::map<FeedId, NetworkId> networks_;  // Of feeds whose state this turn writes.
  std::map<FeedId, size_t> touched_;      // Feed -> place in the order of last changes.
  size_t touches_ = 0;
  Status refused_;
};

// An empty batch whose rows are protected from their making to their file.
rocksdb::WriteBatch EmptyBatch();

// Whether a full disk must still take this turn: it withdraws something, or only gives space back.
bool MayUseReserve(const WriteSet& writes, const LocalWrites& local);

}  // namespace candour::storage
