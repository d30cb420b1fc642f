// candour_bench: measures this build on this machine. JSON lines on stdout, talk on stderr.
//
// Exit codes: 0 all that was asked for was measured; 1 something did not work; 2 usage.
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <thread>

#include "node/rpc/tls.h"
#include "tests/bench/author.h"
#include "tests/bench/bench.h"
#include "tests/bench/limits.h"
#include "tests/bench/measure.h"
#include "tests/places.h"

namespace candour::bench {

const std::vector<Bench>& Benches() {
  static const std::vector<Bench> benches = {
      {"crypto", "hashing and signing", CryptoBench},
      {"anonymiser", "reading, starting, and text made to hurt", AnonymiserBench},
      {"append", "entries into an own feed", AppendBench},
      {"sync", "a member catches up with a hub", SyncBench},
      {"catchup", "a member that was away for long, killed on the way", CatchupBench},
      {"withdraw", "a withdrawal among members that hold much", WithdrawBench},
      {"wire", "one new entry beside few and beside many", WireBench},
      {"heads", "feeds of which none has changed", HeadsBench},
      {"publish", "from one member to another through a hub", PublishBench},
      {"ingest", "real tables imported", IngestBench},
      {"index", "documents in, searches out", IndexBench},
      {"query-one", "questions about many records of one node", QueryOneBench},
      {"query-many", "a question to many nodes, of which some do not answer", QueryManyBench},
      {"start", "starting, and memory", StartBench},
  };
  return benches;
}

namespace {

namespace fs = std::filesystem;

// Where every account may run it: the nodes give up root.
std::string PublicCopy(const fs::path& program, const std::string& folder) {
  const fs::path copy = fs::path(folder) / program.filename();
  std::error_code failed;
  fs::copy_file(program, copy, failed);
  fs::permissions(copy, fs::perms(0755), failed);
  return copy;
}

int RunAll(const std::string& only, Setup setup, const std::string& parent) {
  std::string folder = parent + "/candour-bench-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr || ::chmod(folder.c_str(), 0755) != 0) {
    std::cerr << "candour_bench: no folder can be made in " << parent << "\n";
    return 1;
  }
  setup.program = PublicCopy("/proc/self/exe", folder);
  setup.daemon = PublicCopy(candour::places::BinaryDir() + "/node/candourd", folder);
  Report report;
  report.Add("machine.cores", std::thread::hardware_concurrency(), "1",
             {{"build", CANDOUR_BUILD_TYPE}});
  int code = 0;
  for (const Bench& bench : Benches()) {
    if (!std::string(bench.name).starts_with(only)) continue;
    report.Say(std::string(bench.name) + ": " + bench.about);
    setup.folder = folder + "/" + bench.name;
    fs::create_directory(setup.folder);
    fs::permissions(setup.folder, fs::perms(0777));
    const Stopwatch watch;
    const Status done = bench.run(setup, report);
    report.Add("bench.seconds", watch.Seconds(), "s", {{"bench", bench.name}});
    if (!done) {
      report.Say(std::string(bench.name) + ": " + done.error().message);
      code = 1;
    }
    std::error_code ignored;
    if (done) fs::remove_all(setup.folder, ignored);
  }
  std::error_code ignored;
  if (code == 0) fs::remove_all(folder, ignored);
  return code;
}

int Main(int argc, char** argv) {
  ::setenv("GRPC_VERBOSITY", "NONE", 0);
  ::signal(SIGPIPE, SIG_IGN);
  rpc::PrepareLibrary();
  CLI::App cli{"candour_bench: every figure beside the limit of the machine"};
  std::string only;
  std::string parent = "/tmp";
  Filling filling;
  cli.add_option("--only", only, "benches whose name begins so");
  cli.add_option("--folder", parent, "where to measure: on the disk in question");
  bool quick = false;
  bool stream = false;
  cli.add_flag("--quick", quick, "sizes at which it only shows that it works");
  cli.add_flag("--serve-stream", stream, "internal: the other end of the plain stream");
  cli.add_option("--fill", filling.directory, "internal: entries for a node that does not run");
  cli.add_option("--entries", filling.entries, "of catchup and withdraw; with --fill: to write");
  cli.add_option("--records", filling.records, "with --fill");
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? 0 : 2;
  }
  if (stream) return ServePlainStream();
  if (!filling.directory.empty()) {
    const Status filled = Fill(filling);
    if (!filled) std::cerr << "candour_bench: " << filled.error().message << "\n";
    return filled ? 0 : 1;
  }
  Setup setup;
  setup.entries = filling.entries;
  setup.scale = quick ? Scale::kQuick : Scale::kFull;
  setup.shared = candour::places::SourceDir() + "/../shared";
  return RunAll(only, setup, parent);
}

}  // namespace
}  // namespace candour::bench

int main(int argc, char** argv) { return candour::bench::Main(argc, argv); }
