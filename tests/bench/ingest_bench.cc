// Real tables through the whole path of an import: parsed, mapped, masked, sealed, stored.
#include <filesystem>
#include <fstream>

#include "tests/bench/measure.h"
#include "tests/bench/nodes.h"
#include "tests/places.h"

namespace candour::bench {
namespace {

std::string ReadWhole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(in)), {});
}

Status Import(const ctl::DemoNode& node, const std::string& table, const std::string& mapping,
              Report& report) {
  auto author = Nodes::As(node, "ana");
  if (!author) return Fail(author.error());
  const std::string text = ReadWhole(table);
  node::v1::ImportHeader header;
  header.set_mapping(ReadWhole(mapping));
  size_t at = 0;
  const Stopwatch watch;
  auto done = (*author)->Import(header, [&]() -> Result<std::string> {
    std::string chunk = text.substr(std::min(at, text.size()), 64 << 10);
    at += chunk.size();
    return chunk;
  });
  const double seconds = watch.Seconds();
  if (!done) return Fail(done.error());
  report.Add("ingest.csv", static_cast<double>(done->created()) / seconds, "rows/s",
             {{"table", std::filesystem::path(table).filename()},
              {"rows", std::to_string(done->created())},
              {"bytes", std::to_string(text.size())}});
  return {};
}

}  // namespace

Status IngestBench(const Setup& setup, Report& report) {
  const std::string tables = setup.shared + "/data/narratives/";
  if (!std::filesystem::exists(tables)) {
    report.Say("ingest: skipped, there are no public tables in " + tables);
    return {};
  }
  auto nodes = Nodes::Make(setup, {.folder = setup.folder + "/nodes", .members = 0});
  if (!nodes) return Fail(nodes.error());
  if (Status up = (*nodes)->Start((*nodes)->hub()); !up) return up;
  for (const std::string name : {"maude_device_events", "nhs_patient_feedback"}) {
    Status done = Import((*nodes)->hub(), tables + name + ".csv",
                         places::SourceDir() + "/deploy/mappings/" + name + ".toml", report);
    if (!done) return done;
  }
  return {};
}

}  // namespace candour::bench
