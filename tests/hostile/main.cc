// candour_hostile: what one hostile member costs the others. Prints JSON lines.
//
//   candour_hostile [--seconds N] [--only NAME]
//
// A federation of real processes; the national body's key attacks the hub, first on the hub's own
// port, keeping to HTTP/2's rules, then through nginx, breaking them too, while ZA1 goes on
// publishing and ZB1 receiving. Exit code 1 when a
// goal of docs/threats.md is missed by far (sync stopped, memory grew by 256 MB, no recovery in
// 30 s); figures that depend on the machine are printed, not judged.
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>
#include <thread>

#include "candour/node/v1/node.pb.h"
#include "node/ctl/wait_for.h"
#include "tests/e2e/federation_run.h"
#include "tests/hostile/attacks.h"
#include "tests/places.h"

extern char** environ;

namespace candour::hostile {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using e2e::FederationRun;

constexpr char kHub[] = "zh1";
constexpr char kAttacker[] = "zn1";
constexpr double kGrowthMaxMb = 256;
constexpr int kRecoverySecondsMax = 30;
constexpr int kVisibleSecondsMax = 30;

void Print(const std::string& name, double value, const char* unit, int seconds) {
  std::cout << "{\"name\":\"hostile/" << name << "\",\"value\":" << value << ",\"unit\":\"" << unit
            << "\",\"params\":{\"seconds\":" << seconds << "}}" << std::endl;
}

double ResidentMb(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("VmRSS:")) return std::atof(line.c_str() + 6) / 1024;
  }
  return 0;
}

ClientKey KeyOf(const std::string& code) {
  const std::string keys = FederationRun::Get().node(code).directory + "/data/keys";
  for (const auto& entry : fs::directory_iterator(keys)) {
    if (!entry.is_directory()) continue;
    return {entry.path() / "tls.crt", entry.path() / "tls.key"};
  }
  return {};
}

// Milliseconds from the command to publish until ZB1 holds the entry; empty when it never does.
std::optional<double> PublishAndSee() {
  const std::string record = e2e::ApprovedRecord("Trolley brake", "The brake was not set.");
  const auto [before, root] = e2e::Holds("zb1");
  const auto start = Clock::now();
  e2e::Publish(record);
  const bool seen = ctl::WaitFor(kVisibleSecondsMax,
                                 [before = before] { return e2e::Holds("zb1").first > before; });
  if (!seen) return std::nullopt;
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double Percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<size_t>(share * values.size()))];
}

// True when the others hardly noticed.
bool Run(const Attack& attack, const std::string& door, int seconds) {
  const ctl::DemoNode& hub = FederationRun::Get().node(kHub);
  const Target target{hub.address, KeyOf(kAttacker),
                      door == "direct" ? Manners::kKeepsToHttp2 : Manners::kNone};
  const double before = ResidentMb(hub.pid);
  std::atomic<bool> stop{false};
  Effort effort;
  std::thread attacker([&] { effort = attack.run(target, stop); });
  std::vector<double> delays;
  double most = before;
  bool alive = true;
  const auto end = Clock::now() + std::chrono::seconds(seconds);
  while (alive && Clock::now() < end) {
    const auto delay = PublishAndSee();
    alive = delay.has_value();
    if (delay) delays.push_back(*delay);
    most = std::max(most, ResidentMb(hub.pid));
  }
  stop = true;
  attacker.join();
  const auto stopped = Clock::now();
  const bool recovered = PublishAndSee().has_value();
  const double recovery = std::chrono::duration<double>(Clock::now() - stopped).count();

  const std::string name = door + "/" + attack.name;
  Print(name + "/sync_p50", Percentile(delays, 0.5), "ms", seconds);
  Print(name + "/sync_p99", Percentile(delays, 0.99), "ms", seconds);
  Print(name + "/published", static_cast<double>(delays.size()), "entries", seconds);
  Print(name + "/hub_memory_growth", most - before, "MB", seconds);
  Print(name + "/recovery", recovery, "s", seconds);
  Print(name + "/connections", static_cast<double>(effort.connections), "connections", seconds);
  Print(name + "/frames", static_cast<double>(effort.frames), "frames", seconds);
  const bool held = alive && recovered && most - before < kGrowthMaxMb &&
                    recovery < kRecoverySecondsMax + kVisibleSecondsMax;
  if (!held) std::cerr << name << ": the hub did not withstand it\n";
  return held;
}

// What the hub's `candour peer list` says of the attacker.
void PrintBlame(int seconds) {
  auto client = FederationRun::Get().As(kHub, "op");
  node::v1::ListPeersResponse answer;
  if (!client->Call("NodeService/ListPeers", node::v1::ListPeersRequest(), answer)) return;
  for (const auto& peer : answer.peers()) {
    if (peer.calls_malformed() + peer.calls_refused() == 0) continue;
    std::cerr << "candour peer list at the hub names: " << peer.organisation() << ", malformed "
              << peer.calls_malformed() << ", refused " << peer.calls_refused() << "\n";
    Print("peer_list/malformed", static_cast<double>(peer.calls_malformed()), "calls", seconds);
    Print("peer_list/refused", static_cast<double>(peer.calls_refused()), "calls", seconds);
  }
}

class Edge {
 public:
  ~Edge() {
    if (pid_ <= 0) return;
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }

  // Puts nginx in front of the hub, on the address that the members know.
  bool Start() {
    ctl::DemoNode& hub = FederationRun::Get().node(kHub);
    const std::string folder = FederationRun::Get().root() + "/edge";
    fs::create_directory(folder);
    struct stat owner = {};
    if (stat(hub.directory.c_str(), &owner) != 0) return false;
    if (chown(folder.c_str(), owner.st_uid, owner.st_gid) != 0) return false;
    chmod(folder.c_str(), 0770);
    FederationRun::Get().Stop(kHub);
    std::string config = e2e::ReadFile(hub.directory + "/candour.toml");
    Set(config, "peer", "");
    Set(config, "edge", folder + "/edge.sock");
    std::ofstream(hub.directory + "/candour.toml") << config;
    FederationRun::Get().Restart(kHub);
    const std::string rendered = folder + "/edge.conf";
    const std::string command = candour::places::SourceDir() + "/deploy/nginx/render --listen " +
                                hub.address + " --keys " + hub.directory + "/data/keys --socket " +
                                folder + "/edge.sock --log " + folder + "/access.log > " + rendered;
    if (std::system(command.c_str()) != 0) return false;
    std::ofstream(folder + "/nginx.conf")
        << "daemon off;\nmaster_process off;\nuser root;\npid " << folder << "/pid;\nerror_log "
        << folder << "/error.log;\nevents { worker_connections 4096; }\nhttp { include " << rendered
        << "; }\n";
    const std::string main = folder + "/nginx.conf";
    const std::string log = folder + "/error.log";
    std::array<char*, 6> words = {const_cast<char*>("nginx"),      const_cast<char*>("-c"),
                                  const_cast<char*>(main.c_str()), const_cast<char*>("-e"),
                                  const_cast<char*>(log.c_str()),  nullptr};
    return posix_spawnp(&pid_, "nginx", nullptr, nullptr, words.data(), environ) == 0;
  }

 private:
  static void Set(std::string& config, const std::string& key, const std::string& value) {
    const size_t at = config.find("\n" + key + " = ");
    const size_t end = config.find('\n', at + 1);
    config.replace(at + 1, end - at - 1, key + " = \"" + value + "\"");
  }

  pid_t pid_ = 0;
};

int RunAll(int seconds, const std::string& only) {
  signal(SIGPIPE, SIG_IGN);
  FederationRun::Get().Stop(kAttacker);
  bool held = PublishAndSee().has_value();
  const auto run_all = [&](const std::string& door) {
    for (const Attack& attack : AllAttacks()) {
      if (door == "direct" && attack.needs_edge) continue;
      if (only.empty() || only == attack.name) held = Run(attack, door, seconds) && held;
    }
    PrintBlame(seconds);
  };
  run_all("direct");
  Edge edge;
  if (!edge.Start() || !PublishAndSee()) {
    std::cerr << "no edge: is nginx installed?\n";
    return 1;
  }
  run_all("edge");
  return held ? 0 : 1;
}

}  // namespace
}  // namespace candour::hostile

int main(int argc, char** argv) {
  int seconds = 60;
  std::string only;
  CLI::App cli{"candour_hostile: what one hostile member costs the others"};
  cli.add_option("--seconds", seconds, "how long each attack lasts");
  cli.add_option("--only", only, "one attack, by its name");
  CLI11_PARSE(cli, argc, argv);
  return candour::hostile::RunAll(seconds, only);
}
