#include "tests/nodes/signed_heads.h"

#include <algorithm>
#include <fstream>

#include "crypto/checkpoint.h"
#include "federation/base/ids.h"
#include "node/storage/rocksdb_store.h"

namespace candour::nodes {

Status SignedHeads::AddStore(const std::string& data_dir) {
  std::ifstream id(data_dir + "/keys/node.id", std::ios::binary);
  storage::StoreOptions options;
  options.data_dir = data_dir;
  options.node_id = std::string((std::istreambuf_iterator<char>(id)), {});
  auto store = storage::RocksDbStore::Open(options);
  if (!store) return Fail(store.error());
  const auto& reader = (*store)->Latest();
  for (const auto& network : reader.Networks()) {
    for (const auto& feed : reader.Feeds(network)) {
      for (uint64_t size = feed.size; size > 0;) {
        const auto row = reader.CheckpointAtOrBefore(feed.feed, size);
        if (!row || row->size == 0) break;
        const auto checkpoint =
            crypto::Checkpoint::Parse(row->note.substr(0, row->note.find("\n\n") + 1));
        if (!checkpoint) {
          return Fail(ErrorCode::kCorrupt, "CHECKPOINT",
                      data_dir + ": feed " + feed.feed.hex() + " at " + std::to_string(row->size));
        }
        auto& roots = seen_[{feed.feed.hex(), row->size}];
        if (!roots.empty()) ++compared_;
        roots.insert(checkpoint->root.ToString());
        size = row->size - 1;
      }
    }
  }
  return {};
}

std::string SignedHeads::Forks() const {
  std::string text;
  for (const auto& [head, roots] : seen_) {
    if (roots.size() < 2) continue;
    text += "feed " + head.first + " has two roots at " + std::to_string(head.second) + "\n";
  }
  return text;
}

uint64_t SignedHeads::forks() const {
  return static_cast<uint64_t>(std::count_if(
      seen_.begin(), seen_.end(), [](const auto& entry) { return entry.second.size() > 1; }));
}

}  // namespace candour::nodes
