// candour backup, restore and key: the data and the keys of a node, kept apart; and network
// confirm-head, for a node that came back where nobody else can say what it signed.
#include <unistd.h>

#include <filesystem>

#include "candour/node/v1/network.pb.h"
#include "candour/node/v1/node.pb.h"
#include "node/ctl/daemon_path.h"
#include "node/ctl/verbs.h"

namespace candour::ctl {
namespace {

struct BackupArguments {
  uint32_t number = 0;
  std::string folder;
  std::string file;
  std::string passphrase_file;
  std::string network;
  uint64_t size = 0;
  std::string root;
};

std::string Megabytes(uint64_t bytes) {
  return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MB";
}

void Create(Session& session) {
  node::v1::CreateBackupResponse answer;
  if (!session.Call("NodeService/CreateBackup", node::v1::CreateBackupRequest(), answer)) return;
  const auto& backup = answer.backup();
  Table table({"number", "taken", "size", "files", "dropped"});
  table.Add({std::to_string(backup.number()), Moment(backup.taken_at()), Megabytes(backup.bytes()),
             std::to_string(backup.files()), std::to_string(answer.dropped())});
  session.Print(answer, table,
                "backup " + std::to_string(backup.number()) + " in " + Clean(answer.folder()) +
                    ": " + Megabytes(backup.bytes()) + ", read back and whole; " +
                    std::to_string(answer.dropped()) +
                    " older one(s) dropped\nIt holds no keys: candour key export writes those.\n");
}

void List(Session& session) {
  node::v1::ListBackupsResponse answer;
  if (!session.Call("NodeService/ListBackups", node::v1::ListBackupsRequest(), answer)) return;
  Table table({"number", "taken", "size", "files"});
  for (const auto& row : answer.backups()) {
    table.Add({std::to_string(row.number()), Moment(row.taken_at()), Megabytes(row.bytes()),
               std::to_string(row.files())});
  }
  session.Print(answer, table,
                table.empty() ? "no backups in " + Clean(answer.folder()) + "\n" : "");
}

void Verify(Session& session, const BackupArguments& arguments) {
  node::v1::VerifyBackupRequest request;
  request.set_number(arguments.number);
  node::v1::VerifyBackupResponse answer;
  if (!session.Call("NodeService/VerifyBackup", request, answer)) return;
  Table table({"number", "taken", "rows"});
  table.Add({std::to_string(answer.backup().number()), Moment(answer.backup().taken_at()),
             std::to_string(answer.rows())});
  session.Print(answer, table,
                "backup " + std::to_string(answer.backup().number()) + " of " +
                    Moment(answer.backup().taken_at()) + " is whole: " +
                    std::to_string(answer.rows()) + " rows read\n");
}

// candourd does it: the node must not run, and only its account may read the keys.
void RunDaemon(Session& session, std::vector<std::string> words) {
  const std::string& node = session.options().node.path;
  std::error_code failed;
  const bool folder = std::filesystem::is_directory(node, failed);
  words.insert(words.begin(), {DaemonPath(session.options().program), "--config",
                               folder ? node + "/candour.toml" : node});
  ExecDaemon(session, words);
}

void Restore(Session& session, const BackupArguments& arguments) {
  std::vector<std::string> words = {"--restore"};
  if (!arguments.folder.empty()) words.insert(words.end(), {"--folder", arguments.folder});
  if (arguments.number > 0) {
    words.insert(words.end(), {"--number", std::to_string(arguments.number)});
  }
  RunDaemon(session, std::move(words));
}

void Keys(Session& session, const BackupArguments& arguments, const char* what) {
  std::vector<std::string> words = {what, arguments.file};
  if (!arguments.passphrase_file.empty()) {
    words.insert(words.end(), {"--passphrase-file", arguments.passphrase_file});
  }
  RunDaemon(session, std::move(words));
}

void ConfirmHead(Session& session, const BackupArguments& arguments) {
  node::v1::ConfirmHeadRequest request;
  request.set_network(arguments.network);
  request.set_size(arguments.size);
  request.set_root(arguments.root);
  node::v1::ConfirmHeadResponse answer;
  if (!session.Call("NetworkService/ConfirmHead", request, answer)) return;
  Table table({"network", "size", "still waits for"});
  table.Add({arguments.network, std::to_string(arguments.size), answer.blocked()});
  session.Print(answer, table,
                answer.blocked().empty() ? "recorded; the feed signs\n"
                                         : "recorded; " + Clean(answer.blocked()) + "\n");
}

void AddConfirmVerb(CLI::App& app, Session& session,
                    const std::shared_ptr<BackupArguments>& arguments) {
  auto* confirm = app.get_subcommand("network")->add_subcommand(
      "confirm-head", "vouch that nobody holds more of this node's feed than this head");
  confirm->add_option("network", arguments->network, "its name")->required();
  confirm->add_option("size", arguments->size, "entries")->required();
  confirm->add_option("root", arguments->root, "64 hex digits")->required();
  confirm->callback([&session, arguments] { ConfirmHead(session, *arguments); });
}

void AddKeyVerbs(CLI::App& app, Session& session,
                 const std::shared_ptr<BackupArguments>& arguments) {
  auto* key = app.add_subcommand("key", "the node's private keys as one sealed file");
  key->require_subcommand(1);
  auto* out = key->add_subcommand("export", "seal the keys with a passphrase to a new file");
  auto* in = key->add_subcommand("import", "make the keys folder from such a file");
  for (auto* verb : {out, in}) {
    verb->add_option("file", arguments->file, "the file")->required();
    verb->add_option("--passphrase-file", arguments->passphrase_file,
                     "take the passphrase from a file's first line");
  }
  out->callback([&session, arguments] { Keys(session, *arguments, "--export-keys"); });
  in->callback([&session, arguments] { Keys(session, *arguments, "--import-keys"); });
}

}  // namespace

void ExecDaemon(Session& session, std::vector<std::string> words) {
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  ::execvp(argv[0], argv.data());
  session.Report({ErrorCode::kUnavailable, "DAEMON_MISSING",
                  words[0] + " cannot be run; is candourd installed beside candour?"});
}

void AddBackupVerbs(CLI::App& app, Session& session) {
  auto arguments = std::make_shared<BackupArguments>();
  auto* backup = app.add_subcommand("backup", "copies of the database, without keys");
  backup->require_subcommand(1);
  backup->add_subcommand("create", "take one more and read it back")->callback([&session] {
    Create(session);
  });
  backup->add_subcommand("list", "all backups")->callback([&session] { List(session); });
  auto* verify = backup->add_subcommand("verify", "read a backup through");
  verify->add_option("number", arguments->number, "which one; the newest without it");
  verify->callback([&session, arguments] { Verify(session, *arguments); });
  auto* restore = app.add_subcommand(
      "restore", "put a backup back, with the node stopped and its database gone");
  restore->add_option("--folder", arguments->folder, "of the backups; else the configuration's");
  restore->add_option("--number", arguments->number, "which one; the newest without it");
  restore->callback([&session, arguments] { Restore(session, *arguments); });
  AddKeyVerbs(app, session, arguments);
  AddConfirmVerb(app, session, arguments);
}

}  // namespace candour::ctl
