// candour demo: a small federation on this machine.
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "node/ctl/daemon_path.h"
#include "node/ctl/demo_federation.h"
#include "node/ctl/verbs.h"

namespace candour::ctl {
namespace {

struct DemoArguments {
  std::string directory = "/tmp/candour-demo-" + std::to_string(::getuid());
  std::string csv;
  std::string mapping;
  std::string node;
};

std::string ListPath(const std::string& directory) { return directory + "/nodes"; }

// One line a node: code, pid, address or "-".
Status WriteList(const std::string& directory, const std::vector<DemoNode>& nodes) {
  std::ofstream out(ListPath(directory), std::ios::trunc);
  for (const auto& node : nodes) {
    out << node.code << ' ' << node.pid << ' ' << (node.address.empty() ? "-" : node.address)
        << '\n';
  }
  out.flush();
  if (out) return {};
  return Fail(ErrorCode::kUnavailable, "DIRECTORY", directory + " cannot be written");
}

std::vector<DemoNode> ReadList(const std::string& directory) {
  std::vector<DemoNode> nodes;
  std::ifstream in(ListPath(directory));
  std::string code, address;
  pid_t pid = 0;
  while (in >> code >> pid >> address) {
    for (auto& node : DemoNodes(directory)) {
      if (node.code != code) continue;
      node.pid = pid;
      node.address = address == "-" ? "" : address;
      nodes.push_back(node);
    }
  }
  return nodes;
}

// A pid may belong to somebody else by now: only a candourd counts.
bool Running(const DemoNode& node) {
  std::ifstream in("/proc/" + std::to_string(node.pid) + "/cmdline", std::ios::binary);
  std::string words((std::istreambuf_iterator<char>(in)), {});
  return words.find(node.directory + "/candour.toml") != std::string::npos;
}

void Down(Session& session, const DemoArguments& arguments) {
  auto nodes = ReadList(arguments.directory);
  for (const auto& node : nodes) {
    if (!arguments.node.empty() && node.code != arguments.node) continue;
    if (!Running(node)) continue;
    StopProcess(node.pid, 10);
    session.Say("stopped " + node.name);
  }
  if (nodes.empty()) session.Say("no demo runs in " + arguments.directory);
}

void Up(Session& session, const DemoArguments& arguments) {
  for (const auto& node : ReadList(arguments.directory)) {
    if (!Running(node)) continue;
    return session.Report({ErrorCode::kConflict, "DEMO_RUNNING",
                           "a demo runs in " + arguments.directory +
                               "; stop it with: candour demo down --dir " + arguments.directory});
  }
  struct stat info;
  if (::stat(DemoNodes(arguments.directory)[0].directory.c_str(), &info) == 0) {
    return session.Report({ErrorCode::kConflict, "DEMO_LEFT_OVER",
                           arguments.directory + " holds an earlier demo; remove it, or name "
                                                 "another directory with --dir"});
  }
  if (auto made = OwnDirectory(arguments.directory); !made) return session.Report(made.error());
  DemoPlan plan{arguments.directory, DaemonPath(session.options().program), arguments.csv,
                arguments.mapping, [&](const std::string& line) { session.Say(line); }};
  auto nodes = DemoNodes(arguments.directory);
  auto status = BuildFederation(plan, nodes);
  if (status) status = WriteList(arguments.directory, nodes);
  if (!status) return session.Report(status.error());
  session.PrintText("the demo runs in " + arguments.directory + "\n");
}

void Show(Session& session, const DemoArguments& arguments) {
  auto nodes = ReadList(arguments.directory);
  Table table({"node", "organisation", "state", "pid", "address", "directory"});
  for (const auto& node : nodes) {
    table.Add({node.code, node.name, Running(node) ? "running" : "stopped",
               std::to_string(node.pid), node.address.empty() ? "-" : node.address,
               node.directory});
  }
  session.PrintText(table.empty() ? "no demo runs in " + arguments.directory + "\n"
                                  : table.AsText(session.Width()));
}

}  // namespace

void AddDemoVerbs(CLI::App& app, Session& session) {
  auto arguments = std::make_shared<DemoArguments>();
  auto* demo = app.add_subcommand("demo", "a small federation on this machine");
  demo->require_subcommand(1);
  auto verb = [&](const char* name, const char* about) {
    auto* added = demo->add_subcommand(name, about);
    added->add_option("--dir", arguments->directory, "where it lives");
    return added;
  };
  auto* up = verb("up", "six nodes, three networks, sample reports");
  auto* csv = up->add_option("--csv", arguments->csv, "import this file at ZA1 too");
  auto* mapping = up->add_option("--mapping", arguments->mapping, "its mapping");
  csv->needs(mapping);
  up->callback([&session, arguments] { Up(session, *arguments); });
  auto* down = verb("down", "stop it");
  down->add_option("--only", arguments->node, "stop only this node (zh1, za1 ...)");
  down->callback([&session, arguments] { Down(session, *arguments); });
  verb("status", "what runs")->callback([&session, arguments] { Show(session, *arguments); });
}

}  // namespace candour::ctl
