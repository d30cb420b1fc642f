// The store of a node: everything that is true, in one RocksDB.
//
// Open fails with kConflict STORE_IN_USE (another process has it), WRONG_NODE (another node's
// database beside these keys) or SCHEMA_NEWER, and with kCorrupt FAMILY_MISSING, SCHEMA_MISSING or
// STORE_CORRUPT; each message names the directory and the next step.
//
// Threads: one thread commits and uses Latest(). Snapshot, Sweep, BackUp, TrimChanges, Failed and
// Full may be called from any. The store outlives its snapshots.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "node/storage/backups.h"
#include "node/storage/local_rows.h"
#include "node/storage/store_options.h"

namespace candour::storage {

// What a sweep makes sure of: the text that these rows had, in any earlier version, is in no file.
// They have been deleted (or overwritten) and committed before.
struct SweepRequest {
  std::vector<std::pair<FeedId, uint64_t>> bodies = {};
  std::vector<std::string> records = {};  // Keys of family record.
  std::vector<std::string> drafts = {};   // Keys of family draft.
  bool everything = false;                // All rows of all families that hold text, instead.
};

class RocksDbStore {
 public:
  static Result<std::unique_ptr<RocksDbStore>> Open(const StoreOptions& options);
  ~RocksDbStore();

  // Always the newest commit. The committing thread only.
  const Reader& Latest() const;
  // One moment, for any thread; dropped within 5 s, since sweeps wait for it.
  std::unique_ptr<Reader> Snapshot();

  // All of it in one synced batch, or none of it.
  //   kInvalid      a row that nobody may write; nothing happened.
  //   kFull         the disk is full; nothing was written. Turns that withdraw or only delete still
  //                 pass, from the reserve. Goes on by itself once there is space.
  //   kUnavailable  the disk failed, now or earlier: the store stays read-only until a restart.
  Status Commit(const WriteSet& writes, const LocalWrites& local);

  // Gives the space kept back to what has to be written beside the store. Taken again by a later
  // commit that finds enough free. The committing thread only.
  void GiveUpReserve();

  // Steps (3) to (6) of protocol section 7; takes seconds. Returns kUnavailable and what is left
  // when it could not finish (a view that was not dropped, a file that stayed); then try again.
  // kConflict while another sweep runs.
  Status Sweep(const SweepRequest& request);

  // One more backup in this folder (made when absent), read back and checked. Takes as long as
  // copying what is new. kConflict while a sweep or another backup runs, see also backups.h.
  Result<BackupRow> BackUp(const std::string& folder);

  // Forgets the changes up to this sequence, once every projection has them on its disk.
  Status TrimChanges(uint64_t up_to);

  // Why the store is read-only; also set by a read that met a broken disk. The loop asks before it
  // commits what it decided on such reads.
  std::optional<Error> Failed() const;
  // Whether ordinary commits are refused for want of space, as the last Commit found.
  bool Full() const;

 private:
  class Impl;
  explicit RocksDbStore(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace candour::storage
