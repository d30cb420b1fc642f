// Backups, as people run them: taken, listed, read through, and dropped in time.
#include <algorithm>
#include <atomic>

#include "node/learning/audit.h"
#include "node/learning/authorise.h"
#include "node/learning/names.h"
#include "node/learning/node_handlers.h"

namespace candour {
namespace {

constexpr int64_t kBackupLifetime = 3'024'000;  // Where no network says anything: 35 days.

constexpr int kSweepGlances = 60;
constexpr Duration kSweepGlance{500};

node::v1::Backup Shown(const storage::BackupRow& row) {
  node::v1::Backup shown;
  shown.set_number(row.number);
  shown.set_taken_at(row.taken_at);
  shown.set_bytes(row.bytes);
  shown.set_files(row.files);
  shown.set_node_id(row.node_id);
  return shown;
}

// What this node promised every network: older backups may hold what was withdrawn since.
int64_t Lifetime(Turns& turns) {
  int64_t lifetime = kBackupLifetime;
  for (const auto& network : Networks(turns, *turns.Snapshot())) {
    lifetime = std::min(lifetime, network.manifest->manifest.Param("backup-lifetime"));
  }
  return std::max<int64_t>(lifetime, 0);
}

Error NoBackup(const std::string& folder, uint32_t number) {
  return {ErrorCode::kNotFound, "NO_SUCH_BACKUP",
          "there is no backup" + (number > 0 ? " " + std::to_string(number) : std::string()) +
              " in " + folder + "; take one with: candour backup create"};
}

// The folder has one user at a time.
class Turnstile {
 public:
  explicit Turnstile(std::atomic<bool>& busy) : busy_(busy), mine_(!busy.exchange(true)) {}
  ~Turnstile() {
    if (mine_) busy_ = false;
  }
  Status Entered() const {
    if (mine_) return {};
    return Fail(ErrorCode::kConflict, "BACKUP_BUSY",
                "another backup is being taken or checked; try again when it is done");
  }

 private:
  std::atomic<bool>& busy_;
  const bool mine_;
};

}  // namespace

Result<node::v1::CreateBackupResponse> NodeHandlers::CreateBackup(
    const Principal& who, const node::v1::CreateBackupRequest&) {
  if (auto ok = Authorise(who, UserAction::kRunBackups); !ok) return Fail(ok.error());
  const Turnstile turn_at_folder(backup_busy_);
  if (auto ok = turn_at_folder.Entered(); !ok) return Fail(ok.error());
  auto taken = sources_.backups.take();
  // A sweep takes seconds, and is often under way when somebody thinks of a backup.
  for (int i = 0; i < kSweepGlances && !taken && taken.error().reason == "SWEEP_RUNNING"; ++i) {
    services_.turns.Await(kSweepGlance, [](const storage::Reader&) { return false; });
    taken = sources_.backups.take();
  }
  if (!taken) return Fail(taken.error());
  const std::string& folder = sources_.backups.folder;
  auto dropped = storage::DropBackupsBefore(
      folder, services_.turns.Time().wall - Lifetime(services_.turns));
  if (!dropped) return Fail(dropped.error());
  auto status = services_.turns.Run([&](const storage::Reader& store, Now now) {
    LocalTurn turn;
    AddAudit(store, who,
             {"backup.create", std::to_string(taken->number),
              "dropped " + std::to_string(*dropped)},
             now.wall, turn.writes);
    return Result<LocalTurn>(std::move(turn));
  });
  if (!status) return Fail(status.error());
  node::v1::CreateBackupResponse response;
  *response.mutable_backup() = Shown(*taken);
  response.set_folder(folder);
  response.set_dropped(*dropped);
  return response;
}

Result<node::v1::ListBackupsResponse> NodeHandlers::ListBackups(
    const Principal& who, const node::v1::ListBackupsRequest&) {
  if (auto ok = Authorise(who, UserAction::kRunBackups); !ok) return Fail(ok.error());
  const Turnstile turn_at_folder(backup_busy_);
  if (auto ok = turn_at_folder.Entered(); !ok) return Fail(ok.error());
  auto rows = storage::ListBackups(sources_.backups.folder);
  if (!rows) return Fail(rows.error());
  node::v1::ListBackupsResponse response;
  response.set_folder(sources_.backups.folder);
  for (const auto& row : *rows) *response.add_backups() = Shown(row);
  return response;
}

Result<node::v1::VerifyBackupResponse> NodeHandlers::VerifyBackup(
    const Principal& who, const node::v1::VerifyBackupRequest& request) {
  if (auto ok = Authorise(who, UserAction::kRunBackups); !ok) return Fail(ok.error());
  const Turnstile turn_at_folder(backup_busy_);
  if (auto ok = turn_at_folder.Entered(); !ok) return Fail(ok.error());
  const std::string& folder = sources_.backups.folder;
  auto rows = storage::ListBackups(folder);
  if (!rows) return Fail(rows.error());
  const uint32_t number = request.number();
  const auto found = std::find_if(rows->rbegin(), rows->rend(), [&](const storage::BackupRow& row) {
    return number == 0 || row.number == number;
  });
  if (found == rows->rend()) return Fail(NoBackup(folder, number));
  auto read = storage::VerifyBackup(folder, found->number);
  if (!read) return Fail(read.error());
  node::v1::VerifyBackupResponse response;
  *response.mutable_backup() = Shown(*found);
  response.set_rows(*read);
  return response;
}

}  // namespace candour
