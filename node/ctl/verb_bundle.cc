// candour bundle: a feed as files that any C2SP tool can audit.
#include "candour/node/v1/network.pb.h"
#include "node/ctl/tile_folder.h"
#include "node/ctl/verbs.h"

namespace candour::ctl {
namespace {

constexpr size_t kLeafBytes = 112;  // docs/protocol.md section 3

struct BundleArguments {
  std::string feed;
  std::string folder;
};

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

}  // namespace

void AddBundleVerbs(CLI::App& app, Session& session) {
  auto arguments = std::make_shared<BundleArguments>();
  auto* bundle = app.add_subcommand("bundle", "feeds as files");
  bundle->require_subcommand(1);
  auto* tiles = bundle->add_subcommand(
      "tiles", "write a feed as C2SP tlog-tiles; run again, it only adds what is new");
  tiles->add_option("feed", arguments->feed, "NETWORK/MEMBER, or candour/f/...")->required();
  tiles->add_option("folder", arguments->folder, "where to; made if it is not there")->required();
  tiles->callback([&session, arguments] { ExportTiles(session, *arguments); });
}

}  // namespace candour::ctl
