// candour bundle: a feed as files that any C2SP tool can audit, and a network as one file.
#include <cstdio>
#include <fstream>

#include "candour/node/v1/network.pb.h"
#include "crypto/encoding.h"
#include "node/ctl/bundle_file.h"
#include "node/ctl/tile_folder.h"
#include "node/ctl/verbs.h"

namespace candour::ctl {
namespace {

constexpr size_t kLeafBytes = 112;  // docs/protocol.md section 3

struct BundleArguments {
  std::string feed;
  std::string folder;
  std::string file;
  std::string network;
  std::string genesis;
};

constexpr size_t kPartBytes = 1 << 20;

Error Unwritten(const std::string& folder, const std::string& why) {
  return {ErrorCode::kUnavailable, "EXPORT_FAILED",
          folder + ": " + why + "; what was written before is whole, run it again"};
}

// Pages of leaves up to the first page's checkpoint, however far the feed grows meanwhile.
void ExportTiles(Session& session, const BundleArguments& arguments) {
  node::v1::GetFeedRequest request;
  request.set_feed(arguments.feed);
  node::v1::GetFeedResponse first;
  if (!session.Call("NetworkService/GetFeed", request, first)) return;
  auto folder = TileExport::Open(arguments.folder, first.origin());
  if (!folder) return session.Report(folder.error());
  crypto::TileWriter writer(
      [&](const std::string& path, const std::string& bytes) { return folder->Put(path, bytes); });
  node::v1::GetFeedResponse page = first;
  while (writer.size() < first.size()) {
    const std::string& leaves = page.leaves();
    for (size_t at = 0; at + kLeafBytes <= leaves.size() && writer.size() < first.size();
         at += kLeafBytes) {
      auto taken = writer.Append(std::string_view(leaves).substr(at, kLeafBytes));
      if (!taken) return session.Report(Unwritten(arguments.folder, taken.error()));
    }
    if (writer.size() >= first.size()) break;
    request.set_start(writer.size());
    if (!session.Call("NetworkService/GetFeed", request, page)) return;
    if (page.leaves().size() < kLeafBytes) {
      return session.Report(Unwritten(arguments.folder, "the node gave no more leaves"));
    }
  }
  auto done = writer.Finish();
  if (done) done = folder->PutCheckpoint(first.checkpoint());
  if (!done) return session.Report(Unwritten(arguments.folder, done.error()));
  session.PrintText(arguments.folder + ": " + Clean(first.origin()) + ", " +
                    std::to_string(first.size()) + " entries, " +
                    std::to_string(folder->files_written()) + " file(s) written, " +
                    std::to_string(folder->files_kept()) + " were there\ncheck it with: candour " +
                    "verify tiles " + arguments.folder + " --vkey " + first.vkey() + "\n");
}

// Under another name until it is whole.
void Write(Session& session, const BundleArguments& arguments) {
  const std::string part = arguments.file + ".part";
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  out << kBundleFirstLine;
  node::v1::WriteBundleRequest request;
  request.set_network(arguments.network);
  do {
    node::v1::WriteBundleResponse answer;
    if (!session.Call("NetworkService/WriteBundle", request, answer)) {
      (void)std::remove(part.c_str());
      return;
    }
    out << answer.records();
    request.set_page_token(answer.next_page_token());
  } while (!request.page_token().empty() && out);
  const auto bytes = static_cast<long long>(out.tellp());
  out.close();
  if (!out || std::rename(part.c_str(), arguments.file.c_str()) != 0) {
    (void)std::remove(part.c_str());
    return session.Report(Unwritten(arguments.file, "it cannot be written"));
  }
  session.PrintText(arguments.file + ": " + std::to_string(bytes) +
                    " bytes\ncheck it with: candour bundle verify " + arguments.file + "\n");
}

std::optional<BundleSummary> Verified(Session& session, const BundleArguments& arguments) {
  std::optional<crypto::Hash> genesis;
  if (!arguments.genesis.empty()) {
    const auto raw = crypto::HexDecode(arguments.genesis);
    genesis = raw ? crypto::Hash::From(*raw) : std::nullopt;
    if (!genesis) {
      session.Report({ErrorCode::kInvalid, "GENESIS_INVALID", "--genesis is 64 hex digits"});
      return std::nullopt;
    }
  }
  auto summary = VerifyBundle(arguments.file, genesis);
  if (summary) return *summary;
  session.Report(summary.error());
  if (summary.error().code != ErrorCode::kNotFound) session.Exit(kSafetyCheck);
  return std::nullopt;
}

void Verify(Session& session, const BundleArguments& arguments) {
  const auto summary = Verified(session, arguments);
  if (!summary) return;
  session.PrintText(
      arguments.file + ": network " + summary->network->hex() + ", genesis " +
      crypto::HexEncode(summary->genesis->view()) + "\n" + std::to_string(summary->manifests) +
      " manifest(s), " + std::to_string(summary->feeds) + " feed(s), " +
      std::to_string(summary->entries) + " entries, " + std::to_string(summary->bodies) +
      " text(s), " + std::to_string(summary->withdrawn) + " withdrawn, " +
      std::to_string(summary->cosignatures) + " cosignature(s): all verify\n" +
      (arguments.genesis.empty()
           ? "compare the genesis with your own (candour network list), or give it as --genesis\n"
           : ""));
}

// Records are gathered to parts of about a megabyte.
void ReadIn(Session& session, const BundleArguments& arguments) {
  if (!Verified(session, arguments)) return;
  auto file = BundleFile::Open(arguments.file);
  if (!file) return session.Report(file.error());
  node::v1::ReadBundleResponse total;
  node::v1::ReadBundleRequest request;
  bool more = true;
  while (more) {
    auto record = file->Next();
    if (!record) return session.Report(record.error());
    more = !record->empty();
    const bool full = request.records().size() + record->size() > kPartBytes;
    if (!request.records().empty() && (full || !more)) {
      node::v1::ReadBundleResponse answer;
      if (!session.Call("NetworkService/ReadBundle", request, answer)) return;
      total.set_manifests(total.manifests() + answer.manifests());
      total.set_entries(total.entries() + answer.entries());
      total.set_bodies(total.bodies() + answer.bodies());
      total.set_cosignatures(total.cosignatures() + answer.cosignatures());
      for (const auto& reason : answer.refused()) total.add_refused(reason);
      request.clear_records();
    }
    request.mutable_records()->append(*record);
  }
  Table table({"manifests", "entries", "texts", "cosignatures", "refused"});
  table.Add({std::to_string(total.manifests()), std::to_string(total.entries()),
             std::to_string(total.bodies()), std::to_string(total.cosignatures()),
             std::to_string(total.refused_size())});
  session.Print(total, table);
  for (const auto& reason : total.refused()) session.Say("refused: " + Clean(reason));
  if (total.refused_size() > 0) session.Exit(kPartlyDone);
}

void AddFileVerbs(CLI::App* bundle, Session& session,
                  const std::shared_ptr<BundleArguments>& arguments) {
  auto* write = bundle->add_subcommand("write", "all this node holds of a network, as one file");
  write->add_option("file", arguments->file, "the new file")->required();
  write->add_option("--network", arguments->network, "which one")->required();
  write->callback([&session, arguments] { Write(session, *arguments); });
  auto* verify = bundle->add_subcommand("verify", "check a bundle without a node");
  auto* read = bundle->add_subcommand("read", "check a bundle, and take in what is new");
  for (auto* verb : {verify, read}) {
    verb->add_option("file", arguments->file, "the bundle")->required();
    verb->add_option("--genesis", arguments->genesis, "the network's first manifest, in hex");
  }
  verify->callback([&session, arguments] { Verify(session, *arguments); });
  read->callback([&session, arguments] { ReadIn(session, *arguments); });
}

}  // namespace

void AddBundleVerbs(CLI::App& app, Session& session) {
  auto arguments = std::make_shared<BundleArguments>();
  auto* bundle = app.add_subcommand("bundle", "feeds and networks as files");
  bundle->require_subcommand(1);
  auto* tiles = bundle->add_subcommand(
      "tiles", "write a feed as C2SP tlog-tiles; run again, it only adds what is new");
  tiles->add_option("feed", arguments->feed, "NETWORK/MEMBER, or candour/f/...")->required();
  tiles->add_option("folder", arguments->folder, "where to; made if it is not there")->required();
  tiles->callback([&session, arguments] { ExportTiles(session, *arguments); });
  AddFileVerbs(bundle, session, arguments);
}

}  // namespace candour::ctl
