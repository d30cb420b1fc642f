// candour_links: nodes of several networks behind bad lines converge once the lines are good again.
//
//   candour_links [--nodes N] [--networks K] [--seed S] [--seconds T] [--half-open-stays]
//
// Real processes on loopback, a fault proxy before each hub. While there is trouble everybody
// publishes and withdraws; afterwards every member of a network must hold the same feeds, show what
// was published, show no text that was withdrawn, nobody else may have any of it, and no feed may
// have been signed twice. Exit code 1 otherwise, or when some fault never fired.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "tests/links/run.h"
#include "tests/places.h"

namespace candour::links {
namespace {

namespace fs = std::filesystem;

void Print(const Plan& plan, const std::string& name, double value, const char* unit) {
  std::cout << "{\"name\":\"links/" << name << "\",\"value\":" << value << ",\"unit\":\"" << unit
            << "\",\"params\":{\"nodes\":" << plan.nodes << ",\"networks\":" << plan.networks
            << ",\"seconds\":" << plan.seconds << ",\"seed\":" << plan.seed << "}}" << std::endl;
}

void PrintAll(const Plan& plan, const Outcome& outcome) {
  Print(plan, "connections", static_cast<double>(outcome.connections), "connections");
  for (size_t i = 1; i < kFaultNames.size(); ++i) {
    Print(plan, std::string("fired/") + kFaultNames[i], static_cast<double>(outcome.fired[i]),
          "times");
  }
  Print(plan, "published", static_cast<double>(outcome.published), "entries");
  Print(plan, "withdrawn", static_cast<double>(outcome.withdrawn), "entries");
  Print(plan, "converged_after", outcome.converged_seconds, "s");
  Print(plan, "signed_heads_compared", static_cast<double>(outcome.heads_compared), "heads");
  std::cout << "[summary] links: " << plan.nodes << " nodes in " << plan.networks << " networks, "
            << plan.seconds << " s of bad lines, " << outcome.published << " published, "
            << outcome.withdrawn << " withdrawn, converged " << outcome.converged_seconds
            << " s after healing, seed " << plan.seed << "\n";
}

int Main(Plan plan) {
  char folder[] = "/tmp/candour-links-XXXXXX";
  if (::mkdtemp(folder) == nullptr || ::chmod(folder, 0755) != 0) return 1;
  plan.folder = folder;
  plan.daemon = plan.folder + "/candourd";
  fs::copy_file(candour::places::BinaryDir() + "/node/candourd", plan.daemon);
  fs::permissions(plan.daemon, fs::perms(0755));
  const auto outcome = RunLinks(plan);
  if (!outcome) {
    std::cerr << "candour_links: " << outcome.error().message << "\nreplay: --nodes " << plan.nodes
              << " --networks " << plan.networks << " --seconds " << plan.seconds << " --seed "
              << plan.seed << "; its nodes are in " << plan.folder << "\n";
    return 1;
  }
  PrintAll(plan, *outcome);
  std::error_code ignored;
  fs::remove_all(plan.folder, ignored);
  return 0;
}

}  // namespace
}  // namespace candour::links

int main(int argc, char** argv) {
  candour::links::Plan plan;
  CLI::App cli{"candour_links: networks behind bad lines"};
  cli.add_option("--nodes", plan.nodes, "of which one a network is its hub")
      ->check(CLI::Range(4, 40));
  cli.add_option("--networks", plan.networks, "")->check(CLI::Range(1, 10));
  cli.add_option("--seed", plan.seed, "of the faults and of what is published");
  cli.add_option("--seconds", plan.seconds, "how long the lines are bad");
  bool stays = false;
  cli.add_flag("--half-open-stays", stays,
               "connections that are half open are not ended by healing: nodes have to notice");
  CLI11_PARSE(cli, argc, argv);
  plan.healed = stays ? candour::links::Line::kHealed : candour::links::Line::kGood;
  return candour::links::Main(plan);
}
