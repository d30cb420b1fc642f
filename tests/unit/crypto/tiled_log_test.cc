#include <iostream>
#include <map>

#include "crypto/tiles.h"
#include "tests/unit/crypto/vectors.h"

namespace candour::crypto {
namespace {

PrivateKey OriginKey() { return *PrivateKey::FromSeed(std::string(kSeedBytes, 'a')); }
VerifierKey Origin() { return VerifierKey::Ed25519("log", OriginKey().public_key()); }

class MemoryFiles : public TileFiles {
 public:
  Outcome<std::string> Read(std::string_view path) const override {
    const auto found = files.find(std::string(path));
    if (found == files.end()) return Refuse("no such file");
    return found->second;
  }
  std::map<std::string, std::string> files;
};

// Writes a log the slow and obvious way: every tile of `size` from hashes of all leaves.
MemoryFiles WriteLog(uint64_t size) {
  MemoryFiles out;
  CompactRange range;
  std::vector<std::string> entries;
  std::map<unsigned, std::vector<Hash>> levels;
  std::vector<Subtree> completed;
  for (uint64_t i = 0; i < size; ++i) {
    entries.push_back("entry " + std::to_string(i));
    range.Append(LeafHash(entries.back()), completed);
  }
  for (const Subtree& tree : completed) {
    if (tree.level % kTileHeight == 0) levels[tree.level / kTileHeight].push_back(tree.hash);
  }
  for (const auto& [level, hashes] : levels) {
    for (size_t at = 0; at < hashes.size(); at += kTileWidth) {
      const auto tile = std::span(hashes).subspan(at, std::min(kTileWidth, hashes.size() - at));
      out.files[TilePath(level, at / kTileWidth, tile.size())] = FormatTile(tile);
    }
  }
  for (size_t at = 0; at < entries.size(); at += kTileWidth) {
    const auto part = std::span(entries).subspan(at, std::min(kTileWidth, entries.size() - at));
    out.files[EntriesPath(at / kTileWidth, part.size())] = FormatEntryBundle(part).value();
  }
  const Checkpoint checkpoint{.origin = "log", .size = size, .root = range.Root()};
  out.files["checkpoint"] = SignCheckpoint(checkpoint, OriginKey());
  return out;
}

TEST(VerifyTiledLog, AcceptsLogsOfManySizes) {
  for (uint64_t size : {0, 1, 2, 255, 256, 257, 511, 512, 1000, 65536, 65537, 66000}) {
    const auto verified = VerifyTiledLog(WriteLog(size), Origin());
    ASSERT_TRUE(verified) << size << ": " << verified.error();
    EXPECT_EQ(verified->checkpoint.size, size);
  }
}

TEST(VerifyTiledLog, LetsAFullTileStandInForAPartialOne) {
  MemoryFiles earlier = WriteLog(300);
  MemoryFiles files = WriteLog(600);
  files.files["checkpoint"] = earlier.files["checkpoint"];
  files.files["tile/1/000.p/1"] = earlier.files["tile/1/000.p/1"];
  ASSERT_FALSE(files.files.contains("tile/0/001.p/44"));
  const auto verified = VerifyTiledLog(files, Origin());
  EXPECT_TRUE(verified.has_value());

  files.files["tile/0/001"][0] = static_cast<char>(files.files["tile/0/001"][0] ^ 1);
  EXPECT_FALSE(VerifyTiledLog(files, Origin()));
}

TEST(VerifyTiledLog, NamesTheFileThatIsWrongOrAbsent) {
  const MemoryFiles good = WriteLog(600);
  ASSERT_EQ(good.files.size(), 8u);  // The checkpoint, 3 bundles, 3 tiles and 1 tile above them.
  for (const auto& [path, bytes] : good.files) {
    MemoryFiles absent = good;
    absent.files.erase(path);
    const auto without = VerifyTiledLog(absent, Origin());
    ASSERT_FALSE(without) << path;
    EXPECT_EQ(without.error().substr(0, path.size()), path);

    for (size_t at = 0; at < bytes.size(); at += 41) {
      MemoryFiles wrong = good;
      wrong.files[path][at] = static_cast<char>(bytes[at] ^ 1);
      EXPECT_FALSE(VerifyTiledLog(wrong, Origin())) << path << " at " << at;
    }
  }
}

TEST(VerifyTiledLog, RefusesACheckpointOfAnotherLog) {
  const Checkpoint forked{.origin = "log", .size = 600, .root = Sha256("another log")};
  const std::string note = SignCheckpoint(forked, OriginKey());
  EXPECT_FALSE(VerifyTiledLog(WriteLog(600), note, Origin()));
}

TEST(VerifyTiledLog, AgreesWithTheTesseraLogAtEverySize) {
  CANDOUR_NEED_VECTORS();
  const std::string folder = testing::VectorsFolder() + "tessera/testdata/log";
  const auto key = VerifierKey::Parse(
      "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");
  ASSERT_TRUE(key) << key.error();
  const TileFolder files(folder);
  size_t ran = 0;
  for (uint64_t size = 0; size <= 15; ++size) {
    const std::string note = testing::ReadFile(folder + "/checkpoint." + std::to_string(size));
    const auto verified = VerifyTiledLog(files, note, *key);
    ASSERT_TRUE(verified) << size << ": " << verified.error();
    EXPECT_EQ(verified->checkpoint.size, size);
    EXPECT_EQ(FormatNote(verified->note), note);
    ++ran;
  }
  const auto newest = VerifyTiledLog(files, *key);
  ASSERT_TRUE(newest) << newest.error();
  EXPECT_EQ(newest->checkpoint.size, 15u);
  EXPECT_FALSE(VerifyTiledLog(TileFolder(folder + "/absent"), *key));
  std::cout << "[summary] tessera: verified the log at " << ran << " sizes\n";
  EXPECT_EQ(ran, 16u);
}

}  // namespace
}  // namespace candour::crypto
