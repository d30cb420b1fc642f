// candourd: the node daemon.
//
// Exit codes: 0 stopped as asked, or done; 1 could not start (the reason is on stderr); 2 usage;
// 3 refused to run as root; 4 --check found problems; 5 had to be cut off while stopping (the store
// recovers as after a power cut).
#include <fcntl.h>
#include <google/protobuf/stubs/logging.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <string>

#include "node/app.h"
#include "node/restore.h"
#include "node/setup.h"

namespace {

enum ExitCode { kDone = 0, kFailed = 1, kUsage = 2, kRoot = 3, kProblems = 4, kCutOff = 5 };

constexpr unsigned kStopSeconds = 5;

struct Arguments {
  std::string config;
  bool check = false;
  bool moved_here = false;
  int ready_fd = -1;
  candour::NewNode init;
  bool restore = false;
  candour::Restore backup;
  std::string export_keys;
  std::string import_keys;
  std::string passphrase_file;
};

int Report(const candour::Error& error) {
  std::cerr << "candourd: " << error.message << " [" << error.reason << "]\n";
  return kFailed;
}

void CutOff(int) {
  constexpr char kWord[] = "candourd: cut off after 5 s\n";
  if (write(STDERR_FILENO, kWord, sizeof kWord - 1) < 0) _exit(kCutOff);
  _exit(kCutOff);
}

// Signals are taken by the main thread alone, in Run.
sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  return signals;
}

int Init(const Arguments& arguments) {
  const auto said = candour::InitNode(arguments.init);
  if (!said) return Report(said.error());
  std::cout << *said;
  return kDone;
}

int Check(const Arguments& arguments) {
  const auto problems = candour::CheckNode(arguments.config);
  for (const std::string& problem : problems) std::cerr << problem << "\n";
  std::cerr << (problems.empty() ? "ready to start\n" : "not ready to start\n");
  return problems.empty() ? kDone : kProblems;
}

int Say(const candour::Result<std::string>& said) {
  if (!said) return Report(said.error());
  std::cout << *said;
  return kDone;
}

// Restoring, and keys in and out: as the account that owns the node, which runs nothing meanwhile.
int Mend(const Arguments& arguments) {
  if (candour::Status owner = candour::BecomeOwner(arguments.config); !owner) {
    return Report(owner.error());
  }
  umask(0077);
  if (arguments.restore) return Say(candour::RestoreNode(arguments.backup));
  const bool out = !arguments.export_keys.empty();
  const auto passphrase = candour::ReadPassphrase(
      arguments.passphrase_file, out ? candour::AskHow::kTwice : candour::AskHow::kOnce);
  if (!passphrase) return Report(passphrase.error());
  return Say(out ? candour::ExportKeys(arguments.config, arguments.export_keys, *passphrase)
                 : candour::ImportKeys(arguments.config, arguments.import_keys, *passphrase));
}

int Run(const Arguments& arguments) {
  if (geteuid() == 0) {
    std::cerr << "candourd: will not run as root; start it as the account that owns the node's "
                 "directory, for example: setpriv --reuid=candour --regid=candour --clear-groups "
                 "candourd --config FILE\n";
    return kRoot;
  }
  const auto options = candour::ReadConfig(arguments.config);
  if (!options) return Report(options.error());
  umask(0027);
  signal(SIGPIPE, SIG_IGN);
  const sigset_t signals = StopSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // Inherited by every thread made from here on.

  const auto place = arguments.moved_here ? candour::Place::kMovedHere : candour::Place::kAsEver;
  auto app = candour::App::Start(*options, place);
  if (!app) return Report(app.error());
  std::cerr << "ready: " << (*app)->Sockets() << "\n";
  if (arguments.ready_fd >= 0) {
    if (write(arguments.ready_fd, "ready\n", 6) != 6) std::cerr << "candourd: nobody reads fd\n";
    close(arguments.ready_fd);
  }
  int got = 0;
  sigwait(&signals, &got);
  signal(SIGALRM, CutOff);
  alarm(kStopSeconds);
  app->reset();
  return kDone;
}

void AddOptions(CLI::App& cli, Arguments& arguments) {
  cli.set_version_flag("--version", std::string("candourd ") + candour::kVersion);
  auto* config = cli.add_option("--config", arguments.config, "the node's candour.toml");
  auto* check = cli.add_flag("--check", arguments.check,
                             "name everything that would keep it from starting, and end");
  cli.add_flag("--moved-here", arguments.moved_here,
               "this data directory was moved here and its original is gone for good");
  cli.add_option("--ready-fd", arguments.ready_fd,
                 "write \"ready\" to this descriptor once served");
  auto* init = cli.add_option("--init", arguments.init.directory,
                              "make a new node in this directory, and end");
  auto* name = cli.add_option("--name", arguments.init.organisation, "with --init: organisation");
  auto* listen = cli.add_option("--listen", arguments.init.listen,
                                "with --init: host:port for peers; without it the node dials out");
  auto* restore = cli.add_flag("--restore", arguments.restore, "put a backup back, and end");
  auto* folder = cli.add_option("--folder", arguments.backup.folder, "with --restore: of backups");
  auto* number = cli.add_option("--number", arguments.backup.number, "with --restore: not newest");
  auto* out = cli.add_option("--export-keys", arguments.export_keys, "seal the keys to this file");
  auto* in = cli.add_option("--import-keys", arguments.import_keys, "make the keys from this file");
  cli.add_option("--passphrase-file", arguments.passphrase_file, "instead of asking for it");
  check->needs(config);
  name->needs(init);
  listen->needs(init);
  init->needs(name);
  init->excludes(config);
  restore->needs(config)->excludes(out)->excludes(in);
  folder->needs(restore);
  number->needs(restore);
  out->needs(config)->excludes(in);
  in->needs(config);
}

}  // namespace

int main(int argc, char** argv) {
  // gRPC writes lines of its own to stderr, such as one for every pinned certificate whose name it
  // cannot match; what matters of them reaches our log with the peer's name.
  setenv("GRPC_VERBOSITY", "NONE", 0);
  // So does protobuf, one for every field of a peer's that is not UTF-8.
  google::protobuf::SetLogHandler(nullptr);
  Arguments arguments;
  CLI::App cli{"candourd: the node daemon of Candour"};
  AddOptions(cli, arguments);
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? kDone : kUsage;
  }
  arguments.backup.config = arguments.config;
  if (!arguments.init.directory.empty()) return Init(arguments);
  if (arguments.config.empty()) {
    std::cerr << cli.help();
    return kUsage;
  }
  const bool keys = !arguments.export_keys.empty() || !arguments.import_keys.empty();
  if (arguments.restore || keys) return Mend(arguments);
  return arguments.check ? Check(arguments) : Run(arguments);
}
