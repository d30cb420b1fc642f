// NodeService: how the node is, whom it talks to, who uses it. Called on worker threads.
#pragma once

#include <atomic>
#include <functional>

#include "candour/node/v1/node.pb.h"
#include "node/learning/services.h"
#include "node/storage/backups.h"

namespace candour {

// What only the running daemon knows of itself.
struct NodeFacts {
  std::string node_id;
  std::string health;  // ok, degraded, read-only
  std::vector<std::string> warnings;
  int64_t uptime_seconds = 0;
  double index_lag_seconds = 0;
  uint32_t sweeps_pending = 0;
  uint64_t waiting_to_sign = 0;
};

// One dialled or accepted connection as the transport sees it.
struct PeerLink {
  NetworkId network;
  MemberId member;
  std::string address = {};
  std::string state;  // connected, dialling, waiting, inbound, gone
  int64_t last_sync = 0;
  std::string last_error = {};
  uint64_t malformed = 0;  // Its calls that could not be read or did not verify.
  uint64_t refused = 0;    // Its calls beyond its share.
  bool paused = false;     // Not heard at the moment, for what it sent.
};

// The node's backup folder. Calls block for as long as they copy or read.
struct BackupPorts {
  std::string folder = {};
  std::function<Result<storage::BackupRow>()> take = {};
};

class NodeHandlers {
 public:
  struct Sources {
    std::function<NodeFacts()> facts;
    std::function<std::vector<PeerLink>()> links;
    // Blocks until no dialled peer has anything left to exchange, at most 30 s.
    std::function<Status(std::optional<NetworkId>)> sync_now;
    BackupPorts backups = {};
  };
  NodeHandlers(Services& services, Sources sources)
      : services_(services), sources_(std::move(sources)) {}

  Result<node::v1::GetStatusResponse> GetStatus(const Principal& who,
                                                const node::v1::GetStatusRequest& request);
  Result<node::v1::ListPeersResponse> ListPeers(const Principal& who,
                                                const node::v1::ListPeersRequest& request);
  Result<node::v1::SyncNowResponse> SyncNow(const Principal& who,
                                            const node::v1::SyncNowRequest& request);
  Result<node::v1::ListQuarantineResponse> ListQuarantine(
      const Principal& who, const node::v1::ListQuarantineRequest& request);
  Result<node::v1::ListUsersResponse> ListUsers(const Principal& who,
                                                const node::v1::ListUsersRequest& request);
  Result<node::v1::AddUserResponse> AddUser(const Principal& who,
                                            const node::v1::AddUserRequest& request);
  Result<node::v1::SetUserRolesResponse> SetUserRoles(const Principal& who,
                                                      const node::v1::SetUserRolesRequest& request);
  Result<node::v1::DisableUserResponse> DisableUser(const Principal& who,
                                                    const node::v1::DisableUserRequest& request);
  Result<node::v1::ListAuditResponse> ListAudit(const Principal& who,
                                                const node::v1::ListAuditRequest& request);
  // backups.cc
  Result<node::v1::CreateBackupResponse> CreateBackup(const Principal& who,
                                                      const node::v1::CreateBackupRequest& request);
  Result<node::v1::ListBackupsResponse> ListBackups(const Principal& who,
                                                    const node::v1::ListBackupsRequest& request);
  Result<node::v1::VerifyBackupResponse> VerifyBackup(const Principal& who,
                                                      const node::v1::VerifyBackupRequest& request);

 private:
  void AddPeers(google::protobuf::RepeatedPtrField<node::v1::Peer>& out);

  Services& services_;
  Sources sources_;
  std::atomic<bool> backup_busy_{false};
};

}  // namespace candour
