// A round of heads over 500 feeds of which none has changed: what a member asks and is told when it
// comes back with its cursor, and in full. The store, the answer and its encoding are a node's own;
// the sizes are those of the messages.
#include <filesystem>

#include "federation/sync/manifest_chain.h"
#include "federation/sync/serve.h"
#include "node/rpc/convert.h"
#include "node/storage/rocksdb_store.h"
#include "tests/bench/author.h"
#include "tests/bench/bench.h"
#include "tests/bench/measure.h"
#include "tests/sim/cast.h"

namespace candour::bench {
namespace {

struct RoundOfHeads {
  size_t bytes = 0;
  size_t heads = 0;
  uint64_t cursor = 0;
};

RoundOfHeads Ask(const storage::Reader& store, const SignedManifest& manifest,
                 const PeerIdentity& who, const HeadsRequest& request) {
  rpc::wire::ListHeadsRequest asked;
  rpc::ToWire(request, asked);
  const auto reply =
      ServeRead(store, manifest, SelfDescription{}, who, Request(request), sim::kEpochStart);
  if (!reply) return {};
  const auto& heads = std::get<HeadsReply>(*reply);
  rpc::wire::ListHeadsResponse answer;
  rpc::ToWire(heads, answer);
  const std::string bytes = answer.SerializeAsString();
  rpc::wire::ListHeadsResponse parsed;
  const bool whole = parsed.ParseFromString(bytes) && rpc::FromWire(parsed);
  return {whole ? asked.ByteSizeLong() + bytes.size() : 0, heads.heads.size(), heads.cursor};
}

}  // namespace

Status HeadsBench(const Setup& setup, Report& report) {
  const uint64_t feeds = setup.Of(500, 10);
  const std::string folder = setup.folder + "/store";
  std::filesystem::create_directory(folder);
  auto store = storage::RocksDbStore::Open(
      {.data_dir = folder, .node_id = std::string(16, 'b'), .reserve_bytes = 0});
  if (!store) return Fail(store.error());
  const sim::Cast cast = sim::MakeCast(1, feeds);
  for (uint64_t i = 0; i < feeds; ++i) {
    Author author(**store, cast.KeysOf(i));
    if (Status put = author.Append(DrawnEntries(i, 1, 300)); !put) return put;
  }
  TurnBook book((*store)->Latest(), {{}, sim::kEpochStart});
  ManifestChain chain(cast.network);
  if (Status kept = chain.Offer(cast.genesis, std::nullopt, book); !kept) return kept;
  const auto snapshot = (*store)->Snapshot();
  const auto manifest = chain.current();
  const PeerIdentity who = cast.IdentityOf(1);

  const double full_cpu = CpuSeconds(::getpid());
  const RoundOfHeads full = Ask(*snapshot, *manifest, who, {cast.network, 0, true});
  const double cpu = CpuSeconds(::getpid());
  const RoundOfHeads since = Ask(*snapshot, *manifest, who, {cast.network, full.cursor, false});
  const double end = CpuSeconds(::getpid());
  if (full.heads != feeds || since.bytes == 0 || since.heads != 0) {
    return Fail(ErrorCode::kInvalid, "HEADS", "the list of heads is not what it should be");
  }
  const Params params = {{"feeds", std::to_string(feeds)}};
  report.Add("heads.unchanged", static_cast<double>(since.bytes), "bytes", params);
  report.Add("heads.unchanged_cpu", 1000 * (end - cpu), "ms", params);
  report.Add("heads.full", static_cast<double>(full.bytes), "bytes", params);
  report.Add("heads.full_cpu", 1000 * (cpu - full_cpu), "ms", params);
  return {};
}

}  // namespace candour::bench
